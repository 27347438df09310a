import { randomBytes } from 'node:crypto';
import { addSeconds } from '@/lib/kernel/clock';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx, StoredPasskey } from '@/lib/ports';
import { toEvidence } from './evidence';
import { drop, insertWaiting, lockWaiting, writeConfirmed } from './store';
import type { Confirmed, ConfirmationError, ConfirmationRequest, Subject } from './types';

const CHALLENGE_SECONDS = 300;

/**
 * Records what shall be (`after`) and asks the owner's passkey for it, in the caller's transaction, which holds the wallet's lock. `signed` says before and after in words
 * and decimal strings; the challenge is the SHA-256 of the canonical JSON of it with an id and a nonce, is answered once, within five
 * minutes, and replaces the one before it.
 */
export async function requestConfirmation(ctx: Ctx, change: Subject & { signed: object; after: unknown }): Promise<ConfirmationRequest> {
  const { walletId, subject, notBy } = change;
  const now = ctx.clock.now();
  const id = newId('confirmation', now.getTime());
  const content = { ...change.signed, confirmationId: id, ownerId: walletId, createdAt: now.toISOString(), nonce: randomBytes(32).toString('base64url') };
  const challenge = sha256Base64url(canonicalJson(content));
  await drop(ctx, { walletId, subject });
  await insertWaiting(ctx, { id, walletId, subject, content, after: change.after, challenge, expiresAt: addSeconds(now, CHALLENGE_SECONDS) });
  const passkeys = await listSigners(ctx, { walletId, notBy });
  return { id, content, publicKey: await ctx.ports.passkey.requestOptions(ctx, { challenge, passkeys }) };
}

/**
 * Takes what waits, once, when `assertion` (AuthenticationResponseJSON) is the owner's passkey over exactly its content; the signature is
 * kept beside it. In the caller's transaction, which writes `after`.
 */
export async function takeConfirmed<T>(ctx: Ctx, command: Subject & { assertion: unknown }): Promise<Result<Confirmed<T>, ConfirmationError>> {
  const { walletId, subject, notBy, assertion } = command;
  const waiting = await lockWaiting<T>(ctx, { walletId, subject });
  if (!waiting) return err({ code: 'nothing_to_confirm' });
  if (waiting.expiresAt <= ctx.clock.now()) return err({ code: 'invalid_assertion' });
  const passkeys = await listSigners(ctx, { walletId, notBy });
  const verified = await ctx.ports.passkey.verifyAssertion(ctx, { assertion, challenge: waiting.challenge, passkeys });
  if (!verified) return err({ code: 'invalid_assertion' });
  if (!(await ctx.ports.ownerPasskeys.recordUse(ctx, verified))) return err({ code: 'invalid_assertion' });
  const evidence = toEvidence(assertion, passkeys.find((passkey) => passkey.id === verified.passkeyId));
  await writeConfirmed(ctx, { id: waiting.id, evidence });
  return ok({ id: waiting.id, content: waiting.content, after: waiting.after, evidence });
}

const listSigners = async (ctx: Ctx, { walletId, notBy }: Pick<Subject, 'walletId' | 'notBy'>): Promise<StoredPasskey[]> =>
  (await ctx.ports.ownerPasskeys.list(ctx, walletId)).filter(({ id }) => id !== notBy);

/** A narrowing came between: what waited would be judged against what is no more. */
export const dropWaiting = (ctx: Ctx, subject: Subject): Promise<void> => drop(ctx, subject);
