import { notifyOwner, type Notice } from '@/lib/notification';
import { emit, type Ctx } from '@/lib/ports';

type Recipient = { readonly id: string; readonly email: string; readonly wallet_id: string };

/** Promises a mail about a recovery, in the transaction under way, whether its address was proved or not: reading it proves it. */
export async function tellOwner(ctx: Ctx, owner: Recipient, subject: string, paragraphs: readonly string[]): Promise<void> {
  const payload = { recipient: owner.email, subject, text: paragraphs.join('\n\n') };
  await emit(ctx, { topic: 'mail.send', aggregateId: owner.id, tenantId: owner.wallet_id, payload });
}

/** The same news for the owner's devices (rules.md, Passkeys: every channel is told). The link that replaces passkeys is in the mail alone. */
export const pushToOwner = (ctx: Ctx, { id, wallet_id: walletId }: Recipient, kind: Notice['kind'], body: string): Promise<void> =>
  notifyOwner(ctx, { walletId, kind, subject: `recovery:${id}`, body, path: '/wallet/security', channels: ['push'] });

/** The token stands behind the hash sign: it reaches no server's log and no Referer header. */
export const recoveryLink = (ctx: Ctx, token: string): string => new URL(`/recover#${token}`, ctx.settings.publicOrigin).href;
