import type { ShownMenu } from '@/components/merchant/menu/shown';
import { SNOOZED_WITHOUT_END } from '@/lib/catalog';
import { toDecimal, type Currency } from '@/lib/kernel/money';
import { smallPhotoPath, type StudioMenu } from '@/lib/menu';

/** A menu as the page's editors take it: amounts in major units, times as text. */
export const toShown = ({ sections, items, ingredients }: StudioMenu, currency: Currency): ShownMenu => ({
  sections: sections.map((section) => ({ ...section, id: section.key })),
  items: items.map(({ amount, stock, snoozedUntil, ...item }) => ({
    ...item, id: item.sku, smallPhoto: smallPhotoPath(item.imagePath), price: toDecimal({ amount, currency }), stock: stock?.toString() ?? '', snoozedUntil: snoozedUntil && (snoozedUntil >= SNOOZED_WITHOUT_END ? 'endless' : snoozedUntil.toISOString()),
  })),
  ingredients,
});
