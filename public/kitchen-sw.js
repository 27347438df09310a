// Opens /kitchen on a tablet that has no connection: it keeps the page and the files that the page is made of, and nothing else. Orders are kept by the page
// (components/kitchen/kept-board.ts), pushes are public/sw.js.

const PAGE = '/kitchen';
const CACHE = 'countersign-kitchen';
const STATIC = '/_next/static/';
/** Files of older builds are forgotten beyond so many. */
const FILES_MAX = 300;

/** Never a redirect to the sign-in: whoever is signed out has no kitchen to open. */
async function keepPage(response) {
  const cache = await caches.open(CACHE);
  if (response.ok && !response.redirected) await cache.put(PAGE, response.clone());
  else if (response.type === 'opaqueredirect' || response.redirected) await cache.delete(PAGE);
}

async function page(request) {
  const kept = () => caches.match(PAGE, { cacheName: CACHE });
  try {
    const response = await fetch(request);
    await keepPage(response);
    return response.status >= 500 ? ((await kept()) ?? response) : response;
  } catch (error) {
    const found = await kept();
    if (!found) throw error;
    return found;
  }
}

/** A file of a build never changes under its name. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** What a page that this worker did not answer is made of: it was opened before the worker was there. */
async function keep(paths) {
  const cache = await caches.open(CACHE);
  await keepPage(await fetch(PAGE, { redirect: 'manual' }));
  for (const path of paths.filter((path) => path.startsWith(STATIC))) await file(new Request(path));
  const files = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(STATIC));
  for (const old of files.slice(0, Math.max(0, files.length - FILES_MAX))) await cache.delete(old);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith(STATIC)) event.respondWith(file(request));
});

self.addEventListener('message', (event) => {
  const { type, paths } = event.data ?? {};
  if (type === 'keep' && Array.isArray(paths)) event.waitUntil(keep(paths).then(() => event.source?.postMessage({ type: 'kept' })));
});

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
