import { z } from 'zod';
import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import { isUuid } from '@/lib/kernel/id';
import { KITCHEN_ACTIONS, loadBoardTicket, moveTicket, TICKET_STATUSES, type MovedTicket } from '@/lib/kitchen';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { consoleEndpoint, readBody } from '../endpoint';
import { toTicketBody, type TicketBody } from './to-wire';

const MAX_COMMANDS = 100;

const Command = z.strictObject({
  id: z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, _ or -'),
  orderId: z.string().max(64),
  action: z.enum(KITCHEN_ACTIONS),
  undoes: z.enum(TICKET_STATUSES).optional(),
});
export const CommandsBody = z.union([z.strictObject({ commands: z.array(Command).min(1).max(MAX_COMMANDS) }), Command]);

/** unknown: this merchant has no such order. No outcome is an error: a queue of taps goes on after each. */
type CommandResult = { readonly id: string; readonly orderId: string; readonly outcome: MovedTicket['outcome'] | 'unknown'; readonly ticket: TicketBody | null };

/** POST /merchant/kitchen/commands {id, orderId, action, undoes?} or {commands: [...]}: one after the other; each counts once for its id. */
export const postKitchenCommands: Endpoint = consoleEndpoint('POST', '/merchant/kitchen/commands', 'member', async (ctx, request, { merchantId, userId }) => {
  const body = await readBody(request, CommandsBody);
  const results: CommandResult[] = [];
  for (const command of 'commands' in body ? body.commands : [body]) results.push(await run(ctx, { merchantId, userId }, command));
  return answerCoded(200, { results });
});

async function run(ctx: RequestCtx, by: { merchantId: string; userId: string }, { id, orderId, action, undoes }: z.infer<typeof Command>): Promise<CommandResult> {
  const moved = isUuid(orderId) ? await moveTicket(ctx, { ...by, orderId, action, commandId: id, undoes }) : null;
  if (!moved?.ok) return { id, orderId, outcome: 'unknown', ticket: null };
  const ticket = await loadBoardTicket(ctx, { merchantId: by.merchantId, orderId });
  return { id, orderId, outcome: moved.value.outcome, ticket: ticket && toTicketBody(ticket) };
}
