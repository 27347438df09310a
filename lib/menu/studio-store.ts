import type { ItemTranslations, ItemType } from '@/lib/catalog';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import type { Ingredient, StudioItem, StudioSection } from './studio-types';
import type { SectionTranslations } from './types';

export const NAME_MAX = 200;
export const DESCRIPTION_MAX = 2000;
export const TITLE_MAX = 100;
export const NOTE_MAX = 300;

/** Edits of one menu are made one after the other. Buyers do not wait for them. */
export const lockMenu = (tx: Ctx, merchantId: string): Promise<void> =>
  tx.db.write({ name: 'menu.lock', text: `select pg_advisory_xact_lock(hashtextextended('menu:' || $1, 0))`, values: [merchantId] });

type SectionRow = { key: string; title: string; note: string | null; sort_order: number; translations: SectionTranslations; archived: boolean; revision: number };

/** Of one key, or all, in the menu's order. */
export async function listStudioSections(ctx: Ctx, { merchantId, key = null }: { merchantId: string; key?: string | null }): Promise<StudioSection[]> {
  const rows = await ctx.db.query<SectionRow>({
    name: 'menu.studio-sections',
    text: `select key, title, note, sort_order, translations, archived, revision from menu_section where merchant_id = $1 and ($2::text is null or key = $2) order by sort_order, key`,
    values: [merchantId, key],
  });
  return rows.map(({ sort_order, ...section }) => ({ ...section, sortOrder: sort_order }));
}

/** Writes a section as it is now; its revision is what it says. */
export const writeSection = (tx: Ctx, merchantId: string, section: StudioSection): Promise<void> =>
  tx.db.write({
    name: 'menu.write-section',
    text: `insert into menu_section (merchant_id, key, title, note, sort_order, translations, archived, revision) values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (merchant_id, key) do update set title = $3, note = $4, sort_order = $5, translations = $6, archived = $7, revision = $8`,
    values: [
      merchantId, section.key, cleanText(section.title, TITLE_MAX), section.note === null ? null : cleanText(section.note, NOTE_MAX) || null, section.sortOrder,
      JSON.stringify(cleaned(section.translations, { title: TITLE_MAX, note: NOTE_MAX })), section.archived, section.revision,
    ],
  });

type ItemRow = {
  id: string; name: string; description: string; amount: bigint; item_type: ItemType; section_key: string | null; sort_order: number; stock: bigint | null; available: boolean;
  archived: boolean; snoozed_until: Date | null; ingredients_in_stock: boolean; image_path: string | null; translations: ItemTranslations; edit_revision: number;
};

/** Of one SKU, or all, in the menu's order. */
export async function listStudioItems(ctx: Ctx, { merchantId, sku = null }: { merchantId: string; sku?: string | null }): Promise<StudioItem[]> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'menu.studio-items',
    text: `select id, name, description, amount, item_type, section_key, sort_order, stock, available, archived, case when snoozed_until > $3 then snoozed_until end as snoozed_until,
                  ingredients_in_stock, image_path, translations, edit_revision
             from item where merchant_id = $1 and ($2::text is null or id = $2) order by sort_order, id`,
    values: [merchantId, sku, ctx.clock.now()],
  });
  return rows.map((row) => ({
    sku: row.id, name: row.name, description: row.description, amount: row.amount, itemType: row.item_type, sectionKey: row.section_key, sortOrder: row.sort_order, stock: row.stock,
    available: row.available, archived: row.archived, snoozedUntil: row.snoozed_until, ingredientsInStock: row.ingredients_in_stock, imagePath: row.image_path, translations: row.translations, revision: row.edit_revision,
  }));
}

/** Changes what a person edits of an item that is there. Stock is written only when it was edited: what buyers took meanwhile stays taken. */
export const writeItem = (tx: Ctx, merchantId: string, item: StudioItem, { stockEdited }: { stockEdited: boolean }): Promise<void> =>
  tx.db.write({
    name: 'menu.write-item',
    text: `update item set name = $3, description = $4, amount = $5, item_type = $6, category = $6, section_key = $7, sort_order = $8, stock = case when $9 then $10::bigint else stock end,
             available = $11, archived = $12, translations = $13, edit_revision = $14, image_path = $15 where merchant_id = $1 and id = $2`,
    values: [
      merchantId, item.sku, cleanText(item.name, NAME_MAX), cleanText(item.description, DESCRIPTION_MAX), item.amount.toString(), item.itemType, item.sectionKey, item.sortOrder, stockEdited,
      item.stock?.toString() ?? null, item.available, item.archived, JSON.stringify(cleaned(item.translations, { name: NAME_MAX, description: DESCRIPTION_MAX })), item.revision,
      item.imagePath,
    ],
  });

/** Adds an item; false when the merchant has one of this SKU. */
export async function insertStudioItem(tx: Ctx, merchantId: string, item: StudioItem & { readonly currency: string }): Promise<boolean> {
  const rows = await tx.db.query<{ id: string }>({
    name: 'menu.insert-item',
    text: `insert into item (merchant_id, id, name, description, category, amount, currency, stock, available, sort_order, created_at, section_key, item_type, translations)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $5, $13) on conflict (merchant_id, id) do nothing returning id`,
    values: [
      merchantId, item.sku, cleanText(item.name, NAME_MAX), cleanText(item.description, DESCRIPTION_MAX), item.itemType, item.amount.toString(), item.currency, item.stock?.toString() ?? null,
      item.available, item.sortOrder, tx.clock.now(), item.sectionKey, JSON.stringify(cleaned(item.translations, { name: NAME_MAX, description: DESCRIPTION_MAX })),
    ],
  });
  return rows.length === 1;
}

/** Words in other languages stand before buyers as well: they are cleaned as they come in. */
function cleaned<T extends Readonly<Record<string, string | undefined>>>(translations: Readonly<Record<string, T>>, max: Readonly<Record<keyof T, number>>): Record<string, Partial<Record<keyof T, string>>> {
  const words = Object.entries(translations).map(([tag, word]) => {
    const kept = Object.keys(max).flatMap((field: keyof T) => {
      const text = cleanText(word[field] ?? '', max[field]);
      return text === '' ? [] : [[field, text] as const];
    });
    return [tag, Object.fromEntries(kept) as Partial<Record<keyof T, string>>] as const;
  });
  return Object.fromEntries(words.filter(([, word]) => Object.keys(word).length > 0));
}

/** Of one id, or all, by name. */
export async function listIngredients(ctx: Ctx, { merchantId, id = null }: { merchantId: string; id?: string | null }): Promise<Ingredient[]> {
  const rows = await ctx.db.query<{ id: string; name: string; in_stock: boolean; revision: number; skus: string[] }>({
    name: 'menu.ingredients',
    text: `select g.id, g.name, g.in_stock, g.revision, array(select l.item_id from item_ingredient l where l.merchant_id = g.merchant_id and l.ingredient_id = g.id order by l.item_id) as skus
             from ingredient g where g.merchant_id = $1 and ($2::text is null or g.id = $2) order by lower(g.name), g.id`,
    values: [merchantId, id],
  });
  return rows.map(({ in_stock: inStock, skus: linkedSkus, ...rest }) => ({ ...rest, inStock, linkedSkus }));
}

/** Writes an ingredient with its links as they are now, and lets every item of it know whether it can be made. */
export async function writeIngredient(tx: Ctx, merchantId: string, ingredient: Ingredient): Promise<void> {
  const { id, name, inStock, linkedSkus, revision } = ingredient;
  await tx.db.write({
    name: 'menu.write-ingredient',
    text: `insert into ingredient (merchant_id, id, name, in_stock, revision, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (merchant_id, id) do update set name = $3, in_stock = $4, revision = $5`,
    values: [merchantId, id, cleanText(name, TITLE_MAX), inStock, revision, tx.clock.now()],
  });
  const touched = await tx.db.query<{ item_id: string }>({
    name: 'menu.unlink-ingredient',
    text: `delete from item_ingredient where merchant_id = $1 and ingredient_id = $2 and item_id <> all($3) returning item_id`,
    values: [merchantId, id, linkedSkus],
  });
  await tx.db.write({
    name: 'menu.link-ingredient',
    text: `insert into item_ingredient (merchant_id, item_id, ingredient_id) select $1, sku, $2 from unnest($3::text[]) as sku on conflict do nothing`,
    values: [merchantId, id, linkedSkus],
  });
  await tx.db.write({
    name: 'menu.items-in-stock',
    text: `update item i set ingredients_in_stock = made.possible
             from (select id, not exists (select from item_ingredient l join ingredient g on g.merchant_id = l.merchant_id and g.id = l.ingredient_id
                                           where l.merchant_id = $1 and l.item_id = item.id and not g.in_stock) as possible
                     from item where merchant_id = $1 and id = any($2)) made
            where i.merchant_id = $1 and i.id = made.id and i.ingredients_in_stock <> made.possible`,
    values: [merchantId, [...linkedSkus, ...touched.map(({ item_id: sku }) => sku)]],
  });
}

/** Of these SKUs, those that the merchant has no item of. */
export async function unknownSkus(ctx: Ctx, merchantId: string, skus: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({ name: 'menu.known-skus', text: `select id from item where merchant_id = $1 and id = any($2)`, values: [merchantId, skus] });
  const known = new Set(rows.map(({ id }) => id));
  return skus.filter((sku) => !known.has(sku));
}
