import { sha256Hex } from '@/lib/kernel/hash';
import { err, ok } from '@/lib/kernel/result';
import type { Ctx, Photo } from '@/lib/ports';
import { conflict, edit, type Answer } from './edit-menu';
import { listStudioItems, writeItem } from './studio-store';
import type { StudioItem } from './studio-types';

/** Where the photos of menus are, under the public origin. What stands at an address never changes. */
const PHOTOS = '/art/photos/';
const HASH = '[0-9a-f]{32}';
const PHOTO_PATH = new RegExp(`^${PHOTOS}(${HASH})\\.webp$`);
const PHOTO_FILE = new RegExp(`^(${HASH})(-small)?\\.webp$`);

/** Whether a path is that of a photo of ours. */
export const isPhotoPath = (path: string): boolean => PHOTO_PATH.test(path);

/** The square of a photo of ours that pages show; null for what has none. */
export const smallPhotoPath = (path: string | null): string | null => (path !== null && isPhotoPath(path) ? path.replace(/\.webp$/, '-small.webp') : null);

type Change = { readonly merchantId: string; readonly sku: string; readonly revision: number | null };

/** Shows a photo of an item from now on, on every wire; the one before is gone. Refused: not_a_photo, not_found, revision_conflict. */
export async function setPhoto(ctx: Ctx, { sent, ...change }: Change & { sent: Uint8Array }): Answer<StudioItem> {
  const drawn = await ctx.ports.photo.redraw(sent);
  return drawn === null ? err({ code: 'not_a_photo' }) : replacePhoto(ctx, change, drawn);
}

/** Shows no photo of an item any more. Refused: not_found, revision_conflict. */
export const removePhoto = (ctx: Ctx, change: Change): Answer<StudioItem> => replacePhoto(ctx, change, null);

const replacePhoto = (ctx: Ctx, { merchantId, sku, revision }: Change, photo: Photo | null): Answer<StudioItem> =>
  edit(ctx, merchantId, async (tx) => {
    const [current] = await listStudioItems(tx, { merchantId, sku });
    if (!current) return err({ code: 'not_found' });
    const refused = conflict(current, revision);
    if (refused) return err(refused);
    const next = { ...current, imagePath: photo && (await keepPhoto(tx, merchantId, photo)), revision: current.revision + 1 };
    await writeItem(tx, merchantId, next, { stockEdited: false });
    await forgetUnused(tx, merchantId);
    return ok(next);
  });

async function keepPhoto(tx: Ctx, merchantId: string, { large, small }: Photo): Promise<string> {
  const hash = sha256Hex(`${merchantId} ${sha256Hex(large)}`).slice(0, 32);
  await tx.db.write({
    name: 'menu.keep-photo',
    text: `insert into item_photo (hash, merchant_id, large, small, created_at) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing`,
    values: [hash, merchantId, large, small, tx.clock.now()],
  });
  return `${PHOTOS}${hash}.webp`;
}

/** An import may have named another picture since: what no item names is not kept. */
const forgetUnused = (tx: Ctx, merchantId: string): Promise<void> =>
  tx.db.write({
    name: 'menu.forget-photos',
    text: `delete from item_photo p where merchant_id = $1 and not exists (select from item i where i.merchant_id = $1 and i.image_path = '${PHOTOS}' || p.hash || '.webp')`,
    values: [merchantId],
  });

/** A photo by the name of its file, WebP; null when there is none. */
export async function findPhoto(ctx: Ctx, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const [, hash, small] = PHOTO_FILE.exec(file) ?? [];
  if (hash === undefined) return null;
  const rows = await ctx.db.query<{ bytes: Buffer<ArrayBuffer> }>({
    name: 'menu.photo',
    text: `select case when $2 then small else large end as bytes from item_photo where hash = $1`,
    values: [hash, small !== undefined],
  });
  return rows[0]?.bytes ?? null;
}
