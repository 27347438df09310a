import { addSeconds } from '@/lib/kernel/clock';
import type { Currency } from '@/lib/kernel/money';
import type { CardObjection, Ctx } from '@/lib/ports';
import { decideControls, limitIn } from './decide-hold';
import { selectCardSource, sumOfDay } from './store';

export type PreviewHold = { readonly cardId: string; readonly amount: bigint; readonly currency: Currency; readonly humanPresent: boolean };

/** What the controls of a card would say to a purchase of an agent now; null where they let it pass. Reads only, and locks nothing. */
export async function previewHold(ctx: Ctx, { cardId, amount, currency, humanPresent }: PreviewHold): Promise<CardObjection | null> {
  const source = await selectCardSource(ctx.db, cardId, currency);
  if (!source) return null;
  const isDaily = limitIn(source, currency)?.dailyAmount != null;
  const spentAmount = isDaily ? await sumOfDay(ctx.db, { cardId, currency, since: addSeconds(ctx.clock.now(), -24 * 3600), except: null }) : 0n;
  return decideControls(source, { amount, currency, byAgent: true, humanPresent, spentAmount });
}
