import type { CartItem } from '@/components/storefront/cart-lines';
import { capitalized, dayText, momentText, timeText } from '@/components/storefront/format';
import type { AsapChoice, DayChoice } from '@/components/storefront/pickup-choice';
import { uiLanguageOf, wordsOf } from '@/components/storefront/words';
import { tenantCtx } from '@/lib/entrance/page-ctx';
import { dayIn } from '@/lib/kernel/day';
import { quoteEta, slotsOf } from '@/lib/kitchen';
import { loadMenu } from '@/lib/menu';
import { openingAt } from '@/lib/storefront';
import type { Shown } from './visit';

const DAYS_AHEAD = 7;

/** What a guest may choose from: the items, and the times of the coming week. */
export async function loadCheckout({ merchant, storefront, locale }: Shown): Promise<{ items: CartItem[]; asap: AsapChoice; days: DayChoice[] }> {
  const ctx = tenantCtx({ merchantId: merchant.id });
  const now = ctx.clock.now();
  const [menu, { etaAt, load }, slots] = await Promise.all([
    loadMenu(ctx, { merchantId: merchant.id, locale }),
    quoteEta(ctx, { storefront, now }),
    slotsOf(ctx, { storefront, from: now, days: DAYS_AHEAD }),
  ]);
  const language = uiLanguageOf(locale);
  const words = wordsOf(language);
  const { timeZone } = storefront.hours;
  const place = { words, language, locale, timeZone };
  const { isOpen, nextOpenAt } = openingAt(storefront.hours, now);
  const closed = nextOpenAt === null ? words.closed : `${words.closed}, ${words.opensAt(momentText(nextOpenAt, now, place))}`;
  const paused = load.pausedUntil === null ? words.pausedTells : words.pausedUntil(timeText(load.pausedUntil, timeZone));
  return {
    items: menu.items.map(({ sku, name, price, available }) => ({ sku, name, price, available })),
    asap: { time: timeText(etaAt, timeZone), reason: !isOpen ? closed : load.paused ? paused : null },
    days: toDays(slots, timeZone, (at) => capitalized(dayText(at, now, place))),
  };
}

/** The slots by the merchant's calendar. */
function toDays(slots: Awaited<ReturnType<typeof slotsOf>>, timeZone: string, labelOf: (at: Date) => string): DayChoice[] {
  const days = new Map<string, { key: string; label: string; slots: DayChoice['slots'][number][] }>();
  for (const { startsAt, endsAt, left } of slots) {
    const key = dayIn(timeZone, startsAt);
    const day = days.get(key) ?? { key, label: labelOf(startsAt), slots: [] };
    day.slots.push({ window: `${startsAt.toISOString()}/${endsAt.toISOString()}`, time: timeText(startsAt, timeZone), isFull: left === 0 });
    days.set(key, day);
  }
  return [...days.values()];
}
