'use client';

import { Button } from './button';

/** Opens the browser's own way to paper, or to a PDF. */
export function PrintButton({ children = 'Print' }: { children?: string }) {
  return (
    <Button variant="primary" onClick={() => window.print()}>
      {children}
    </Button>
  );
}
