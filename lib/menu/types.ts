import type { ItemTranslations, ItemType } from '@/lib/catalog';
import type { Money } from '@/lib/kernel/money';

/** A section's words in other languages, by BCP 47 tag. */
export type SectionTranslations = Readonly<Record<string, { readonly title?: string; readonly note?: string }>>;

export type MenuSection = {
  readonly key: string;
  readonly title: string;
  readonly note: string | null;
  readonly sortOrder: number;
  readonly translations: SectionTranslations;
  readonly archived: boolean;
};

/** As a menu shows it, in one language. */
export type MenuItem = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly price: Money;
  readonly itemType: ItemType;
  readonly sectionKey: string | null;
  /** Its photo: a path of ours, or an address elsewhere; null: none. */
  readonly imagePath: string | null;
  /** Can be bought now. */
  readonly available: boolean;
};

export type MenuView = {
  readonly items: readonly MenuItem[];
  readonly sections: readonly { readonly key: string; readonly title: string; readonly note: string | null; readonly sortOrder: number; readonly items: readonly MenuItem[] }[];
};

export type { ItemTranslations };
