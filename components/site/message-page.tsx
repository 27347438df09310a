import type { ReactNode } from 'react';
import { Wordmark } from '@/components/ui/mark';

/** A page that says one thing: not found, went wrong. */
export function MessagePage({ title, children, actions }: { title: string; children: ReactNode; actions: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[480px] flex-col px-5 pt-6">
      <header><a href="/" className="inline-flex rounded-control"><Wordmark /></a></header>
      <main id="content" className="pt-[18dvh]">
        <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">{title}</h1>
        <p className="mt-1 text-muted">{children}</p>
        <div className="mt-6 flex flex-wrap gap-2">{actions}</div>
      </main>
    </div>
  );
}
