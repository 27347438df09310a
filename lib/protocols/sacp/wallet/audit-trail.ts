import { Readable } from 'node:stream';
import { listTrailSeals, streamChain, verifyTrail } from '@/lib/audit-trail';
import type { Ctx } from '@/lib/ports';
import { ownerEndpoint } from '../owner-endpoint';

/**
 * GET /api/agent/v1/wallet/audit-trail: the owner's whole trail, {verification, seals[], entries[]}. The SHA-256 of an entry's `content` is its
 * hash and names the hash before it; a seal is a signed end. Streamed: nothing holds more than a page of it.
 */
export const getAuditTrail = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/wallet/audit-trail',
  handle: async (ctx, _request, { walletId }) => {
    const { ok, faults, chained, waiting, head, sealedAt } = await verifyTrail(ctx, walletId);
    const verification = { ok, faults, chained, waiting, head, sealed_at: sealedAt?.toISOString() ?? null, verified_at: ctx.clock.now().toISOString() };
    const opening = `${JSON.stringify({ verification, seals: await listTrailSeals(ctx, walletId) }).slice(0, -1)},"entries":[`;
    return new Response(Readable.toWeb(Readable.from(encoded(opening, ctx, walletId))) as ReadableStream, {
      headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="countersign-audit-trail.json"', 'cache-control': 'no-store' },
    });
  },
});

async function* encoded(opening: string, ctx: Ctx, walletId: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(opening);
  let separator = '';
  for await (const entry of streamChain(ctx, walletId)) {
    yield encoder.encode(separator + JSON.stringify(entry));
    separator = ',\n';
  }
  yield encoder.encode(']}');
}
