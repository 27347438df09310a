import { readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isAllowedHandle } from '@/lib/kernel/merchant-handle';

/** Where `npm run build` puts the menu page's own script (lib/tooling/bundle-storefront.ts); Next serves what stands below .next/static. */
export const STOREFRONT_SCRIPTS = '.next/static/storefront';

type ToNext = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

const zip = promisify(gzip);
const NEXT_SCRIPT = /<script\b[^>]*\ssrc="\/_next\/static\/[^"]*"[^>]*><\/script>/g;
const NEXT_DATA = /<script\b[^>]*>\(?self\.__next_[a-z]\b[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b[^>]*\sas="script"[^>]*>/g;
const NONCE = /\snonce="([^"]+)"/;

/**
 * A storefront's menu page without Next's scripts: the one at `script` wakes its leaves (components/storefront/wake-leaves.tsx), and a page without
 * any loads none. Every other page as it came, and one that could not be drawn whole: Next's scripts show its error.
 */
export function toLightPage(html: string, script: string): string {
  if (!html.includes(' data-page="menu"') || html.includes(' data-dgst="')) return html;
  const nonce = NONCE.exec(html.match(NEXT_SCRIPT)?.[0] ?? '')?.[1];
  const own = html.includes(' data-leaf="') ? `<script src="${script}" defer=""${nonce === undefined ? '' : ` nonce="${nonce}"`}></script>` : '';
  const light = html.replace(NEXT_DATA, '').replace(NEXT_SCRIPT, '').replace(SCRIPT_PRELOAD, '');
  return light.replace('</head>', () => `${own}</head>`);
}

/** What answers pages, with the storefronts' made light. Without a build of their script every page is Next's own. */
export function withLightPages(toNext: ToNext, [name]: readonly string[] = scriptNames()): ToNext {
  if (name === undefined) return toNext;
  const script = `/_next/static/storefront/${name}`;
  return (incoming, outgoing) => {
    if (mayBeStorefront(incoming)) holdBack(incoming, outgoing, (html) => toLightPage(html, script));
    return toNext(incoming, outgoing);
  };
}

function scriptNames(): string[] {
  try {
    return readdirSync(STOREFRONT_SCRIPTS).filter((name) => name.endsWith('.js'));
  } catch {
    return [];
  }
}

/** `/{handle}` and `/{handle}/{locale}`, asked for as a document. */
function mayBeStorefront({ method, url = '/', headers }: IncomingMessage): boolean {
  const [handle = '', , ...rest] = (url.split('?', 1)[0] ?? '').slice(1).split('/');
  return method === 'GET' && headers.rsc === undefined && rest.length === 0 && isAllowedHandle(handle);
}

/**
 * Keeps what is written until it is whole, and sends it then: a page that is there changed by `change`. Compressed here where the client accepts
 * it, because Next, which is not told so, would compress what cannot be changed any more.
 */
function holdBack(incoming: IncomingMessage, outgoing: ServerResponse, change: (html: string) => string): void {
  const acceptsGzip = /\bgzip\b/.test(String(incoming.headers['accept-encoding'] ?? ''));
  delete incoming.headers['accept-encoding'];
  const held: Buffer[] = [];
  const original = { writeHead: outgoing.writeHead.bind(outgoing), end: outgoing.end.bind(outgoing), flushHeaders: outgoing.flushHeaders.bind(outgoing) };
  const state = { isOver: false };
  const keep = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
  };
  const send = async () => {
    const whole = Buffer.concat(held);
    const isPage = outgoing.statusCode === 200 && String(outgoing.getHeader('content-type')).startsWith('text/html');
    const body = isPage ? Buffer.from(change(whole.toString('utf8'))) : whole;
    const isZipped = acceptsGzip && isPage;
    const sent = isZipped ? await zip(body) : body;
    if (isZipped) outgoing.setHeader('content-encoding', 'gzip');
    if (sent.length > 0) outgoing.setHeader('content-length', sent.length);
    state.isOver = true;
    original.end(sent);
  };
  outgoing.writeHead = (status: number, ...more: unknown[]) => {
    if (state.isOver) return original.writeHead(status);
    outgoing.statusCode = status;
    for (const headers of more.filter(isHeaders)) for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
    return outgoing;
  };
  outgoing.flushHeaders = () => {
    if (state.isOver) original.flushHeaders();
  };
  outgoing.write = (chunk: unknown) => {
    keep(chunk);
    return true;
  };
  outgoing.end = (chunk?: unknown) => {
    keep(chunk);
    send().catch((error: Error) => outgoing.destroy(error));
    return outgoing;
  };
}

const isHeaders = (value: unknown): value is Record<string, string | number | string[]> => typeof value === 'object' && value !== null && !Array.isArray(value);
