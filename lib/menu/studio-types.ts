import type { ItemTranslations, ItemType } from '@/lib/catalog';
import type { MenuSection } from './types';

/** A section as its merchant edits it. `revision` moves with each edit. */
export type StudioSection = MenuSection & { readonly revision: number };

/** An item as its merchant edits it, whatever keeps it from being sold. `amount`: minor units of the merchant's currency. */
export type StudioItem = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly amount: bigint;
  readonly itemType: ItemType;
  readonly sectionKey: string | null;
  readonly sortOrder: number;
  /** What is left; null: nothing is counted. */
  readonly stock: bigint | null;
  readonly available: boolean;
  readonly archived: boolean;
  readonly snoozedUntil: Date | null;
  readonly ingredientsInStock: boolean;
  /** Its photo: a path of ours, or an address elsewhere; null: none. */
  readonly imagePath: string | null;
  readonly translations: ItemTranslations;
  readonly revision: number;
};

export type Ingredient = { readonly id: string; readonly name: string; readonly inStock: boolean; readonly linkedSkus: readonly string[]; readonly revision: number };

export type StudioMenu = { readonly sections: readonly StudioSection[]; readonly items: readonly StudioItem[]; readonly ingredients: readonly Ingredient[] };

export type SectionPatch = Partial<Pick<StudioSection, 'title' | 'note' | 'sortOrder' | 'translations' | 'archived'>>;
export type ItemPatch = Partial<Pick<StudioItem, 'name' | 'description' | 'amount' | 'itemType' | 'sectionKey' | 'sortOrder' | 'stock' | 'available' | 'archived' | 'translations'>>;
export type IngredientPatch = Partial<Pick<Ingredient, 'name' | 'inStock' | 'linkedSkus'>>;

/** Why an edit changed nothing. `revision_conflict`: somebody saved since; `current` is what they left. */
export type StudioRefusal<T> =
  | { readonly code: 'not_found' }
  | { readonly code: 'taken' }
  | { readonly code: 'too_many'; readonly max: number }
  | { readonly code: 'unknown_section' }
  | { readonly code: 'not_a_photo' }
  | { readonly code: 'unknown_items'; readonly skus: readonly string[] }
  | { readonly code: 'revision_conflict'; readonly current: T };
