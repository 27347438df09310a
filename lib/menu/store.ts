import type { ItemTranslations, ItemType } from '@/lib/catalog';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import type { Pizza } from './draw-pizza';
import type { MenuSection, SectionTranslations } from './types';

const MAX_TITLE_LENGTH = 100;
const MAX_NOTE_LENGTH = 300;

type SectionRow = { key: string; title: string; note: string | null; sort_order: number; translations: SectionTranslations; archived: boolean };

/** The sections of a merchant's menu, in order; those put away too where asked for. */
export async function listSections(ctx: Ctx, query: { merchantId: string; archivedToo: boolean }): Promise<MenuSection[]> {
  const rows = await ctx.db.query<SectionRow>({
    name: 'menu.sections',
    text: `select key, title, note, sort_order, translations, archived from menu_section where merchant_id = $1 and ($2 or not archived) order by sort_order, key`,
    values: [query.merchantId, query.archivedToo],
  });
  return rows.map(({ sort_order, ...section }) => ({ ...section, sortOrder: sort_order }));
}

export async function insertSection(ctx: Ctx, section: Omit<MenuSection, 'archived'> & { readonly merchantId: string }): Promise<void> {
  await ctx.db.write({
    name: 'menu.insert-section',
    text: `insert into menu_section (merchant_id, key, title, note, sort_order, translations) values ($1, $2, $3, $4, $5, $6)`,
    values: [
      section.merchantId, section.key, cleanText(section.title, MAX_TITLE_LENGTH), section.note === null ? null : cleanText(section.note, MAX_NOTE_LENGTH), section.sortOrder,
      JSON.stringify(section.translations),
    ],
  });
}

export type MenuItemRow = {
  id: string;
  name: string;
  description: string;
  amount: bigint;
  currency: string;
  item_type: ItemType;
  section_key: string | null;
  image_path: string | null;
  translations: ItemTranslations;
  available: boolean;
};

/** What stands on the menu now, in order: not what is archived or taken off it. `available`: in stock, its ingredients too, and not marked out. */
export async function listMenuItems(ctx: Ctx, merchantId: string): Promise<MenuItemRow[]> {
  return ctx.db.query<MenuItemRow>({
    name: 'menu.items',
    text: `select id, name, description, amount, currency, item_type, section_key, image_path, translations, for_sale(item, $2) and (stock is null or stock > 0) as available
             from item where merchant_id = $1 and available and not archived order by sort_order, id limit 1000`,
    values: [merchantId, ctx.clock.now()],
  });
}

/** A pizza on the menu of the merchant of this handle, in the words that it was written in; null when there is none. */
export async function findPizza(ctx: Ctx, { handle, sku }: { handle: string; sku: string }): Promise<Pizza | null> {
  const rows = await ctx.db.query<Pizza>({
    name: 'menu.pizza',
    text: `select i.id as sku, i.name, i.description from item i join merchant m on m.id = i.merchant_id
            where m.handle = $1 and i.id = $2 and i.item_type = 'pizza' and i.available and not i.archived`,
    values: [handle, sku],
  });
  return rows[0] ?? null;
}
