import { emit, type Ctx } from '@/lib/ports';

type Recipient = { readonly id: string; readonly email: string; readonly wallet_id: string };

/** Promises a mail about a recovery, in the transaction under way. Mail is the one channel to an owner that there is. */
export async function tellOwner(ctx: Ctx, owner: Recipient, subject: string, paragraphs: readonly string[]): Promise<void> {
  const payload = { recipient: owner.email, subject, text: paragraphs.join('\n\n') };
  await emit(ctx, { topic: 'mail.send', aggregateId: owner.id, tenantId: owner.wallet_id, payload });
}

/** The token stands behind the hash sign: it reaches no server's log and no Referer header. */
export const recoveryLink = (ctx: Ctx, token: string): string => new URL(`/recover#${token}`, ctx.settings.publicOrigin).href;
