import type { ReactNode } from 'react';
import { cx } from './cx';

export type Tone = 'accent' | 'success' | 'warning' | 'danger' | 'muted';

const TONE: Record<Tone, string> = {
  accent: 'bg-accent-tint text-accent',
  success: 'bg-success-tint text-success',
  warning: 'bg-warning-tint text-warning',
  danger: 'bg-danger-tint text-danger',
  muted: 'bg-raised text-muted',
};

/** A state in one or two words. The words carry the meaning, the colour only helps. */
export function StatusPill({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <span className={cx('inline-block rounded-full px-2 py-0.5 text-[12px]/4 font-medium whitespace-nowrap', TONE[tone], className)}>{children}</span>
  );
}
