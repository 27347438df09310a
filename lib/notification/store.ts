import type { Ctx } from '@/lib/ports';
import type { NotificationChannel, NotificationChoice, NotificationEvent, PushDevice } from './types';

type DeviceRow = { id: string; label: string; endpoint_hash: string; created_at: Date; last_delivered_at: Date | null };

const DEVICE_COLUMNS = 'id, label, endpoint_hash, created_at, last_delivered_at';

const toDevice = (row: DeviceRow): PushDevice => ({
  id: row.id,
  label: row.label,
  fingerprint: row.endpoint_hash,
  createdAt: row.created_at,
  lastDeliveredAt: row.last_delivered_at,
});

/** Who is told: the owner of a wallet, what they chose, and their devices, oldest first. */
export type Recipient = {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly choices: readonly NotificationChoice[];
  readonly subscriptionIds: readonly string[];
};

export async function findRecipient(ctx: Ctx, walletId: string): Promise<Recipient | null> {
  const rows = await ctx.db.query<{ email: string; verified: boolean; choices: NotificationChoice[]; subscription_ids: string[] }>({
    name: 'notification.recipient',
    text: `select u.email, u.email_verified_at is not null as verified,
                  coalesce((select jsonb_agg(jsonb_build_object('event', c.event, 'channel', c.channel, 'enabled', c.enabled))
                              from notification_choice c where c.wallet_id = w.id), '[]') as choices,
                  array(select s.id from push_subscription s where s.wallet_id = w.id order by s.id) as subscription_ids
             from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
    values: [walletId],
  });
  const row = rows[0];
  return row ? { email: row.email, emailVerified: row.verified, choices: row.choices, subscriptionIds: row.subscription_ids } : null;
}

/** Where an owner's mails go, and whether they proved the address to be theirs. */
export async function findOwnerEmail(ctx: Ctx, walletId: string): Promise<{ address: string; verified: boolean } | null> {
  const rows = await ctx.db.query<{ address: string; verified: boolean }>({
    name: 'notification.email',
    text: `select u.email as address, u.email_verified_at is not null as verified from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
    values: [walletId],
  });
  return rows[0] ?? null;
}

export async function listChoices(ctx: Ctx, walletId: string): Promise<NotificationChoice[]> {
  return ctx.db.query<{ event: NotificationEvent; channel: NotificationChannel; enabled: boolean }>({
    name: 'notification.choices',
    text: `select event, channel, enabled from notification_choice where wallet_id = $1`,
    values: [walletId],
  });
}

export async function writeChoice(ctx: Ctx, walletId: string, { event, channel, enabled }: NotificationChoice): Promise<void> {
  await ctx.db.write({
    name: 'notification.choose',
    text: `insert into notification_choice (wallet_id, event, channel, enabled, updated_at) values ($1, $2, $3, $4, $5)
           on conflict (wallet_id, event, channel) do update set enabled = excluded.enabled, updated_at = excluded.updated_at`,
    values: [walletId, event, channel, enabled, ctx.clock.now()],
  });
}

/** Subscriptions of one wallet go one after the other, so that their number can be bounded. Until the transaction ends. */
export async function lockDevices(tx: Ctx, walletId: string): Promise<void> {
  await tx.db.query({ name: 'push.lock', text: `select pg_advisory_xact_lock(hashtextextended('push:' || $1, 0))`, values: [walletId] });
}

export async function countOtherDevices(ctx: Ctx, query: { walletId: string; fingerprint: string }): Promise<number> {
  const rows = await ctx.db.query<{ count: number }>({
    name: 'push.count',
    text: `select count(*)::int as count from push_subscription where wallet_id = $1 and endpoint_hash <> $2`,
    values: [query.walletId, query.fingerprint],
  });
  return rows[0]?.count ?? 0;
}

export async function upsertSubscription(
  ctx: Ctx,
  subscription: { id: string; walletId: string; fingerprint: string; label: string; sealedTarget: string },
): Promise<PushDevice> {
  const { id, walletId, fingerprint, label, sealedTarget } = subscription;
  const [row] = await ctx.db.query<DeviceRow>({
    name: 'push.subscribe',
    // Another owner's row gets a new id: what is under way to that owner must not reach this one.
    text: `insert into push_subscription (wallet_id, id, endpoint_hash, sealed_target, label, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (endpoint_hash) do update
              set id = case when push_subscription.wallet_id = excluded.wallet_id then push_subscription.id else excluded.id end,
                  created_at = case when push_subscription.wallet_id = excluded.wallet_id then push_subscription.created_at else excluded.created_at end,
                  last_delivered_at = case when push_subscription.wallet_id = excluded.wallet_id then push_subscription.last_delivered_at end,
                  wallet_id = excluded.wallet_id, sealed_target = excluded.sealed_target, label = excluded.label
           returning ${DEVICE_COLUMNS}`,
    values: [walletId, id, fingerprint, sealedTarget, label, ctx.clock.now()],
  });
  if (!row) throw new Error('an upsert answers its row');
  return toDevice(row);
}

/** A device of this owner is reached elsewhere from now on. Null when they have none by the old fingerprint, or the new one is listed already. */
export async function moveSubscription(ctx: Ctx, move: { walletId: string; from: string; fingerprint: string; sealedTarget: string }): Promise<PushDevice | null> {
  const [row] = await ctx.db.query<DeviceRow>({
    name: 'push.move',
    text: `update push_subscription set endpoint_hash = $3, sealed_target = $4
            where wallet_id = $1 and endpoint_hash = $2 and not exists (select from push_subscription where endpoint_hash = $3) returning ${DEVICE_COLUMNS}`,
    values: [move.walletId, move.from, move.fingerprint, move.sealedTarget],
  });
  return row ? toDevice(row) : null;
}

/** An owner's devices, oldest first. There are few: subscribing bounds them. */
export async function listDevices(ctx: Ctx, walletId: string): Promise<PushDevice[]> {
  const rows = await ctx.db.query<DeviceRow>({
    name: 'push.list',
    text: `select ${DEVICE_COLUMNS} from push_subscription where wallet_id = $1 order by created_at, id`,
    values: [walletId],
  });
  return rows.map(toDevice);
}

/** Removes a device of this owner; false when they have none of this id. What was promised to it and not yet sent is dropped. */
export async function removeDevice(ctx: Ctx, device: { id: string; walletId: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'push.remove',
    text: `delete from push_subscription where wallet_id = $1 and id = $2 returning id`,
    values: [device.walletId, device.id],
  });
  return rows.length === 1;
}

/** Where a device is reached, sealed, or null when it was removed since. */
export async function findTarget(ctx: Ctx, subscriptionId: string): Promise<string | null> {
  const rows = await ctx.db.query<{ sealed_target: string }>({
    name: 'push.target',
    text: `select sealed_target from push_subscription where id = $1`,
    values: [subscriptionId],
  });
  return rows[0]?.sealed_target ?? null;
}

/** The push service knows it no more, unless its browser has subscribed anew meanwhile. */
export async function deleteGoneSubscription(ctx: Ctx, gone: { id: string; sealedTarget: string }): Promise<void> {
  await ctx.db.write({ name: 'push.gone', text: `delete from push_subscription where id = $1 and sealed_target = $2`, values: [gone.id, gone.sealedTarget] });
}

export async function recordPushed(ctx: Ctx, subscriptionId: string): Promise<void> {
  await ctx.db.write({ name: 'push.delivered', text: `update push_subscription set last_delivered_at = $2 where id = $1`, values: [subscriptionId, ctx.clock.now()] });
}
