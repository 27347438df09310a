import type { Currency } from '@/lib/kernel/money';
import type { Ingredient, StudioItem, StudioSection } from '@/lib/menu';

/** An item as the page edits it. `price` in major units; `snoozedUntil` in ISO 8601, `endless` where nobody said until when; `smallPhoto` where its photo is one of ours. */
export type ShownItem = Omit<StudioItem, 'amount' | 'stock' | 'snoozedUntil'> & { readonly id: string; readonly price: string; readonly stock: string; readonly snoozedUntil: string | null; readonly smallPhoto: string | null };
export type ShownSection = StudioSection & { readonly id: string };
export type ShownMenu = { readonly sections: readonly ShownSection[]; readonly items: readonly ShownItem[]; readonly ingredients: readonly Ingredient[] };

/** What the editors of a store's menu have to know of the store. The first language is the one that it is written in. */
export type StoreFacts = { readonly locale: 'en' | 'fr'; readonly currency: Currency; readonly languages: readonly [string, ...string[]]; readonly timeZone: string };
