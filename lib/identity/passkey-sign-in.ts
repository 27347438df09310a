import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { z } from 'zod';
import { newChallenge, openCeremony, useCeremony } from './ceremony';
import { findPasskeyByCredential, recordPasskeyUse } from './store';
import { throttleSignIn } from './throttle';
import { issueTicket } from './ticket';
import type { Ceremony, RateLimited, Ticket } from './types';

const Base64url = z.string().regex(/^[A-Za-z0-9_-]{1,1400}$/);
/** A discoverable credential names its person: WebAuthn level 2, 7.2 step 6 asks for the user handle where nobody is known yet. */
const Discovered = z.object({ id: Base64url, response: z.object({ userHandle: Base64url }) });
const NoContext = z.strictObject({});

/** Any passkey of this site may answer; whose it is, the answer tells. */
export async function beginPasskeySignIn(ctx: Ctx, command: { clientAddress: string }): Promise<Result<Ceremony, RateLimited>> {
  const allowed = await throttleSignIn(ctx, command.clientAddress);
  if (!allowed.ok) return allowed;
  const challenge = newChallenge();
  const publicKey = await ctx.ports.passkey.requestOptions(ctx, { challenge, passkeys: [] });
  const ceremonyId = await openCeremony(ctx, { purpose: 'sign_in', userId: null, challenge, context: {} });
  return ok({ ceremonyId, publicKey });
}

/** One code for each way it may fail: which passkeys exist is not told. */
export async function finishPasskeySignIn(
  ctx: Ctx,
  command: { ceremonyId: string; assertion: unknown },
): Promise<Result<Ticket, { readonly code: 'invalid_assertion' }>> {
  const refused = err({ code: 'invalid_assertion' });
  const ceremony = await useCeremony(ctx, { id: command.ceremonyId, purpose: 'sign_in', userId: null, context: NoContext });
  const discovered = Discovered.safeParse(command.assertion);
  if (!ceremony || !discovered.success) return refused;
  const found = await findPasskeyByCredential(ctx.db, discovered.data.id);
  if (!found || Buffer.from(discovered.data.response.userHandle, 'base64url').toString() !== found.userId) return refused;
  const query = { assertion: command.assertion, challenge: ceremony.challenge, passkeys: [found.passkey] };
  const verified = await ctx.ports.passkey.verifyAssertion(ctx, query);
  if (!verified) return refused;
  return inTransaction(ctx, async (tx) => {
    const used = await recordPasskeyUse(tx.db, { ...verified, now: tx.clock.now() });
    if (!used) return refused; // a recovery replaced it while it was verified
    return ok({ ticket: await issueTicket(tx, { userId: found.userId, method: 'passkey' }) });
  });
}
