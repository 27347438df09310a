import type { Metadata } from 'next';
import { VerifyForm } from '@/components/evidence/verify-form';
import { CodeBlock } from '@/components/ui/copy';
import { pageCtx } from '@/lib/entrance/page-ctx';
import { verifyUpload } from './verify-upload';

export const metadata: Metadata = { title: 'Verify evidence' };

export default async function VerifyPage() {
  const { ctx } = await pageCtx();
  const { publicOrigin } = ctx.settings;
  return (
    <div className="max-w-[720px] pt-8 sm:pt-12">
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">Verify evidence</h1>
      <p className="mt-1 text-muted">
        Every payment leaves a file that shows on whose word it was made. Here it is checked against the{' '}
        <a href="/.well-known/jwks.json" className="text-accent underline underline-offset-3">
          keys that this server publishes
        </a>
        . Nothing of it is kept.
      </p>
      <VerifyForm action={verifyUpload} />
      <section className="mt-12" aria-labelledby="offline">
        <h2 id="offline" className="font-semibold">
          Without trusting this server
        </h2>
        <p className="mt-1 mb-2 text-muted">
          The same check is one file, dist/verify.mjs of the build. It needs Node and no network: take it with the keys to a machine of your own.
        </p>
        <CodeBlock what="Command that verifies evidence offline" code={`node verify.mjs evidence.json --keys jwks.json --origin ${publicOrigin}`} />
      </section>
    </div>
  );
}
