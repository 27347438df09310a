import { addSeconds } from '@/lib/kernel/clock';
import { cleanText } from '@/lib/kernel/text';
import { emit, type Ctx } from '@/lib/ports';
import { withChoices } from './choices';
import { NOTICES, type NoticeKind } from './notices';
import { stopPath } from './stop-link';
import { findRecipient } from './store';
import { NOTIFICATION_CHANNELS, type NotificationChannel, type PushDelivery, type PushMessage } from './types';

const MAX_BODY_LENGTH = 200;
/** How long a notification is worth showing that has no end of its own. */
const USEFUL_SECONDS = 24 * 60 * 60;

/** Something that an owner is told. It holds nothing that opens anything but its own page: no token, no card, no words of the agent's note. */
export type Notice = {
  readonly walletId: string;
  readonly kind: NoticeKind;
  /** What it is about: a later notice of the same subject takes its place on a device. */
  readonly subject: string;
  /** One sentence, without links. Names in it are cleaned, merchants are named by handle or verified domain. */
  readonly body: string;
  /** More sentences, for the mail alone. */
  readonly details?: readonly string[];
  /** The page of ours that it is about. */
  readonly path: `/${string}`;
  readonly expiresAt?: Date;
  /** Where else than everywhere: who mails words of their own leaves the push alone. */
  readonly channels?: readonly NotificationChannel[];
};

/**
 * Promises an owner word of something, in the caller's transaction: a mail to their verified address and a message to each of their
 * devices, where they want them. Each is delivered at least once, or stands in the dead letters.
 */
export async function notifyOwner(ctx: Ctx, notice: Notice): Promise<void> {
  const recipient = await findRecipient(ctx, notice.walletId);
  if (!recipient) return;
  const { event, title } = NOTICES[notice.kind];
  const wanted = withChoices(recipient.choices)[event];
  const { walletId, subject, path, channels = NOTIFICATION_CHANNELS } = notice;
  const body = cleanText(notice.body, MAX_BODY_LENGTH);
  if (channels.includes('email') && wanted.email && recipient.emailVerified) {
    const payload = { recipient: recipient.email, subject: title, text: toMailText(ctx, { ...notice, body }) };
    await emit(ctx, { topic: 'mail.send', aggregateId: subject, tenantId: walletId, payload });
  }
  if (channels.includes('push') && wanted.push) {
    await pushToAll(ctx, { walletId, subscriptionIds: recipient.subscriptionIds, urgent: event === 'step_up', expiresAt: notice.expiresAt }, {
      type: 'show', tag: subject, title, body, url: path, ...(leftToStop(notice) ? { stopUrl: stopPath(ctx, walletId) } : {}),
    });
  }
}

/**
 * What was waiting is decided, here or elsewhere: devices that show it take it away. In the caller's transaction. A device is sent both in
 * their order; the push service itself drops the first when the second comes before the device was there.
 */
export async function withdrawNotice(ctx: Ctx, notice: { walletId: string; subject: string; outcome: string; path: `/${string}` }): Promise<void> {
  const recipient = await findRecipient(ctx, notice.walletId);
  if (!recipient) return;
  const { walletId, subject, outcome, path } = notice;
  const message: PushMessage = { type: 'withdraw', tag: subject, title: 'No longer waits for you', body: outcome, url: path };
  await pushToAll(ctx, { walletId, subscriptionIds: recipient.subscriptionIds, urgent: false }, message);
}

async function pushToAll(
  ctx: Ctx,
  to: { walletId: string; subscriptionIds: readonly string[]; urgent: boolean; expiresAt?: Date },
  message: PushMessage,
): Promise<void> {
  const expiresAt = (to.expiresAt ?? addSeconds(ctx.clock.now(), USEFUL_SECONDS)).toISOString();
  for (const subscriptionId of to.subscriptionIds) {
    const delivery: PushDelivery = { subscriptionId, message, urgent: to.urgent, expiresAt };
    await emit(ctx, { topic: 'push.deliver', aggregateId: `${subscriptionId}:${message.tag}`, tenantId: to.walletId, payload: delivery });
  }
}

const leftToStop = ({ kind }: Notice): boolean => kind !== 'agents_stopped';

function toMailText(ctx: Ctx, notice: Notice): string {
  const link = (to: string): string => `${ctx.settings.publicOrigin}${to}`;
  const lines = [notice.body, ...(notice.details ?? []), '', 'Look at it:', link(notice.path)];
  if (leftToStop(notice)) lines.push('', 'Something is wrong? Stop all your agents, signed in or not:', link(stopPath(ctx, notice.walletId)));
  return lines.join('\n');
}
