import type { Ctx, FeedItem } from '@/lib/ports';
import { listItems } from './store';

const PAGE = 500;

/** Everything that a merchant has for sale, page by page, by id. What changes while it is read may be told as it was or as it is. */
export async function* readCatalogue(ctx: Ctx, merchantId: string): AsyncGenerator<readonly FeedItem[]> {
  for (let after = ''; ; ) {
    const page = await listItems(ctx, { merchantId, after, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = last.id;
  }
}
