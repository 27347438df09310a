import type { ItemType } from '@/lib/catalog';
import type { Ctx } from '@/lib/ports';
import { drawPizza } from './draw-pizza';
import { findPizza } from './store';

/** Where the picture of an item is, under the public origin; null for what has none. The address stays the same for as long as there is the item. */
export const artPath = ({ handle, sku, itemType }: { handle: string; sku: string; itemType: ItemType }): string | null =>
  itemType === 'pizza' ? `/art/${handle}/${encodeURIComponent(sku)}.svg` : null;

/** What agents are shown of an item, as a path of ours or an address elsewhere: its photo, else the picture that is drawn of a pizza. */
export const picturePath = ({ handle, sku, itemType, imagePath }: { handle: string; sku: string; itemType: ItemType; imagePath: string | null }): string | null =>
  imagePath ?? artPath({ handle, sku, itemType });

/** The picture of a pizza that stands on a menu, as SVG; null when there is no such pizza. Sold out ones have theirs. */
export async function findArt(ctx: Ctx, query: { handle: string; sku: string }): Promise<string | null> {
  const pizza = await findPizza(ctx, query);
  return pizza === null ? null : drawPizza(pizza);
}
