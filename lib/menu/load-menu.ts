import { money, toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { listMenuItems, listSections, type MenuItemRow } from './store';
import type { MenuItem, MenuSection, MenuView } from './types';

/** A merchant's menu as it was read, in every language that it has words in. */
export type ReadMenu = { readonly rows: readonly MenuItemRow[]; readonly sections: readonly MenuSection[] };

export async function readMenu(ctx: Ctx, merchantId: string): Promise<ReadMenu> {
  const [rows, sections] = await Promise.all([listMenuItems(ctx, merchantId), listSections(ctx, { merchantId, archivedToo: false })]);
  return { rows, sections };
}

/**
 * A menu in one language; what has no words in it is in the language it was written in. Items that cannot be bought now are on it with
 * `available: false`. A section without items is left out. Pure.
 */
export function inLocale({ rows, sections }: ReadMenu, locale: string): MenuView {
  const items = rows.map((row) => toMenuItem(row, locale));
  const grouped = sections.map(({ key, title, note, sortOrder, translations }) => ({
    key,
    title: translations[locale]?.title ?? title,
    note: translations[locale]?.note ?? note,
    sortOrder,
    items: items.filter(({ sectionKey }) => sectionKey === key),
  }));
  return { items, sections: grouped.filter((section) => section.items.length > 0) };
}

/** A merchant's menu in one language. */
export const loadMenu = async (ctx: Ctx, query: { merchantId: string; locale: string }): Promise<MenuView> => inLocale(await readMenu(ctx, query.merchantId), query.locale);

const toMenuItem = (row: MenuItemRow, locale: string): MenuItem => ({
  sku: row.id,
  name: row.translations[locale]?.name ?? row.name,
  description: row.translations[locale]?.description ?? row.description,
  price: money(row.amount, toCurrency(row.currency)),
  itemType: row.item_type,
  sectionKey: row.section_key,
  imagePath: row.image_path,
  available: row.available,
});
