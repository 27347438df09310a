import { randomBytes } from 'node:crypto';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { z } from 'zod';
import { insertCeremony, takeCeremony, type CeremonyPurpose } from './store';

/** How long a person may take to answer their passkey's prompt. */
const CEREMONY_SECONDS = 5 * 60;

const Sealed = z.object({ sealed: z.string() });

/** 256 random bits, base64url: what a passkey is asked to sign where no content is bound to it. */
export const newChallenge = (): string => randomBytes(32).toString('base64url');

/** Keeps a challenge for its one answer. What must come back with it is sealed: it may hold a password's hash. */
export async function openCeremony(
  ctx: Ctx,
  ceremony: { purpose: CeremonyPurpose; userId: string | null; challenge: string; context: object },
): Promise<string> {
  const now = ctx.clock.now();
  const id = newId(ceremony.purpose === 'sign_up' ? 'signUp' : 'ceremony', now.getTime());
  const sealed = ctx.keyring.seal(JSON.stringify(ceremony.context), sealPurpose(id));
  await insertCeremony(ctx.db, { ...ceremony, id, context: { sealed }, now, expiresAt: addSeconds(now, CEREMONY_SECONDS) });
  return id;
}

/**
 * Takes the challenge of a ceremony, once, whether or not the answer then proves right: a failed answer begins anew. Undefined when
 * there is none for this purpose and person, or it was answered or is too old.
 */
export async function useCeremony<Context>(
  ctx: Ctx,
  query: { id: string; purpose: CeremonyPurpose; userId: string | null; context: z.ZodType<Context> },
): Promise<{ challenge: string; context: Context } | undefined> {
  const row = await takeCeremony(ctx.db, { id: query.id, purpose: query.purpose, userId: query.userId, now: ctx.clock.now() });
  if (!row) return undefined;
  const opened: unknown = JSON.parse(ctx.keyring.open(Sealed.parse(row.context).sealed, sealPurpose(query.id)));
  return { challenge: row.challenge, context: query.context.parse(opened) };
}

const sealPurpose = (id: string): string => `passkey_ceremony:${id}`;
