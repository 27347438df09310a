import type { ReactNode } from 'react';

/** A page of text. `updated` is the day since when it holds. */
export function Article({ title, lead, updated, children }: { title: string; lead: ReactNode; updated?: string; children: ReactNode }) {
  return (
    <article className="prose pt-8 sm:pt-12">
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">{title}</h1>
      <p>{lead}</p>
      {children}
      {updated ? <p className="mt-8! border-t border-border pt-4 text-[13px]/5">In force since {updated}.</p> : null}
    </article>
  );
}
