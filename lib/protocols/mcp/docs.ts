import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

// The SDK reads these messages; this says what they are.
const id = z.union([z.string(), z.number()]).optional();
const Message = z.looseObject({ jsonrpc: z.literal('2.0'), id, method: z.string(), params: z.looseObject({}).optional() });

export const docs: WireDoc = {
  title: 'MCP',
  words: 'The tools of the other wires over the Model Context Protocol (Streamable HTTP, without sessions). tools/list says what there is, with the schema of each tool.',
  error: { schema: z.looseObject({ jsonrpc: z.literal('2.0'), error: z.looseObject({ code: z.number(), message: z.string() }) }) },
  headers: [
    { name: 'MCP-Protocol-Version', words: 'The version that was agreed on.', required: false },
    { name: 'Accept', words: 'Must name both application/json and text/event-stream.', required: true },
  ],
  groups: {
    'Messages': {
      'POST /mcp': { summary: 'Send a JSON-RPC message', body: Message, answers: { 200: 'The result of the message.', 202: 'A notification was taken.' } },
    },
  },
};
