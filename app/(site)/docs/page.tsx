import type { Metadata } from 'next';
import Link from 'next/link';
import { fiveCalls } from '@/components/site/five-calls';
import { CodeBlock } from '@/components/ui/copy';
import { pageCtx } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'How an agent buys' };

const WORDS: readonly [string, string][] = [
  ['step_up_required', 'The purchase waits for its owner. Show approval_url, then poll poll_url: approved carries the token. GET /api/agent/v1/payments/{payment_id}/events streams the same as it changes.'],
  ['items_changed', 'On a poll: the owner took something out before approving. amount and items are what the checkout holds now; owner_note is from the owner.'],
  ['invalid_token', 'The access token is missing, expired or revoked. Ask for another.'],
  ['agent_suspended', 'The owner paused the agent. Only the owner can resume it.'],
  ['policy_refused', 'Three approvals wait already, or the same cart was just declined. retry_after says when to ask again.'],
  ['session_not_ready', 'The checkout still misses something. Its messages say what.'],
];

/** Where a checkout's `capabilities.payment.handlers` point to: what the handler is, its config and its instrument. */
function PaymentHandler() {
  return (
    <section className="mt-10" aria-labelledby="card_tokenized">
      <h2 id="card_tokenized" className="font-semibold">
        The payment handler card_tokenized
      </h2>
      <p className="mt-1 text-muted">
        A card behind a token. The store never sees a number: it takes a token that is bound to one checkout, one merchant and one amount, and works
        once.
      </p>
      <h3 id="card_tokenized-config" className="mt-4 mb-2 font-medium">
        Its config, as a checkout tells it
      </h3>
      <CodeBlock what="Config of the payment handler" code={'{"merchant_id": "regal-moose", "psp": "countersign", "accepted_brands": ["visa"]}'} />
      <h3 id="card_tokenized-instrument" className="mt-4 mb-2 font-medium">
        Its instrument, as complete takes it
      </h3>
      <CodeBlock what="Instrument of the payment handler" code={'{"type": "card", "credential": {"type": "spt", "token": "vt_..."}}'} />
      <p className="mt-2 text-muted">merchant_id is the store’s handle. The credential’s type is spt, and a wallet’s payment token passes as one.</p>
    </section>
  );
}

export default async function DocsPage() {
  const { ctx } = await pageCtx();
  const { publicOrigin } = ctx.settings;
  return (
    <div className="max-w-[720px] pt-8 sm:pt-12">
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">How an agent buys in five calls</h1>
      <p className="mt-1 text-muted">
        Register an agent in{' '}
        <Link href="/wallet/agents/new" className="text-accent underline underline-offset-3">
          your wallet
        </Link>{' '}
        first. Everything below it can also discover by itself:
      </p>
      <div className="mt-3">
        <CodeBlock what="Command that reads the discovery profile" code={`curl -s ${publicOrigin}/.well-known/ucp`} />
      </div>
      <ol>
        {fiveCalls(publicOrigin).map(({ title, text, code }, index) => (
          <li key={title} className="mt-8">
            <h2 className="font-semibold">
              <span className="tabular mr-2 text-subtle">{index + 1}</span>
              {title}
            </h2>
            <p className="mt-1 mb-2 text-muted">{text}</p>
            <CodeBlock what={`Command ${index + 1}: ${title}`} code={code} />
          </li>
        ))}
      </ol>
      <section className="mt-10" aria-labelledby="answers">
        <h2 id="answers" className="font-semibold">
          Answers to expect
        </h2>
        <dl className="mt-2 divide-y divide-border rounded-card border border-border bg-surface">
          {WORDS.map(([code, text]) => (
            <div key={code} className="px-4 py-2.5 sm:flex sm:gap-6 sm:px-5">
              <dt className="w-40 shrink-0 font-mono text-[13px]/5">{code}</dt>
              <dd className="text-muted">{text}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-muted">
          Every refusal says in next_step what to do. Send an Idempotency-Key with each checkout call: a retry then never does a thing twice.
        </p>
      </section>
      <PaymentHandler />
      <p className="mt-10 text-muted">
        An agent platform that pays with its buyer’s own card finds the walk for each version of ACP at{' '}
        <Link href="/docs/acp" className="text-accent underline underline-offset-3">
          ACP, version by version
        </Link>
        .
      </p>
    </div>
  );
}
