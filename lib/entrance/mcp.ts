import type { Tool } from '@/lib/http/tool';
import { tools as acp } from '@/lib/protocols/acp';
import { mcpEndpoint } from '@/lib/protocols/mcp';
import { tools as sacp } from '@/lib/protocols/sacp';

/** The tools of all wires. */
export const tools: readonly Tool[] = [...sacp, ...acp];

export const postMcp = mcpEndpoint(tools);
