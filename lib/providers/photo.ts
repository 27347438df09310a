import pLimit from 'p-limit';
import { processWide } from '@/lib/kernel/process-wide';
import type { PhotoPort } from '@/lib/ports';

const LARGE_PIXELS = 1200;
const SMALL_PIXELS = 288;
/** 50 megapixels, more than a telephone's camera takes. One picture opened is four bytes for each. */
const MAX_PIXELS = 50_000_000;
const TIMEOUT_SECONDS = 10;

/** One picture at a time is open in memory, however many are sent. */
const one = processWide('photo', () => pLimit(1));

/** Pictures are opened by libvips, of three kinds and in no other way: neither SVG nor what a file name could lead to. */
async function loadSharp(): Promise<(typeof import('sharp'))['default']> {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
  sharp.cache(false);
  return sharp;
}

/** Drawn here, upright as the camera was held. */
export const photo: PhotoPort = {
  redraw: (sent) =>
    one(async () => {
      const sharp = await loadSharp();
      const draw = (width: number, fit: 'inside' | 'cover'): Promise<Buffer> =>
        sharp(sent, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
          .autoOrient()
          .resize(width, width, { fit, withoutEnlargement: fit === 'inside' })
          .toColourspace('srgb')
          .webp({ quality: 80 })
          .timeout({ seconds: TIMEOUT_SECONDS })
          .toBuffer();
      try {
        return { large: await draw(LARGE_PIXELS, 'inside'), small: await draw(SMALL_PIXELS, 'cover') };
      } catch {
        return null;
      }
    }),
};
