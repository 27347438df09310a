import type pg from 'pg';
import { listen } from '@/lib/db';

/**
 * Rows that moved, as a trigger tells over NOTIFY on this channel (`payment`: 0015_notifications, `kitchen`: 0034_kitchen): one connection of this
 * process listens while anybody watches. Where a message may have been missed, because listening began or the connection was renewed,
 * everybody is told.
 */
export function rowChanges(pool: pg.Pool, channel: 'payment' | 'kitchen'): { watch(id: string, onChange: () => void): () => void } {
  const watchers = new Map<string, Set<() => void>>();
  let stop: (() => Promise<void>) | null = null;

  const tell = (id?: string): void => {
    const told = id === undefined ? [...watchers.values()].flatMap((each) => [...each]) : [...(watchers.get(id) ?? [])];
    for (const onChange of told) onChange();
  };

  return {
    watch(id, onChange) {
      const beside = watchers.get(id) ?? new Set();
      watchers.set(id, beside.add(onChange));
      stop ??= listen(pool, channel, tell);
      return () => {
        beside.delete(onChange);
        if (beside.size === 0 && watchers.get(id) === beside) watchers.delete(id);
        if (watchers.size > 0) return;
        void stop?.();
        stop = null;
      };
    },
  };
}
