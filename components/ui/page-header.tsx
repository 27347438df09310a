import type { ReactNode } from 'react';

/** The head of a page: its title, a line about it, and what may be done here. */
export function PageHeader({ title, children, actions, mark }: { title: string; children?: ReactNode; actions?: ReactNode; mark?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-[20px]/7 font-semibold tracking-[-0.015em] wrap-anywhere">{title}</h1>
          {mark}
        </div>
        {children ? <div className="mt-0.5 text-muted wrap-anywhere">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}
