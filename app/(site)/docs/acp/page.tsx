import type { Metadata } from 'next';
import Link from 'next/link';
import { toCurl, vaultWalk, WALK_VERSIONS } from '@/components/site/vault-walk';
import { CodeBlock } from '@/components/ui/copy';
import { one } from '@/components/ui/query';
import { pageCtx } from '@/lib/entrance/page-ctx';
import { addSeconds } from '@/lib/kernel/clock';

export const metadata: Metadata = { title: 'ACP, version by version' };

const DAY_SECONDS = 86_400;

export default async function AcpDocsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { ctx } = await pageCtx();
  const { publicOrigin } = ctx.settings;
  const asked = one((await searchParams).version);
  const version = WALK_VERSIONS.find((each) => each === asked) ?? WALK_VERSIONS[0];
  const steps = vaultWalk(version, `${addSeconds(ctx.clock.now(), DAY_SECONDS).toISOString().slice(0, 19)}Z`);
  return (
    <div className="max-w-[720px] pt-8 sm:pt-12">
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">ACP, version by version</h1>
      <p className="mt-1 text-muted">
        An agent platform opens a checkout with a merchant’s API key, puts its buyer’s card into the vault, and pays. The same walk in each version that is served; copy its commands into a
        shell, one after another.
      </p>
      <nav aria-label="API-Version" className="mt-4 flex flex-wrap gap-2">
        {WALK_VERSIONS.map((each) => (
          <Link
            key={each}
            href={`/docs/acp?version=${each}`}
            aria-current={each === version ? 'page' : undefined}
            className="tabular rounded-full border border-border px-3 py-1.5 text-[13px]/5 text-muted hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent"
          >
            {each}
          </Link>
        ))}
      </nav>
      <div className="mt-6">
        <CodeBlock what="Variable with the merchant's API key" code="export API_KEY=... # a key of the merchant: in the demo world, of regal-moose in .countersign/demo.json" />
      </div>
      <ol>
        {steps.map((step, index) => (
          <li key={step.title} className="mt-8">
            <h2 className="font-semibold">
              <span className="tabular mr-2 text-subtle">{index + 1}</span>
              {step.title}
            </h2>
            <p className="mt-1 mb-2 text-muted">
              {step.text}
              {step.keeps ? (
                <>
                  {' '}
                  Keep its <code>{step.keeps.field}</code> as <code>{step.keeps.name}</code>.
                </>
              ) : null}
            </p>
            <CodeBlock what={`Command ${index + 1}: ${step.title}`} code={toCurl(step, { origin: publicOrigin, version, number: index + 1 })} />
            <p className="mt-1.5 text-[13px]/5 text-subtle">Answers {step.status}.</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
