import { processWide } from '@/lib/kernel/process-wide';

const taken = processWide('stream-slots', () => new Map<string, number>());

/**
 * Takes one of the `max` streams that a caller may hold open in this process, and answers how to give it back, once however often that is
 * called. Null when all are taken.
 */
export function takeStreamSlot(caller: string, max: number): (() => void) | null {
  const count = taken.get(caller) ?? 0;
  if (count >= max) return null;
  taken.set(caller, count + 1);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    const left = (taken.get(caller) ?? 1) - 1;
    if (left === 0) taken.delete(caller);
    else taken.set(caller, left);
  };
}
