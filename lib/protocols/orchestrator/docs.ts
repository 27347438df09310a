import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';
import { ReplayBody } from './dead-letters';

const Letter = z.looseObject({ id: z.string(), topic: z.string(), attempts: z.number(), created_at: z.iso.datetime() });

export const docs: WireDoc = {
  title: 'Operations',
  words: 'For the operator of the installation: promised side effects that failed for good.',
  error: { schema: z.looseObject({ error: z.string(), code: z.string() }) },
  groups: {
    'Dead letters': {
      'GET /api/v1/ops/dead-letter': {
        summary: 'List the dead letters', query: z.object({ cursor: z.string().optional() }),
        answers: { 200: { words: 'Newest first.', schema: z.looseObject({ entries: z.array(Letter), next_cursor: z.string().nullable() }) } },
      },
      'POST /api/v1/ops/dead-letter/replay': { summary: 'Try one again', body: ReplayBody, answers: { 200: { words: 'false when nothing dead has this id.', schema: z.looseObject({ replayed: z.boolean() }) } } },
    },
  },
};
