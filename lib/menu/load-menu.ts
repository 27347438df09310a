import { money, toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { listMenuItems, listSections, type MenuItemRow } from './store';
import type { MenuItem, MenuView } from './types';

/**
 * A merchant's menu in one language; what has no words in it is in the language it was written in. Items that cannot be bought now are on it
 * with `available: false`. A section without items is left out.
 */
export async function loadMenu(ctx: Ctx, query: { merchantId: string; locale: string }): Promise<MenuView> {
  const rows = await listMenuItems(ctx, query.merchantId);
  const items = rows.map((row) => toMenuItem(row, query.locale));
  const sections = (await listSections(ctx, { merchantId: query.merchantId, archivedToo: false })).map(({ key, title, note, sortOrder, translations }) => ({
    key,
    title: translations[query.locale]?.title ?? title,
    note: translations[query.locale]?.note ?? note,
    sortOrder,
    items: items.filter(({ sectionKey }) => sectionKey === key),
  }));
  return { items, sections: sections.filter((section) => section.items.length > 0) };
}

const toMenuItem = (row: MenuItemRow, locale: string): MenuItem => ({
  sku: row.id,
  name: row.translations[locale]?.name ?? row.name,
  description: row.translations[locale]?.description ?? row.description,
  price: money(row.amount, toCurrency(row.currency)),
  itemType: row.item_type,
  sectionKey: row.section_key,
  available: row.available,
});
