import type { Ctx } from '@/lib/ports';

/** For tests alone (POST /testing/age): makes a cart that much older. False when there is none of this id. */
export async function ageCart(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'cart.age',
    text: `update cart set created_at = created_at - $2::int * interval '1 second', updated_at = updated_at - $2::int * interval '1 second',
                  expires_at = expires_at - $2::int * interval '1 second' where id = $1 returning id`,
    values: [id, seconds],
  });
  return rows.length === 1;
}
