import type { Metadata } from 'next';
import Link from 'next/link';
import { LinkButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/copy';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { connectBlocks } from '@/components/wallet/connect-blocks';
import { PairingCode } from '@/components/wallet/pairing-code';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { type Grant, listPendingGrants } from '@/lib/grant';

export const metadata: Metadata = { title: 'Connect an agent' };

export default async function ConnectPage() {
  const { ctx, walletId } = await requireOwner('/wallet/agents/connect');
  const { publicOrigin } = ctx.settings;
  const waiting = await listPendingGrants(ctx, walletId);
  return (
    <>
      <PageHeader
        title="Connect Claude, ChatGPT or your own"
        actions={
          <LinkButton href="/device" variant="primary">
            Enter a code
          </LinkButton>
        }
      >
        However an agent asks, it gets nothing before your passkey signs what it may do and spend.
      </PageHeader>
      {waiting.length > 0 ? (
        <Section title="Waiting for your answer">
          <ul className="divide-y divide-border rounded-card border border-border bg-surface">
            {waiting.map((grant) => (
              <Waiting key={grant.id} grant={grant} />
            ))}
          </ul>
        </Section>
      ) : null}
      {connectBlocks(publicOrigin).map(({ title, text, what, code }) => (
        <Section key={title} title={title}>
          <p className="mb-2 text-muted">{text}</p>
          <CodeBlock what={what} code={code} />
        </Section>
      ))}
      <Section title="Pairing code">
        <p className="mb-3 text-muted">For an agent that cannot show you a code: you tell it one instead.</p>
        <PairingCode origin={publicOrigin} />
      </Section>
    </>
  );
}

function Waiting({ grant }: { grant: Grant }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-2.5 sm:px-5">
      <Link href={`/device?request=${grant.id}`} className="font-medium text-accent hover:underline wrap-anywhere">
        {grant.asked.name}
      </Link>
      <span className="text-[13px]/5 text-muted">
        asked <Time at={grant.createdAt} />
      </span>
    </li>
  );
}
