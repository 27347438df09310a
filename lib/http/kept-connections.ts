import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { processWide } from '@/lib/kernel/process-wide';

export type Address = { readonly address: string; readonly family: 4 | 6 };

/** Connections to one URL over addresses that were checked. `hasAnswered`: one of them has brought an answer before, and the next request may find it closed. */
export type KeptConnections = { readonly pool: Pool; hasAnswered: boolean };

/** A connection over which nothing went for so long is closed: of an endpoint that is deleted nothing is left after this. Below what servers grant (5 s and more). */
const IDLE_MS = 2_000;
/** However busy: then a new one is opened, which sees the receiver's certificate of today. */
const MAX_AGE_MS = 60_000;
/** Of URLs; the one that was not asked for longest gives way. */
const MAX_URLS = 200;

type Entry = KeptConnections & { readonly addresses: string };

const kept = processWide('kept-connections', () => new Map<string, Entry>());

/**
 * The connections that this process keeps to a URL, which go to one of these addresses and carry requests to this URL alone. The caller has resolved and checked the
 * addresses for this very request: where they are not those of the last time, what was kept is closed, requests under way excepted, and nothing more goes over it.
 */
export function keptConnections(url: URL, addresses: readonly Address[]): KeptConnections {
  const now = addresses.map(({ address }) => address).sort().join(' ');
  const found = kept.get(url.href);
  kept.delete(url.href);
  if (found && found.addresses !== now) close(found);
  const entry = found?.addresses === now ? found : open(url, addresses, now);
  kept.set(url.href, entry); // the newest stands last
  closeOldest();
  return entry;
}

/** Answers what was checked, whatever name is asked and however often. */
export const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };

const open = (url: URL, addresses: readonly Address[], checked: string): Entry => ({
  pool: new Pool(url.origin, { connect: { lookup: pinnedTo(addresses) }, keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS, clientTtl: MAX_AGE_MS }),
  hasAnswered: false,
  addresses: checked,
});

/** Requests under way end first. */
const close = ({ pool }: Entry): void => void pool.close().catch(() => undefined);

function closeOldest(): void {
  const [oldest] = kept;
  if (kept.size <= MAX_URLS || !oldest) return;
  kept.delete(oldest[0]);
  close(oldest[1]);
}

/** What undici and the system say when the other side has closed a connection before it answered. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Whether a request failed because its connection was closed under it, as happens to one that was kept. */
export const wasClosed = (error: unknown): boolean => error instanceof Error && 'code' in error && CLOSED.has(String(error.code));
