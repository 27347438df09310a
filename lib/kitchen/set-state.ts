import type { Ctx } from '@/lib/ports';
import { kitchenLoad, writeState } from './store';
import type { KitchenLoad } from './types';

export type SetKitchenState = {
  readonly merchantId: string;
  /** Left out: as it is. */
  readonly paused?: boolean | undefined;
  /** Of a pause; null or left out: until someone resumes. */
  readonly pausedUntil?: Date | null | undefined;
  /** 0 to 240. */
  readonly busyMinutes?: number | undefined;
};

/** Pauses or resumes a kitchen, or says how much slower than usual it is. Answers how busy it is now. */
export async function setKitchenState(ctx: Ctx, change: SetKitchenState): Promise<KitchenLoad> {
  await writeState(ctx, change);
  return kitchenLoad(ctx, change.merchantId);
}
