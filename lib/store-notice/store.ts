import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import type { StoreEvent } from './types';
import type { Locale } from './words';

export type Recipient = { readonly email: string; readonly locale: Locale; readonly store: string };

/** Of a merchant's owners and managers those who have proved their address and want word of this; `ownersDefault`: what holds for an owner who chose nothing. */
export const listRecipients = (ctx: Ctx, query: { merchantId: string; event: StoreEvent; ownersDefault: boolean }): Promise<Recipient[]> =>
  ctx.db.query<Recipient>({
    name: 'store-notice.recipients',
    text: `select u.email, u.ui_locale as locale, coalesce(nullif(s.name, ''), s.handle) as store
             from merchant_member m join app_user u on u.id = m.user_id join merchant s on s.id = m.merchant_id
             left join member_notice_choice c on c.merchant_id = m.merchant_id and c.user_id = m.user_id and c.event = $2
            where m.merchant_id = $1 and m.role in ('owner', 'manager') and u.email_verified_at is not null and coalesce(c.enabled, m.role = 'owner' and $3)
            order by u.email`,
    values: [query.merchantId, query.event, query.ownersDefault],
  });

/** Whether this is the first time. */
export async function noteTold(tx: Ctx, { merchantId, event, subject }: { merchantId: string; event: StoreEvent; subject: string }): Promise<boolean> {
  const rows = await tx.db.query<{ subject: string }>({
    name: 'store-notice.note',
    text: `insert into store_notice (merchant_id, event, subject, told_at) values ($1, $2, $3, $4) on conflict do nothing returning subject`,
    values: [merchantId, event, subject, tx.clock.now()],
  });
  return rows.length === 1;
}

type Member = { readonly merchantId: string; readonly userId: string };

export async function findRole(ctx: Ctx, { merchantId, userId }: Member): Promise<string | null> {
  const rows = await ctx.db.query<{ role: string }>({ name: 'store-notice.role', text: `select role from merchant_member where merchant_id = $1 and user_id = $2`, values: [merchantId, userId] });
  return rows[0]?.role ?? null;
}

export const listChoices = (ctx: Ctx, { merchantId, userId }: Member): Promise<{ event: StoreEvent; enabled: boolean }[]> =>
  ctx.db.query<{ event: StoreEvent; enabled: boolean }>({
    name: 'store-notice.choices',
    text: `select event, enabled from member_notice_choice where merchant_id = $1 and user_id = $2`,
    values: [merchantId, userId],
  });

export const writeChoice = (tx: Ctx, { merchantId, userId }: Member, { event, enabled }: { event: StoreEvent; enabled: boolean }): Promise<void> =>
  tx.db.write({
    name: 'store-notice.choose',
    text: `insert into member_notice_choice (merchant_id, user_id, event, enabled, updated_at) values ($1, $2, $3, $4, $5)
           on conflict (merchant_id, user_id, event) do update set enabled = $4, updated_at = $5`,
    values: [merchantId, userId, event, enabled, tx.clock.now()],
  });

const KEPT_SECONDS = 30 * 24 * 60 * 60;

/** What was told long ago comes up no more. */
export const deleteOldNotices = (ctx: Ctx): Promise<void> =>
  ctx.db.write({ name: 'store-notice.delete-old', text: `delete from store_notice where told_at < $1`, values: [addSeconds(ctx.clock.now(), -KEPT_SECONDS)] });
