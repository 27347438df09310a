'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { cx } from './cx';

/** The browser's own modal dialog: focus stays inside, Escape closes it. */
export function Dialog({ open, title, wide = false, onClose, children }: { open: boolean; title: string; wide?: boolean; onClose: () => void; children: ReactNode }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (!dialog || dialog.open === open) return;
    if (open) dialog.showModal();
    else dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      aria-label={title}
      onClose={onClose}
      className={cx(wide ? 'w-[min(720px,calc(100vw-32px))]' : 'w-[min(420px,calc(100vw-32px))]', 'm-auto rounded-sheet border border-border bg-surface p-5 text-fg backdrop:bg-black/40 max-sm:mb-4')}
    >
      <h2 className="text-[16px]/6 font-semibold tracking-[-0.01em]">{title}</h2>
      {children}
    </dialog>
  );
}
