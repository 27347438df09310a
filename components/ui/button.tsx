import Link from 'next/link';
import type { ComponentProps } from 'react';
import { buttonLook, type Look } from './plain-button';

export { Button, buttonLook, type ButtonSize, type ButtonVariant } from './plain-button';

/** A link that looks like a button: it goes somewhere. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link {...rest} className={buttonLook({ variant, size }, className)} />;
}
