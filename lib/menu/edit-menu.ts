import { newUuid } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { getMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { insertStudioItem, listIngredients, listStudioItems, listStudioSections, lockMenu, unknownSkus, writeIngredient, writeItem, writeSection } from './studio-store';
import type { Ingredient, IngredientPatch, ItemPatch, SectionPatch, StudioItem, StudioMenu, StudioRefusal, StudioSection } from './studio-types';

const SECTIONS_MAX = 50;
export const ITEMS_MAX = 1000;
const INGREDIENTS_MAX = 500;
/** Between two neighbours there is room for a third. */
const STEP = 100;

/** All that a merchant edits of its menu, archived things too. */
export async function loadStudio(ctx: Ctx, merchantId: string): Promise<StudioMenu> {
  const [sections, items, ingredients] = await Promise.all([listStudioSections(ctx, { merchantId }), listStudioItems(ctx, { merchantId }), listIngredients(ctx, { merchantId })]);
  return { sections, items, ingredients };
}

export type Answer<T> = Promise<Result<T, StudioRefusal<T>>>;

/** One edit of a menu at a time. */
export const edit = <T>(ctx: Ctx, merchantId: string, work: (tx: Ctx) => Answer<T>): Answer<T> =>
  inTransaction<Ctx, Result<T, StudioRefusal<T>>>(ctx, async (tx) => {
    await lockMenu(tx, merchantId);
    return work(tx);
  });

/** Null when it may be saved over; else the refusal. Without a revision who saves overwrites what they did not see. */
export const conflict = <T extends { readonly revision: number }>(current: T, revision: number | null): StudioRefusal<T> | null =>
  revision === null || revision === current.revision ? null : { code: 'revision_conflict', current };

const after = (all: readonly { readonly sortOrder: number }[]): number => Math.max(0, ...all.map(({ sortOrder }) => sortOrder)) + STEP;

/** Adds a section, at the end of the menu unless it says where. Its key is made of its title where none is given. Refused: taken, too_many. */
export const createSection = (ctx: Ctx, { merchantId, key, title, ...patch }: { merchantId: string; key: string | null; title: string } & SectionPatch): Answer<StudioSection> =>
  edit(ctx, merchantId, async (tx) => {
    const all = await listStudioSections(tx, { merchantId });
    if (all.length >= SECTIONS_MAX) return err({ code: 'too_many', max: SECTIONS_MAX });
    const taken = (wanted: string): boolean => all.some((section) => section.key === wanted);
    const slug = toSlug(title);
    const chosen = key ?? (slug === '' || taken(slug) ? `section-${newUuid().slice(0, 8)}` : slug);
    if (taken(chosen)) return err({ code: 'taken' });
    const section: StudioSection = { note: null, sortOrder: after(all), translations: {}, archived: false, ...patch, key: chosen, title, revision: 1 };
    await writeSection(tx, merchantId, section);
    return ok(section);
  });

/** Saves what changed of a section. Items of one that is archived stay on the menu, in no section. Refused: not_found, revision_conflict. */
export const updateSection = (ctx: Ctx, { merchantId, key, revision, patch }: { merchantId: string; key: string; revision: number | null; patch: SectionPatch }): Answer<StudioSection> =>
  edit(ctx, merchantId, async (tx) => {
    const [current] = await listStudioSections(tx, { merchantId, key });
    if (!current) return err({ code: 'not_found' });
    const refused = conflict(current, revision);
    if (refused) return err(refused);
    const next = { ...current, ...patch, revision: current.revision + 1 };
    await writeSection(tx, merchantId, next);
    return ok(next);
  });

/** Adds an item in the merchant's currency, at the end unless it says where. Refused: taken, too_many, unknown_section. */
export const createItem = (ctx: Ctx, { merchantId, sku, name, amount, ...patch }: { merchantId: string; sku: string | null; name: string; amount: bigint } & ItemPatch): Answer<StudioItem> =>
  edit(ctx, merchantId, async (tx) => {
    const [all, { currency }] = [await listStudioItems(tx, { merchantId }), await getMerchant(tx, merchantId)];
    if (all.length >= ITEMS_MAX) return err({ code: 'too_many', max: ITEMS_MAX });
    if (!(await hasSection(tx, merchantId, patch.sectionKey))) return err({ code: 'unknown_section' });
    const item: StudioItem = {
      description: '', itemType: 'other', sectionKey: null, sortOrder: after(all), stock: null, available: true, archived: false, translations: {}, ...patch,
      sku: sku ?? `IT-${newUuid().slice(0, 8).toUpperCase()}`, name, amount, snoozedUntil: null, ingredientsInStock: true, imagePath: null, revision: 1,
    };
    return (await insertStudioItem(tx, merchantId, { ...item, currency })) ? ok(item) : err({ code: 'taken' });
  });

/**
 * Saves what changed of an item: what is for sale, and at what price, is the new one on every wire from the next request on; carts that were priced
 * before are told what moved. Refused: not_found, revision_conflict, unknown_section.
 */
export const updateItem = (ctx: Ctx, { merchantId, sku, revision, patch }: { merchantId: string; sku: string; revision: number | null; patch: ItemPatch }): Answer<StudioItem> =>
  edit(ctx, merchantId, async (tx) => {
    const [current] = await listStudioItems(tx, { merchantId, sku });
    if (!current) return err({ code: 'not_found' });
    const refused = conflict(current, revision);
    if (refused) return err(refused);
    if (!(await hasSection(tx, merchantId, patch.sectionKey))) return err({ code: 'unknown_section' });
    await writeItem(tx, merchantId, { ...current, ...patch, revision: current.revision + 1 }, { stockEdited: patch.stock !== undefined });
    const [saved] = await listStudioItems(tx, { merchantId, sku });
    return saved ? ok(saved) : err({ code: 'not_found' });
  });

const hasSection = async (tx: Ctx, merchantId: string, key: string | null | undefined): Promise<boolean> =>
  key === null || key === undefined || (await listStudioSections(tx, { merchantId, key })).length > 0;

/** Adds an ingredient. While it is out of stock no item that it is linked to is for sale. Refused: too_many, unknown_items. */
export const createIngredient = (ctx: Ctx, { merchantId, name, inStock = true, linkedSkus = [] }: { merchantId: string; name: string } & IngredientPatch): Answer<Ingredient> =>
  edit(ctx, merchantId, async (tx) => {
    if ((await listIngredients(tx, { merchantId })).length >= INGREDIENTS_MAX) return err({ code: 'too_many', max: INGREDIENTS_MAX });
    return saveIngredient(tx, merchantId, { id: newUuid(), name, inStock, linkedSkus, revision: 1 });
  });

/** Saves what changed of an ingredient; its items are hidden or come back at once. Refused: not_found, revision_conflict, unknown_items. */
export const updateIngredient = (ctx: Ctx, { merchantId, id, revision, patch }: { merchantId: string; id: string; revision: number | null; patch: IngredientPatch }): Answer<Ingredient> =>
  edit(ctx, merchantId, async (tx) => {
    const [current] = await listIngredients(tx, { merchantId, id });
    if (!current) return err({ code: 'not_found' });
    const refused = conflict(current, revision);
    return refused ? err(refused) : saveIngredient(tx, merchantId, { ...current, ...patch, revision: current.revision + 1 });
  });

async function saveIngredient(tx: Ctx, merchantId: string, ingredient: Ingredient): Answer<Ingredient> {
  const skus = await unknownSkus(tx, merchantId, ingredient.linkedSkus);
  if (skus.length > 0) return err({ code: 'unknown_items', skus });
  await writeIngredient(tx, merchantId, ingredient);
  const [saved] = await listIngredients(tx, { merchantId, id: ingredient.id });
  return saved ? ok(saved) : err({ code: 'not_found' });
}

/** `Les pizzas` -> `les-pizzas`; nothing where no letter of it is Latin. */
const toSlug = (title: string): string => title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40).replace(/-$/, '');
