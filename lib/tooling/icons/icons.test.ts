import { existsSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawPixels, ICONS } from './draw';

/** Width, height and pixels of a PNG as lib/tooling/icons writes them: how its bytes are packed may differ from one zlib to the next. */
function readPng(file: string): { width: number; height: number; pixels: Buffer } {
  const png = readFileSync(file);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  const pixels = Array.from({ length: height }, (_, row) => rows.subarray(row * (width * 4 + 1) + 1, (row + 1) * (width * 4 + 1)));
  return { width, height, pixels: Buffer.concat(pixels) };
}

describe('the icons of public/icons', () => {
  it.each(Object.entries(ICONS))('%s is what "npm run icons" draws', (name, icon) => {
    const { width, height, pixels } = readPng(`public/icons/${name}`);
    expect([width, height]).toEqual([icon.size, icon.size]);
    expect(pixels.equals(drawPixels(icon))).toBe(true);
  });

  it('are all that the manifest and the service worker name, in the sizes that they say', () => {
    const manifest = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8')) as { icons: { src: string; sizes: string; purpose: string }[] };
    for (const { src, sizes } of manifest.icons.filter(({ src: each }) => each.endsWith('.png'))) {
      const { width, height } = readPng(`public${src}`);
      expect(`${width}x${height}`).toBe(sizes);
    }
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    const named = [...readFileSync('public/sw.js', 'utf8').matchAll(/'(\/icons\/[^']+)'/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(0);
    for (const path of named) expect(existsSync(`public${path}`), path).toBe(true);
  });
});
