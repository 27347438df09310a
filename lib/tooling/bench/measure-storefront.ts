import { chromium, type Browser } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { findChromium } from '../chromium';
import { COMPTOIR_HANDLE } from '@/lib/demo';

/** What a phone loads and waits for at a page. `scriptBytes`: of the scripts that the page itself names, each gzipped; `lcpMs`: its largest paint, on a processor slowed down four times. */
export type PageLoad = { readonly path: string; readonly scriptBytes: number; readonly documentBytes: number; readonly lcpMs: number };

const VISITS = 5;
const SLOWED = 4;
const PATHS = [`/${COMPTOIR_HANDLE}`, `/${COMPTOIR_HANDLE}/fr`];

/** Each page is visited anew, without a cache, so many times; answers the medians. */
export async function measureStorefront(origin: string): Promise<PageLoad[]> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium was found; npm test installs one');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const loads: PageLoad[] = [];
    for (const path of PATHS) loads.push({ path, ...(await sizesOf(origin, path)), lcpMs: await medianLcp(browser, origin + path) });
    return loads;
  } finally {
    await browser.close();
  }
}

async function sizesOf(origin: string, path: string): Promise<Pick<PageLoad, 'scriptBytes' | 'documentBytes'>> {
  const html = await (await fetch(origin + path)).text();
  const sources = new Set([...html.matchAll(/<script(?![^>]*\snomodule)[^>]*\ssrc="([^"]+)"/gi)].map(([, source = '']) => source)); // what is for old browsers alone is loaded by none
  const sizes = await Promise.all([...sources].map(async (source) => gzipSync(Buffer.from(await (await fetch(new URL(source, origin))).arrayBuffer())).length));
  return { scriptBytes: sizes.reduce((total, size) => total + size, 0), documentBytes: gzipSync(html).length };
}

async function medianLcp(browser: Browser, url: string): Promise<number> {
  const paints: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) paints.push(await lcpOf(browser, url));
  return paints.toSorted((a, b) => a - b)[Math.floor(VISITS / 2)] ?? Number.NaN;
}

async function lcpOf(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    await page.goto(url, { waitUntil: 'networkidle' });
    return await page.evaluate(
      () => new Promise<number>((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({ type: 'largest-contentful-paint', buffered: true })),
    );
  } finally {
    await context.close();
  }
}
