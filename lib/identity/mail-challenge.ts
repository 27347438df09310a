import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { deleteMailChallenges, insertMailChallenge, takeMailChallengeRow, type MailPurpose } from './mail-challenge-store';
import { throttle, throttleAddress } from './throttle';
import type { InvalidField, RateLimited } from './types';

const LINK_SECONDS = 30 * 60;
const PER_ADDRESS = { points: 30, seconds: 10 * 60 };
const PER_ACCOUNT = { points: 5, seconds: 60 * 60 };

type Words = { readonly path: string; readonly subject: string; readonly lines: readonly [before: string, after: string] };

/** Both are true whoever reads them, with an account or without one. */
const WORDS: Record<MailPurpose, Words> = {
  magic_link: {
    path: '/sign-in/link',
    subject: 'Your sign-in link',
    lines: ['somebody asked to sign in to Countersign with this address. If it was you, open this link within half an hour:', 'It works once. If it was not you, do nothing.'],
  },
  password_reset: {
    path: '/sign-in/new-password',
    subject: 'Choose a new password',
    lines: ['somebody asked for a new password for the store account of this address. If it was you, open this link within half an hour:', 'If you have no account, or it was not you, do nothing: nothing changes.'],
  },
};

/**
 * Mails a link to an address. Whether somebody has the address is not looked at: answer, mail and work are the same. Answers the link's
 * token, which is for the mail alone; only a development machine without a mailer tells it (rules.md).
 */
export async function startMailChallenge(
  ctx: Ctx,
  command: { purpose: MailPurpose; email: string; clientAddress: string },
): Promise<Result<{ token: string }, RateLimited | InvalidField<'email'>>> {
  const email = normalizeEmail(command.email);
  if (email === null) return err({ code: 'invalid_field', field: 'email', message: 'is not an email address' });
  const byAddress = await throttleAddress(ctx, { what: 'mail-challenge', clientAddress: command.clientAddress, budget: PER_ADDRESS });
  if (!byAddress.ok) return byAddress;
  const byAccount = await throttle(ctx, { what: `mail-challenge:${command.purpose}`, by: email, budget: PER_ACCOUNT });
  if (!byAccount.ok) return byAccount;
  return inTransaction(ctx, async (tx) => {
    const { purpose } = command;
    const [token, now] = [randomToken('ml_'), tx.clock.now()];
    await insertMailChallenge(tx.db, { hash: sha256Hex(token), purpose, email, now, expiresAt: addSeconds(now, LINK_SECONDS) });
    const { path, subject, lines } = WORDS[purpose];
    const text = ['Hello,', lines[0], new URL(`${path}#${token}`, tx.settings.publicOrigin).href, lines[1]].join('\n\n');
    await emit(tx, { topic: 'mail.send', aggregateId: sha256Hex(email), tenantId: 'sign-in', payload: { recipient: email, subject, text } });
    return ok({ token });
  });
}

/** Uses a link up, in the transaction under way, and with it every other to its address. Answers the address that its reader proved, or null. */
export async function takeMailChallenge(tx: Ctx, command: { purpose: MailPurpose; token: string }): Promise<string | null> {
  const email = await takeMailChallengeRow(tx.db, { hash: sha256Hex(command.token), purpose: command.purpose, now: tx.clock.now() });
  if (email === undefined) return null;
  await deleteMailChallenges(tx.db, email);
  return email;
}

/** One use of a link from an address, counted before it is looked at. */
export const throttleMailChallenge = (ctx: Ctx, clientAddress: string): Promise<Result<null, RateLimited>> =>
  throttleAddress(ctx, { what: 'mail-challenge-use', clientAddress, budget: PER_ADDRESS });
