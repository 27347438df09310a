import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

export const docs: WireDoc = {
  title: 'Discovery',
  words: 'Where an agent begins that knows nothing but the address of a store. Under /m/{handle} of one merchant.',
  error: { schema: z.looseObject({ error: z.string(), message: z.string() }) },
  groups: {
    'Profile': {
      'GET /.well-known/ucp': {
        summary: 'Read a merchant’s profile', details: 'What is served and where: products, sessions, orders, MCP, ACP, and the wallet behind it; with rest_endpoint and manifest of the orchestrator’s API.',
        answers: { 200: { words: 'The profile.', schema: z.looseObject({ version: z.string(), merchant: z.looseObject({ id: z.string(), name: z.string() }), api: z.looseObject({ base_url: z.url() }) }) } },
      },
      'GET /.well-known/ucp/logo.svg': { summary: 'Draw a merchant’s logo', answers: { 200: { words: 'The initials of the merchant.', mediaType: 'image/svg+xml' } } },
    },
  },
};
