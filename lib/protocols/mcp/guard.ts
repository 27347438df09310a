import { fail } from '@/lib/http/failure';
import type { Ctx } from '@/lib/ports';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * MCP, Streamable HTTP, "Security Warning": a page of someone else must not reach us through a name that it made point here. Host must be
 * ours, a store's name under ours, or loopback, which no such page can have for its host. Origin, which browsers alone send, must be our
 * own. Throws 403.
 */
export function requireOwnHost({ settings }: Ctx, request: Request): void {
  const own = new URL(settings.publicOrigin);
  const host = hostname(request.headers.get('host'));
  if (host === null || !(host === own.hostname || host.endsWith(`.${own.hostname}`) || LOOPBACK.has(host))) {
    throw fail(403, 'forbidden', 'The Host header does not name this server.');
  }
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== own.origin) throw fail(403, 'cross_origin', 'Pages of other sites may not call this.');
}

function hostname(host: string | null): string | null {
  return host !== null && /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}
