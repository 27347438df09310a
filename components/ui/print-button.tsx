'use client';

import { Button } from './button';

/** Opens the browser's own way to paper, or to a PDF. */
export function PrintButton() {
  return (
    <Button variant="primary" onClick={() => window.print()}>
      Print
    </Button>
  );
}
