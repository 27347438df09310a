import Link from 'next/link';
import { OverspendButton } from '@/components/site/overspend-button';
import { Specimen } from '@/components/site/specimen';
import { homeOf } from '@/components/site/home-of';
import { LinkButton } from '@/components/ui/button';
import { COMPTOIR_HANDLE, demoAvailable } from '@/lib/demo';
import { currentSession, pageCtx } from '@/lib/entrance/page-ctx';

const STEPS = [
  ['You set the leash', 'Register an agent and say what it may spend for each purchase, a day and a month. Your passkey signs that mandate.'],
  ['It shops alone', 'Within its limits it pays by itself, with tokens that work once, for one cart, at one store.'],
  ['You countersign the rest', 'Above a limit, the purchase waits. You see the exact cart and approve it with your passkey, or decline.'],
] as const;

export default async function LandingPage() {
  const { ctx } = await pageCtx();
  const [session, demo] = await Promise.all([currentSession(), demoAvailable(ctx)]);
  const home = homeOf(session);
  return (
    <>
      <div className="grid items-center gap-x-16 gap-y-12 pt-12 sm:pt-[10dvh] lg:grid-cols-[1fr_360px]">
        <div>
          <h1 className="text-[36px]/[44px] font-semibold tracking-[-0.03em] sm:text-[44px]/[52px]">
            Agents buy.
            <br />
            Humans countersign.
          </h1>
          <p className="mt-4 max-w-[46ch] text-[16px]/6 text-muted">
            Let software shop for you, within limits that truly hold. Whatever goes beyond them waits for your passkey, bound to the exact cart.
          </p>
          <div className="mt-8 flex flex-wrap gap-2 max-sm:*:w-full">
            {home ? (
              <LinkButton href={home.href} variant="primary">
                Open your {home.label.toLowerCase()}
              </LinkButton>
            ) : (
              <LinkButton href="/sign-up" variant="primary">
                Create a wallet
              </LinkButton>
            )}
            {home ? null : <LinkButton href="/sign-in">Sign in</LinkButton>}
            {demo ? <OverspendButton /> : null}
          </div>
          {demo ? (
            <p className="mt-3 max-w-[52ch] text-[13px]/5 text-muted">
              The demo agent asks for more than its limit, and the demo wallet’s owner decides. That sign-in was printed where this server was
              started. Or be the customer:{' '}
              <Link href={`/${COMPTOIR_HANDLE}`} className="font-medium text-fg underline underline-offset-3">order a pizza</Link> at the demo storefront.
            </p>
          ) : null}
        </div>
        <Specimen />
      </div>
      <ol className="mt-16 grid divide-border rounded-card border border-border bg-surface max-sm:divide-y sm:grid-cols-3 sm:divide-x">
        {STEPS.map(([title, text], index) => (
          <li key={title} className="px-5 py-5">
            <p className="tabular text-[12px]/4 text-subtle" aria-hidden>
              {index + 1}
            </p>
            <h2 className="mt-2 font-semibold">{title}</h2>
            <p className="mt-1 text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
