import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

const Status = z.looseObject({ status: z.enum(['ok', 'draining', 'unavailable']) });
const alive = { 200: { words: 'It answers.', schema: Status } };
const ready = { 200: { words: 'Send it requests.', schema: Status }, 503: { words: 'It is on its way out, or its database does not answer.', schema: Status } };
/** What an evidence bundle is, lib/evidence says; the verifier tells every fault of one. */
const Bundle = z.looseObject({ payment_id: z.string().optional(), mandates: z.array(z.unknown()).optional(), receipts: z.array(z.unknown()).optional() });

export const docs: WireDoc = {
  title: 'Platform',
  words: 'What belongs to no protocol: whether the server is well, and whether evidence holds.',
  error: {
    schema: z.looseObject({ type: z.literal('about:blank'), status: z.number(), code: z.string(), title: z.string(), param: z.string().optional() }),
    mediaType: 'application/problem+json',
  },
  groups: {
    'Health': {
      'GET /health': { summary: 'Is the process alive', answers: alive },
      'GET /health/live': { summary: 'Is the process alive', answers: alive },
      'GET /health/ready': { summary: 'Should it be sent requests', answers: ready },
      'GET /ready': { summary: 'Should it be sent requests', answers: ready },
    },
    'Metrics': {
      'GET /metrics': { summary: 'Read what is counted', details: 'docs/metrics.md says what each figure means. With Accept: application/json two sums: http_requests_total and http_errors_total.', answers: { 200: { words: 'The text format of Prometheus.', mediaType: 'text/plain' } } },
    },
    'Pictures': {
      'GET /art/[handle]/[file]': { summary: 'Draw a pizza', details: 'The file is the SKU with .svg: drawn from the words of the menu, the same for the same words.', answers: { 200: { words: 'The picture.', mediaType: 'image/svg+xml' }, 404: 'There is no such item.' } },
      'GET /art/photos/[file]': { summary: 'Show a photo of an item', details: 'What stands at an address never changes. With -small before .webp it is a square of 288 pixels.', answers: { 200: { words: 'The photo.', mediaType: 'image/webp' }, 404: 'There is no such photo.' } },
    },
    'Documentation': {
      'GET /llms.txt': { summary: 'Read what there is to read', details: 'An index for language models (llmstxt.org).', answers: { 200: { words: 'Links, each with a line about it.', mediaType: 'text/plain' } } },
      'GET /llms-full.txt': { summary: 'Read all of it', answers: { 200: { words: 'Every guide, each after a line that names its source.', mediaType: 'text/plain' } } },
      'GET /docs/guides/[file]': { summary: 'Read a guide', answers: { 200: { words: 'The guide, as Markdown.', mediaType: 'text/markdown' }, 404: 'There is no such guide.' } },
    },
    'Evidence': {
      'POST /api/evidence/verify': {
        summary: 'Verify the evidence of a payment', details: 'A bundle of GET /api/agent/v1/payments/{id}/evidence, against the keys that this server publishes.', body: Bundle,
        answers: { 200: { words: 'What it proves, or every fault of it.', schema: z.looseObject({ verified: z.boolean() }) }, 400: 'It is no JSON object.' },
      },
    },
  },
  undocumented: { 'POST /webhooks/stripe': 'called by Stripe alone, with a body that Stripe documents and signs' },
};
