import type { ComponentProps } from 'react';
import { cx } from './cx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet';
export type ButtonSize = 'control' | 'sheet';

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-fg hover:bg-accent/90',
  secondary: 'border border-border bg-surface text-fg hover:bg-raised',
  quiet: 'text-muted hover:bg-raised hover:text-fg',
  danger: 'border border-border bg-surface text-danger hover:bg-danger-tint',
  'danger-quiet': 'text-danger hover:bg-danger-tint',
};

/** Control: 36 px, on a phone 48. Sheet: the full-width 52 px button at the end of a decision. */
const SIZE: Record<ButtonSize, string> = {
  control: 'h-12 rounded-control px-4 text-[16px]/6 font-medium sm:h-9 sm:px-3.5 sm:text-[14px]/5',
  sheet: 'h-13 w-full rounded-[14px] px-4 text-[16px]/6 font-semibold',
};

const BASE =
  'inline-flex cursor-pointer items-center justify-center gap-2 whitespace-nowrap select-none transition-colors duration-150 ' +
  'motion-reduce:transition-none disabled:cursor-default disabled:opacity-60';

export type Look = { variant?: ButtonVariant; size?: ButtonSize };

/** For what is no button and no link of this site, such as a download. */
export const buttonLook = ({ variant = 'secondary', size = 'control' }: Look, className?: string): string => cx(BASE, SIZE[size], VARIANT[variant], className);

/** A button that does something here. `pending` keeps it from being pressed twice. */
export function Button({
  variant,
  size,
  className,
  pending = false,
  disabled,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Look & { pending?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      className={buttonLook({ variant, size }, className)}
    />
  );
}
