import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

const FORM = ['application/x-www-form-urlencoded'];
const page = { words: 'A page.', mediaType: 'text/html' };

export const docs: WireDoc = {
  title: 'The simulated bank’s 3-D Secure pages',
  words: 'Pages of the issuer’s access control server (EMV 3-D Secure), to which a browser is sent with an id that nobody guesses. Platforms open them; nobody calls them as an API.',
  error: { schema: z.string(), mediaType: 'text/html' },
  groups: {
    'Challenge': {
      'GET /bank/acs/challenge/[id]': { summary: 'Show the bank’s question', answers: { 200: page, 404: page } },
      'POST /bank/acs/challenge/[id]': {
        summary: 'Ask for the question, or answer it', body: z.object({ creq: z.string().optional(), code: z.string().optional(), cancel: z.string().optional() }), bodyTypes: FORM,
        answers: { 200: page, 303: 'Answered: read the page again.', 404: page },
      },
    },
    '3DS Method': {
      'GET /bank/acs/method/[id]': { summary: 'Say what the 3DS Method is', answers: { 200: page, 404: page } },
      'POST /bank/acs/method/[id]': { summary: 'Run the 3DS Method in a hidden frame', body: z.object({ threeDSMethodData: z.string() }), bodyTypes: FORM, answers: { 200: page, 400: page, 404: page } },
    },
  },
};
