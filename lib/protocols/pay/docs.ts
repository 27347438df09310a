import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

const page = { words: 'A page for people.', mediaType: 'text/html' };

export const docs: WireDoc = {
  title: 'Hosted checkout',
  words: 'The page where a person pays by card. Programs open it and look at it by the Storefront API; these addresses are for browsers.',
  error: { schema: z.string(), mediaType: 'text/html' },
  groups: {
    'Hosted checkout': {
      'GET /pay/[id]': { summary: 'Show what is paid for', answers: { 200: page, 303: 'To where the person goes after paying, or to the page of a provider.', 404: 'There is no such payment.' } },
    },
  },
  undocumented: {
    'POST /pay/[id]': 'the form of that page alone posts a card there',
    'POST /pay/[id]/authentication': "the card's bank sends its holder back there (EMV 3-D Secure)",
  },
};
