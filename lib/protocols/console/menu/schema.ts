import { z } from 'zod';
import { ITEM_TYPES } from '@/lib/catalog';
import { toLocale } from '@/lib/storefront';

// Menu Studio's bodies (seeds/pizza-x402-agents.txt, rules.md). What is left out stays as it is.

const Words = (max: number) => z.string().trim().min(1, 'must not be empty').max(max);
const SectionKey = z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be small letters, digits and hyphens, 40 at most');
const SortOrder = z.int('must be a whole number').min(0).max(1_000_000);
const Revision = z.int().min(1);
const LOCALES_MAX = 8;

/** By BCP 47 tag, each as it is spelled. */
const translations = <T extends z.ZodType>(words: T) =>
  z
    .record(z.string().max(40).refine((tag) => toLocale(tag) === tag, 'must be a BCP 47 language tag, such as fr or sv-SE'), words)
    .refine((all) => Object.keys(all).length <= LOCALES_MAX, `may have ${LOCALES_MAX} languages at most`);

const sectionFields = {
  note: z.string().max(300).nullable().optional(),
  sortOrder: SortOrder.optional(),
  translations: translations(z.strictObject({ title: z.string().max(100).optional(), note: z.string().max(300).optional() })).optional(),
};
export const NewSection = z.strictObject({ sectionKey: SectionKey.optional(), title: Words(100), ...sectionFields });
export const SectionChange = z.strictObject({ revision: Revision.optional(), title: Words(100).optional(), archived: z.boolean().optional(), ...sectionFields });

const Price = z.int('must be a whole number of minor units').min(1, 'must be above 0').max(100_000_000);
const itemFields = {
  description: z.string().max(2000).optional(),
  itemType: z.enum(ITEM_TYPES).optional(),
  sectionKey: SectionKey.nullable().optional(),
  sortOrder: SortOrder.optional(),
  stock: z.int('must be a whole number').min(0).max(1_000_000_000).nullable().optional(),
  available: z.boolean().optional(),
  translations: translations(z.strictObject({ name: z.string().max(200).optional(), description: z.string().max(2000).optional() })).optional(),
};
export const NewItem = z.strictObject({ sku: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'must be letters, digits, dots, hyphens and underscores, 60 at most, and begin with a letter or digit').optional(), name: Words(200), priceCents: Price, ...itemFields });
export const ItemChange = z.strictObject({ revision: Revision.optional(), name: Words(200).optional(), priceCents: Price.optional(), archived: z.boolean().optional(), ...itemFields });

const Skus = z.array(z.string().min(1).max(100)).max(1000);
export const NewIngredient = z.strictObject({ name: Words(100), inStock: z.boolean().optional(), linkedSkus: Skus.optional() });
export const IngredientChange = z.strictObject({ revision: Revision.optional(), name: Words(100).optional(), inStock: z.boolean().optional(), linkedSkus: Skus.optional() });

/** What the proxy of deploy/ lets through. */
export const PHOTO_BYTES_MAX = 4 * 1024 * 1024;
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const PhotoFile = z.file().min(1, 'must not be empty').max(PHOTO_BYTES_MAX).mime([...PHOTO_TYPES], 'The photo must be sent as image/jpeg, image/png or image/webp');
export const PhotoQuery = z.object({ revision: z.coerce.number('must be a whole number').int('must be a whole number').min(1).optional() });
