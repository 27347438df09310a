import type { Ctx } from './ctx';

/** Takes a message from outside. True once; false when it was taken before, however often and at the same moment it comes. In the caller's transaction. */
export async function takeMessage(ctx: Ctx, message: { tenantId: string; source: string; messageId: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ message_id: string }>({
    name: 'inbox.take',
    text: `insert into inbox_message (tenant_id, source, message_id, received_at) values ($1, $2, $3, $4) on conflict do nothing returning message_id`,
    values: [message.tenantId, message.source, message.messageId, ctx.clock.now()],
  });
  return rows.length === 1;
}
