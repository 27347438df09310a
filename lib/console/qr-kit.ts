import type { Ctx } from '@/lib/ports';
import { getWorkspace } from '@/lib/storefront';

/** Where a code hangs or lies, and how large it is printed: millimetres of paper, and of the code on it. */
export type Placement = { readonly id: 'table' | 'window' | 'counter' | 'bag'; readonly paperMm: readonly [width: number, height: number]; readonly codeMm: number };

export const PLACEMENTS: readonly Placement[] = [
  { id: 'table', paperMm: [105, 148], codeMm: 60 },
  { id: 'window', paperMm: [210, 297], codeMm: 140 },
  { id: 'counter', paperMm: [148, 105], codeMm: 60 },
  { id: 'bag', paperMm: [60, 60], codeMm: 40 },
];

export type QrKit = { readonly storeName: string; readonly storefrontUrl: string; readonly status: 'draft' | 'live'; readonly placements: readonly Placement[] };

/** The address that the codes of a store lead to. */
export async function loadQrKit(ctx: Ctx, merchantId: string): Promise<QrKit> {
  const { handle, name, status } = await getWorkspace(ctx, merchantId);
  return { storeName: name || handle, storefrontUrl: new URL(`/${handle}`, ctx.settings.publicOrigin).href, status, placements: PLACEMENTS };
}
