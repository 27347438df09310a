import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import { streamStates } from '@/lib/http/live-states';
import { loadBoard } from '@/lib/kitchen';
import { consoleEndpoint } from '../endpoint';
import { toBoardBody } from './to-wire';

/** Tablets, phones and the office: of one merchant, in one process. */
const MAX_STREAMS = 50;

/** GET /merchant/kitchen: all that a kitchen works with. `now` is the server's, so that a tablet with a wrong clock counts right. */
export const getKitchen: Endpoint = consoleEndpoint('GET', '/merchant/kitchen', 'member', async (ctx, _request, { merchantId }) =>
  answerCoded(200, { now: ctx.clock.now().toISOString(), ...toBoardBody(await loadBoard(ctx, merchantId)) }),
);

/** GET /merchant/kitchen/events: the same as a stream, whole, at once and whenever something of it changed. */
export const getKitchenEvents: Endpoint = consoleEndpoint('GET', '/merchant/kitchen/events', 'member', (ctx, request, { merchantId }) =>
  Promise.resolve(
    streamStates(request, {
      caller: `kitchen:${merchantId}`,
      max: MAX_STREAMS,
      watch: (onChange) => ctx.ports.kitchenChanges.watch(merchantId, onChange),
      read: () => loadBoard(ctx, merchantId),
      isLast: () => false,
      toWire: toBoardBody,
    }),
  ),
);
