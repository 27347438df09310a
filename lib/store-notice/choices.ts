import { inTransaction, type Ctx } from '@/lib/ports';
import { findRole, listChoices, writeChoice } from './store';
import { STORE_EVENTS, type StoreChoices, type StoreEvent } from './types';

/** What holds for an owner until they choose; nobody else is told anything they did not ask for. A kitchen hears its orders: a mail for each is asked for. */
export const ownersDefault = (event: StoreEvent): boolean => event !== 'order';

type Member = { readonly merchantId: string; readonly userId: string };

/** What someone who works at a merchant is told of. */
export async function loadStoreChoices(ctx: Ctx, member: Member): Promise<StoreChoices> {
  const [role, chosen] = await Promise.all([findRole(ctx, member), listChoices(ctx, member)]);
  const isOn = (event: StoreEvent): boolean => chosen.find((choice) => choice.event === event)?.enabled ?? (role === 'owner' && ownersDefault(event));
  return Object.fromEntries(STORE_EVENTS.map((event) => [event, isOn(event)])) as StoreChoices;
}

/** Writes what someone chose, all of it; the rest stays. Answers the whole. */
export const chooseStoreNotices = (ctx: Ctx, { choices, ...member }: Member & { choices: Partial<StoreChoices> }): Promise<StoreChoices> =>
  inTransaction(ctx, async (tx) => {
    for (const event of STORE_EVENTS) {
      const enabled = choices[event];
      if (enabled !== undefined) await writeChoice(tx, member, { event, enabled });
    }
    return loadStoreChoices(tx, member);
  });
