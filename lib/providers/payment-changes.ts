import type pg from 'pg';
import { listen } from '@/lib/db';
import type { PaymentChangesPort } from '@/lib/ports';

/**
 * Payments that moved, as a trigger tells over NOTIFY (0015_notifications): one connection of this process listens while anybody watches.
 * Where a message may have been missed, because listening began or the connection was renewed, everybody is told.
 */
export function paymentChanges(pool: pg.Pool): PaymentChangesPort {
  const watchers = new Map<string, Set<() => void>>();
  let stop: (() => Promise<void>) | null = null;

  const tell = (paymentId?: string): void => {
    const told = paymentId === undefined ? [...watchers.values()].flatMap((each) => [...each]) : [...(watchers.get(paymentId) ?? [])];
    for (const onChange of told) onChange();
  };

  return {
    watch(paymentId, onChange) {
      const beside = watchers.get(paymentId) ?? new Set();
      watchers.set(paymentId, beside.add(onChange));
      stop ??= listen(pool, 'payment', tell);
      return () => {
        beside.delete(onChange);
        if (beside.size === 0 && watchers.get(paymentId) === beside) watchers.delete(paymentId);
        if (watchers.size > 0) return;
        void stop?.();
        stop = null;
      };
    },
  };
}
