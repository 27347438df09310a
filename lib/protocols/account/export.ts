import { exportAccount } from '@/lib/account';
import { ownerEndpoint } from './owner-endpoint';
import { rateLimited } from './rate-limited';

/** GET -> one JSON document to keep, everything of the signed-in owner, streamed. */
export const getExport = ownerEndpoint('GET', '/api/account/export', async (ctx, _request, { userId, walletId }) => {
  const exported = await exportAccount(ctx, { userId, walletId });
  if (!exported.ok) throw rateLimited(exported.error.retryAfterSeconds);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return new Response(toStream(exported.value), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="countersign-${day}.json"`,
      'cache-control': 'no-store',
    },
  });
});

/** Reads on when the receiver has taken what came before, and stops when it is gone. */
function toStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}
