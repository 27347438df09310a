import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

const NONE = 'There is no such order.';
const done = 'Done. A browser (Accept: text/html) is sent back to the page by 303.';
const STRANGER = 'The link of the receipt was not opened in this browser.';

export const docs: WireDoc = {
  title: 'Order pass',
  words: 'What a customer does on the page of an order that is fetched. The link of the receipt opens it; its secret is in a cookie from then on.',
  error: { schema: z.looseObject({ error: z.string(), message: z.string() }) },
  groups: {
    'Order pass': {
      'GET /orders/[id]/pass': { summary: 'Open the link of a receipt', query: z.object({ key: z.string() }), answers: { 303: 'To the page, as the customer.', 404: NONE } },
      'GET /orders/[id]/pass/events': { summary: 'Follow an order', details: 'Server-sent events: the state at once, and whenever it became another. The id alone reads.', answers: { 200: { words: 'A stream.', mediaType: 'text/event-stream' }, 404: NONE } },
      'POST /orders/[id]/pass/arrive': { summary: 'Say that the customer is here', answers: { 200: done, 403: STRANGER, 404: NONE, 409: 'Nothing of it is left to fetch.' } },
      'POST /orders/[id]/pass/cancel': { summary: 'Cancel before the kitchen begins', answers: { 200: done, 403: STRANGER, 404: NONE, 409: 'The kitchen has begun, or the order is closed.' } },
      'POST /orders/[id]/pass/link': { summary: 'Mail the link again', answers: { 200: done, 404: NONE, 429: 'It was sent several times already.' } },
    },
  },
};
