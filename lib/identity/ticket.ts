import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { insertTicket } from './store';
import type { SignInMethod } from './types';

/** The browser presents it at once. */
const TICKET_SECONDS = 2 * 60;

export const ticketHash = (ticket: string): string => sha256Hex(ticket);

/** What a verified passkey is given, to be exchanged for a session once. */
export async function issueTicket(ctx: Ctx, grant: { userId: string; method: SignInMethod }): Promise<string> {
  const ticket = randomToken('sit_');
  await insertTicket(ctx.db, { ...grant, hash: ticketHash(ticket), expiresAt: addSeconds(ctx.clock.now(), TICKET_SECONDS) });
  return ticket;
}
