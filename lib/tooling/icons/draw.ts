import { crc32, deflateSync } from 'node:zlib';

// The mark of public/icon.svg as pixels, for what takes PNG only: home screens and notifications. Drawn here, from the same numbers, so
// that no image tool and no font decides what they look like.

type Point = readonly [x: number, y: number];
type Stroke = { readonly points: readonly Point[]; readonly width: number; readonly opacity: number };
type Rgb = readonly [number, number, number];

/** A curve is drawn as so many straight lines. */
const STEPS = 12;

/** On the mark's own field of 20 by 20. */
const LINE: Stroke = { points: [[2.5, 15.5], [17.5, 15.5]], width: 1.5, opacity: 0.65 };
/** `c` of the SVG path: each control point is relative to where its curve begins. */
const CURVES: readonly (readonly [Point, Point, Point])[] = [
  [[1.6, -4.6], [4, -6.6], [4.9, -5.6]],
  [[1.2, 1.3], [-2.6, 7], [-1.2, 7.6]],
  [[1.3, 0.5], [2.5, -3.2], [3.7, -3]],
  [[0.9, 0.2], [-0.2, 2.6], [0.8, 2.7]],
  [[1, 0.1], [2.2, -1.9], [4.8, -5.7]],
];
const SIGNATURE: Stroke = { points: flatten([3.5, 10.5], CURVES), width: 2, opacity: 1 };

const COBALT: Rgb = [0x1f, 0x58, 0xcd];
const WHITE: Rgb = [255, 255, 255];
/** Each pixel is looked at in so many rows and columns. */
const SAMPLES = 4;

function flatten(start: Point, curves: typeof CURVES): Point[] {
  const points: Point[] = [start];
  let [x, y] = start;
  for (const [a, b, end] of curves) {
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      const [p, q, r] = [3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
      points.push([x + p * a[0] + q * b[0] + r * end[0], y + p * a[1] + q * b[1] + r * end[1]]);
    }
    [x, y] = [x + end[0], y + end[1]];
  }
  return points;
}

/** Whether a point is within a distance of a stroke's middle line. Plain numbers: it is asked millions of times. */
function isWithin({ points }: Stroke, [x, y]: Point, distance: number): boolean {
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1] ?? points[0];
    const to = points[index] ?? points[0];
    if (!from || !to) return false;
    const dx = to[0] - from[0];
    const dy = to[1] - from[1];
    const t = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
    const offX = x - from[0] - t * dx;
    const offY = y - from[1] - t * dy;
    if (offX * offX + offY * offY <= distance * distance) return true;
  }
  return false;
}

/** How much ink there is at a point of the mark's field. */
function inkAt(at: Point): number {
  if (isWithin(SIGNATURE, at, SIGNATURE.width / 2)) return SIGNATURE.opacity;
  return isWithin(LINE, at, LINE.width / 2) ? LINE.opacity : 0;
}

/** Inside a square of this size whose corners are rounded. */
function isInside([x, y]: Point, size: number, radius: number): boolean {
  const dx = Math.max(radius - x, x - (size - radius), 0);
  const dy = Math.max(radius - y, y - (size - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

export type Icon = {
  readonly size: number;
  /** Of the size: how wide the mark's field is, and how round the ground's corners are. No ground: the mark alone, on nothing. */
  readonly mark: number;
  readonly ground: { readonly radius: number } | null;
};

/** Red, green, blue and opacity of each pixel, row by row. */
export function drawPixels({ size, mark, ground }: Icon): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const scale = (size * mark) / 20;
  const offset = (size * (1 - mark)) / 2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const middle: Point = [(column + 0.5 - offset) / scale, (row + 0.5 - offset) / scale];
      const hasInk = [LINE, SIGNATURE].some((stroke) => isWithin(stroke, middle, stroke.width / 2 + 1 / scale));
      let [inks, grounds] = [0, 0];
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
        const y = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
        if (hasInk) inks += inkAt([(x - offset) / scale, (y - offset) / scale]);
        if (ground !== null && isInside([x, y], size, size * ground.radius)) grounds += 1;
      }
      const ink = inks / SAMPLES ** 2;
      const at = (row * size + column) * 4;
      WHITE.forEach((white, index) => (pixels[at + index] = ground === null ? white : Math.round(ink * white + (1 - ink) * (COBALT[index] ?? 0))));
      pixels[at + 3] = Math.round(ground === null ? 255 * ink : (255 * grounds) / SAMPLES ** 2);
    }
  }
  return pixels;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The pixels as PNG: eight bits of red, green, blue and opacity, no filter. */
export function toPng(pixels: Buffer, size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8);
  const rows = Array.from({ length: size }, (_, row) => Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** public/icons. Of a maskable icon a system may cut all but the middle four fifths (W3C, Web Application Manifest); iOS rounds corners itself. */
export const ICONS: Readonly<Record<string, Icon>> = {
  'icon-192.png': { size: 192, mark: 0.625, ground: { radius: 0.25 } },
  'icon-512.png': { size: 512, mark: 0.625, ground: { radius: 0.25 } },
  'icon-maskable-512.png': { size: 512, mark: 0.5, ground: { radius: 0 } },
  'apple-touch-icon.png': { size: 180, mark: 0.6, ground: { radius: 0 } },
  'badge-96.png': { size: 96, mark: 0.95, ground: null },
};
