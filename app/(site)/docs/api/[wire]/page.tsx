import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Fields } from '@/components/docs/fields';
import { Operation } from '@/components/docs/operation';
import { findWireReference, type WireReference } from '@/lib/entrance/api-reference';
import { pageCtx } from '@/lib/entrance/page-ctx';

type Props = { params: Promise<{ wire: string }> };

async function loadWire(params: Props['params']): Promise<WireReference> {
  const { ctx } = await pageCtx();
  const found = await findWireReference(ctx.settings.publicOrigin, (await params).wire);
  return found ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await loadWire(params)).title}: API reference` };
}

export default async function WireReferencePage({ params }: Props) {
  const { title, words, groups, error } = await loadWire(params);
  return (
    <div className="pt-8 sm:pt-12">
      <p className="text-[13px]/5">
        <Link href="/docs/api" className="text-muted hover:text-fg">API reference</Link>
      </p>
      <h1 className="mt-1 text-[24px]/8 font-semibold tracking-[-0.02em]">{title}</h1>
      <p className="mt-1 max-w-[72ch] text-muted">{words}</p>
      <nav aria-label="On this page" className="mt-4">
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]/5">
          {groups.map((group) => (
            <li key={group.anchor}><a href={`#${group.anchor}`} className="text-accent hover:underline">{group.title}</a></li>
          ))}
          {error.length > 0 ? <li><a href="#errors" className="text-accent hover:underline">Errors</a></li> : null}
        </ul>
      </nav>
      {groups.map((group) => (
        <section key={group.anchor} className="mt-8" aria-labelledby={group.anchor}>
          <h2 id={group.anchor} className="mb-2 font-semibold">{group.title}</h2>
          <div className="divide-y divide-border overflow-hidden rounded-card border border-border bg-surface">
            {group.operations.map((operation) => <Operation key={operation.id} operation={operation} />)}
          </div>
        </section>
      ))}
      {error.length > 0 ? (
        <section className="mt-8" aria-labelledby="errors">
          <h2 id="errors" className="font-semibold">Errors</h2>
          <p className="mt-1 mb-2 text-muted">Every refusal that names no fields of its own, and any status that is not listed, has this body.</p>
          <Fields caption="Body of an error" fields={error} />
        </section>
      ) : null}
    </div>
  );
}
