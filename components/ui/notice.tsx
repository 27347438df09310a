import type { ReactNode } from 'react';
import { cx } from './cx';

const TONE = {
  info: ['bg-surface', 'text-fg'],
  success: ['bg-success-tint', 'text-success'],
  warning: ['bg-warning-tint', 'text-warning'],
  danger: ['bg-danger-tint', 'text-danger'],
} as const;

/** Something to know. `live` announces it: an alert when it is a danger, a status otherwise. */
export function Notice({
  tone = 'info',
  title,
  children,
  live = false,
  className,
}: {
  tone?: keyof typeof TONE;
  title?: string;
  children?: ReactNode;
  live?: boolean;
  className?: string;
}) {
  const [ground, ink] = TONE[tone];
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cx('rounded-card border border-border px-4 py-3', ground, className)}
    >
      {title ? <p className={cx('text-[13px]/5 font-semibold', ink)}>{title}</p> : null}
      {children ? <div className={cx(title ? 'mt-0.5' : null, 'wrap-anywhere')}>{children}</div> : null}
    </div>
  );
}
