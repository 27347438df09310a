import type { z } from 'zod';
import { readBytes } from '@/lib/http/body';
import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { toWireAmount } from '@/lib/kernel/money';
import type { Result } from '@/lib/kernel/result';
import {
  createIngredient, createItem, createSection, loadStudio, removePhoto, setPhoto, updateIngredient, updateItem, updateSection, type Ingredient, type ItemPatch, type StudioItem, type StudioRefusal, type StudioSection,
} from '@/lib/menu';
import { getMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { getWorkspace } from '@/lib/storefront';
import { consoleEndpoint, readBody } from '../endpoint';
import { refuse } from '../errors';
import { IngredientChange, ItemChange, NewIngredient, NewItem, NewSection, PHOTO_BYTES_MAX, PhotoFile, PhotoQuery, SectionChange } from './schema';

// Menu Studio: owners and managers edit what is sold. Amounts are minor units of the merchant's currency.

const toSection = ({ key, ...section }: StudioSection) => ({ sectionKey: key, ...section });

const toItemAt = (origin: string) => ({ amount, stock, snoozedUntil, imagePath, ...item }: StudioItem) => ({
  ...item,
  priceCents: toWireAmount(amount),
  stock: stock === null ? null : Number(stock),
  snoozedUntil: snoozedUntil?.toISOString() ?? null,
  imageUrl: imagePath === null ? null : absoluteUrl(imagePath, origin),
});

/** An item as the wire has it, or why there is none. */
function answerItem({ settings }: Ctx, saved: Result<StudioItem, StudioRefusal<StudioItem>>, status = 200): Response {
  const toItem = toItemAt(settings.publicOrigin);
  return saved.ok ? answerCoded(status, toItem(saved.value)) : refused(saved.error, 'SKU_TAKEN', toItem);
}

const toIngredient = ({ id, ...ingredient }: Ingredient) => ({ ingredientId: id, ...ingredient });

/** {currency, defaultContentLocale, publishedStorefrontLocales, sections, items}: all of it, archived things too. */
export const getMenuStudio: Endpoint = consoleEndpoint('GET', '/merchant/menu', 'manager', async (ctx, _request, { merchantId }) => {
  const [merchant, workspace, { sections, items }] = await Promise.all([getMerchant(ctx, merchantId), getWorkspace(ctx, merchantId), loadStudio(ctx, merchantId)]);
  const locales = { defaultContentLocale: workspace.defaultLocale, publishedStorefrontLocales: workspace.publishedLocales };
  return answerCoded(200, { currency: merchant.currency, ...locales, sections: sections.map(toSection), items: items.map(toItemAt(ctx.settings.publicOrigin)) });
});

/** {title, sectionKey?, note?, sortOrder?, translations?} -> 201 the section. 409 SECTION_TAKEN. */
export const postSection: Endpoint = consoleEndpoint('POST', '/merchant/menu/sections', 'manager', async (ctx, request, { merchantId }) => {
  const { sectionKey, ...body } = await readBody(request, NewSection);
  const made = await createSection(ctx, { merchantId, key: sectionKey ?? null, ...body });
  return made.ok ? answerCoded(201, toSection(made.value)) : refused(made.error, 'SECTION_TAKEN', toSection);
});

/** Some of its fields, and the revision that was looked at -> the section. 409 REVISION_CONFLICT {details.current}. */
export const patchSection: Endpoint = consoleEndpoint('PATCH', '/merchant/menu/sections/[key]', 'manager', async (ctx, request, { merchantId }, { key = '' }) => {
  const { revision = null, ...patch } = await readBody(request, SectionChange);
  const saved = await updateSection(ctx, { merchantId, key, revision, patch });
  return saved.ok ? answerCoded(200, toSection(saved.value)) : refused(saved.error, 'SECTION_TAKEN', toSection);
});

const toPatch = ({ priceCents, stock, ...same }: Pick<z.infer<typeof ItemChange>, 'priceCents' | 'stock'>): ItemPatch => ({
  ...same,
  ...(priceCents !== undefined && { amount: BigInt(priceCents) }),
  ...(stock !== undefined && { stock: stock === null ? null : BigInt(stock) }),
});

/** {name, priceCents, sku?, description?, itemType?, sectionKey?, sortOrder?, stock?, available?, translations?} -> 201 the item. 409 SKU_TAKEN. */
export const postItem: Endpoint = consoleEndpoint('POST', '/merchant/menu/items', 'manager', async (ctx, request, { merchantId }) => {
  const { sku, name, priceCents, ...body } = await readBody(request, NewItem);
  return answerItem(ctx, await createItem(ctx, { ...toPatch(body), merchantId, sku: sku ?? null, name, amount: BigInt(priceCents) }), 201);
});

/** Some of its fields, and the revision that was looked at -> the item. 409 REVISION_CONFLICT {details.current}. */
export const patchItem: Endpoint = consoleEndpoint('PATCH', '/merchant/menu/items/[sku]', 'manager', async (ctx, request, { merchantId }, { sku = '' }) => {
  const { revision = null, ...body } = await readBody(request, ItemChange);
  return answerItem(ctx, await updateItem(ctx, { merchantId, sku, revision, patch: toPatch(body) }));
});

/** The revision that was looked at, of the query; null: whatever is there. */
function revisionIn(request: Request): number | null {
  const query = PhotoQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw fail(400, 'invalid_request', firstIssue(query.error).message, { param: '$.revision' });
  return query.data.revision ?? null;
}

/** The bytes of a photo -> the item. It is drawn anew, in two sizes. 409 REVISION_CONFLICT, 422 NOT_A_PHOTO. */
export const putPhoto: Endpoint = consoleEndpoint('PUT', '/merchant/menu/items/[sku]/photo', 'manager', async (ctx, request, { merchantId }, { sku = '' }) => {
  const revision = revisionIn(request);
  const sent = await readBytes(request, PHOTO_BYTES_MAX);
  const file = PhotoFile.safeParse(new File([sent], 'photo', { type: request.headers.get('content-type') ?? '' }));
  if (!file.success) throw fail(400, 'invalid_request', firstIssue(file.error).message);
  return answerItem(ctx, await setPhoto(ctx, { merchantId, sku, revision, sent }));
});

/** -> the item, which has no photo any more. */
export const deletePhoto: Endpoint = consoleEndpoint('DELETE', '/merchant/menu/items/[sku]/photo', 'manager', async (ctx, request, { merchantId }, { sku = '' }) =>
  answerItem(ctx, await removePhoto(ctx, { merchantId, sku, revision: revisionIn(request) })),
);

/** {ingredients: [{ingredientId, name, inStock, linkedSkus, revision}]}. */
export const getIngredients: Endpoint = consoleEndpoint('GET', '/merchant/ingredients', 'manager', async (ctx, _request, { merchantId }) =>
  answerCoded(200, { ingredients: (await loadStudio(ctx, merchantId)).ingredients.map(toIngredient) }),
);

/** {name, inStock?, linkedSkus?} -> 201 the ingredient. */
export const postIngredient: Endpoint = consoleEndpoint('POST', '/merchant/ingredients', 'manager', async (ctx, request, { merchantId }) => {
  const made = await createIngredient(ctx, { merchantId, ...(await readBody(request, NewIngredient)) });
  return made.ok ? answerCoded(201, toIngredient(made.value)) : refused(made.error, 'INGREDIENT_TAKEN', toIngredient);
});

/** Some of its fields, and the revision that was looked at -> the ingredient: its items are hidden or come back at once. */
export const patchIngredient: Endpoint = consoleEndpoint('PATCH', '/merchant/ingredients/[id]', 'manager', async (ctx, request, { merchantId }, { id = '' }) => {
  const { revision = null, ...patch } = await readBody(request, IngredientChange);
  const saved = await updateIngredient(ctx, { merchantId, id, revision, patch });
  return saved.ok ? answerCoded(200, toIngredient(saved.value)) : refused(saved.error, 'INGREDIENT_TAKEN', toIngredient);
});

function refused<T>(refusal: StudioRefusal<T>, takenCode: string, toWire: (current: T) => object): Response {
  switch (refusal.code) {
    case 'not_found':
      return refuse('not_found');
    case 'revision_conflict':
      return refuse('revision_conflict', { current: toWire(refusal.current) });
    case 'not_a_photo':
      return refuse('not_a_photo');
    case 'taken':
      return answerCoded(409, { error: 'There is one of this name already.', errorCode: takenCode, retryable: false });
    case 'too_many':
      return answerCoded(409, { error: `There may be ${refusal.max} at most.`, errorCode: 'TOO_MANY', retryable: false, details: { max: refusal.max } });
    case 'unknown_section':
      throw fail(400, 'invalid_request', 'There is no such section.', { param: '$.sectionKey' });
    case 'unknown_items':
      throw fail(400, 'invalid_request', `There are no such items: ${refusal.skus.join(', ')}.`, { param: '$.linkedSkus' });
  }
}

/** /merchant/menu/** and /merchant/ingredients. */
export const endpoints: readonly Endpoint[] = [getMenuStudio, postSection, patchSection, postItem, patchItem, putPhoto, deletePhoto, getIngredients, postIngredient, patchIngredient];
