import type { Metadata } from 'next';
import Link from 'next/link';
import { listWires } from '@/lib/entrance/api-reference';
import { pageCtx } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'API reference' };

export default async function ApiReferencePage() {
  const { ctx } = await pageCtx();
  const wires = await listWires(ctx.settings.publicOrigin);
  return (
    <div className="pt-8 sm:pt-12">
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">API reference</h1>
      <p className="mt-1 max-w-[72ch] text-muted">
        Every endpoint, by protocol, made from the schemas that the server parses requests with. The same as{' '}
        <a href="/v1/openapi.yaml" className="text-accent underline underline-offset-3">OpenAPI 3.1</a>, for code generators and validators.
      </p>
      <ul className="mt-6 divide-y divide-border rounded-card border border-border bg-surface">
        {wires.map(({ wire, title, words, endpoints }) => (
          <li key={wire} className="relative px-4 py-3 transition-colors duration-150 hover:bg-raised motion-reduce:transition-none sm:px-5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link href={`/docs/api/${wire}`} className="font-semibold after:absolute after:inset-0">{title}</Link>
              <span className="tabular text-[13px]/5 text-muted">{endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`}</span>
            </div>
            <p className="mt-0.5 max-w-[80ch] text-muted">{words}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
