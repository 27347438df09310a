import { lifecycle } from './lifecycle';

const HEARTBEAT_MS = 15_000;
// no-transform keeps compression and proxies from holding the stream back
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/**
 * Server-sent events out of an async generator. Ends when the client leaves, when the generator ends, and when the process drains;
 * the generator's signal tells it each of these. A comment every 15 seconds keeps proxies from cutting a quiet stream.
 */
export function sse(request: Request, events: (signal: AbortSignal) => AsyncGenerator<unknown>): Response {
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS });
  const stop = new AbortController(); // our own: a request's signal does not always fire once the answer began
  const source = events(stop.signal);
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;

  const end = () => {
    clearInterval(heartbeat);
    request.signal.removeEventListener('abort', end);
    lifecycle.signal.removeEventListener('abort', end);
    stop.abort();
  };
  request.signal.addEventListener('abort', end, { once: true });
  lifecycle.signal.addEventListener('abort', end, { once: true });
  if (lifecycle.draining) end();

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(': open\n\n')); // sends the headers at once
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(': alive\n\n')), HEARTBEAT_MS).unref();
      if (stop.signal.aborted) clearInterval(heartbeat);
    },
    async pull(controller) {
      const next = stop.signal.aborted ? { done: true, value: undefined } : await source.next();
      if (next.done) {
        end();
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(`data: ${JSON.stringify(next.value)}\n\n`));
    },
    async cancel() {
      end();
      await source.return(undefined);
    },
  });
  return new Response(body, { headers: HEADERS });
}
