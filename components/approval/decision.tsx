'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { call, type Answer } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { Button } from '@/components/ui/button';
import { CheckField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { confirmRuleChange, requestChange } from './rule-change';
import { CardChoice, type Card } from './card-choice';
import { LiveStatus } from './live-status';
import { signsWhatIsShown, type SignedContent } from './signed-content';

type Offer = { readonly signed_content: SignedContent; readonly publicKey: RequestOptions };

/** A challenge lives five minutes on the server; one that was asked for earlier is asked for again. */
const OFFER_LIFE_MS = 4 * 60_000;

/** Refusals after which the page is read again: it then shows what has become of the request. */
const SETTLED = new Set(['already_decided', 'agent_inactive', 'expired', 'checkout_changed', 'already_signed', 'signed_otherwise']);
const CHANGED = 'What the server asked you to sign is not what this page shows. Nothing was signed; reload the page.';
const CANCELLED = 'Your passkey was not used. Nothing was approved.';

type Props = {
  approvalId: string;
  total: string;
  currency: string;
  amount: string;
  cards: readonly Card[];
  initialCard: Card | null;
  /** Of the approval before this one, where there was one. */
  lastCardId: string | null;
  hasPasskey: boolean;
  /** Signs second: the owner's card pays, which is not theirs to see. */
  isSecond: boolean;
  /** Another person has to sign too. */
  needsTwo: boolean;
  /** What would have let this pass, in words; null: no single change would. */
  ruleChange: string | null;
};

/** What is to be signed: asked for ahead when a card is chosen, and taken once, since a challenge is used once. */
function useOffers(approvalId: string) {
  const ahead = useRef<{ cardId: string | null; at: number; answer: Promise<Answer<Offer>> } | null>(null);
  const ask = (cardId: string | null) => call<Offer>('GET', `/api/step-up/${approvalId}${cardId === null ? '' : `?payment_method_id=${encodeURIComponent(cardId)}`}`);
  return {
    prepare(cardId: string): void {
      ahead.current = { cardId, at: Date.now(), answer: ask(cardId) };
    },
    take(cardId: string | null): Promise<Answer<Offer>> {
      const held = ahead.current;
      ahead.current = null;
      return held !== null && held.cardId === cardId && Date.now() - held.at < OFFER_LIFE_MS ? held.answer : ask(cardId);
    },
  };
}

/** What the owner does with the request: one thing at a time; the page is read again once it is settled. */
function useDecision({ approvalId, total, currency, initialCard }: Props) {
  const router = useRouter();
  const [card, setCard] = useState(initialCard);
  const [pending, setPending] = useState<'approve' | 'decline' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [withRule, setWithRule] = useState(false);
  /** Approved, and the change of the rule was not made: why. */
  const [unchanged, setUnchanged] = useState<string | null>(null);
  const offers = useOffers(approvalId);

  /** Null when it went well. */
  function settle(answer: Answer<unknown>): string | null {
    if (answer.ok || SETTLED.has(answer.code)) router.refresh();
    return answer.ok ? null : answer.message;
  }

  async function approveAndChange(cardId: string | null): Promise<string | null> {
    const rule = await requestChange(`/api/step-up/${approvalId}/rule-change`);
    if (!rule.ok) return rule.message;
    const failed = await approve(cardId, () => undefined);
    if (failed !== null) return failed;
    const why = await confirmRuleChange(rule.request);
    if (why === null) router.refresh();
    setUnchanged(why);
    return null;
  }

  async function approve(cardId: string | null, done = () => router.refresh()): Promise<string | null> {
    const offer = await offers.take(cardId);
    if (!offer.ok) return settle(offer);
    const shown = { approvalId, total, currency, paymentMethodId: cardId };
    if (!(await signsWhatIsShown(offer.data.signed_content, offer.data.publicKey.challenge, shown))) return CHANGED;
    const signed = await signWithPasskey(offer.data.publicKey);
    if (!signed.ok) return CANCELLED;
    const answer = await call('POST', `/api/step-up/${approvalId}/approve`, { assertion: signed.response, ...(cardId === null ? {} : { payment_method_id: cardId }) });
    if (!answer.ok) return settle(answer);
    done();
    return null;
  }

  async function run(way: 'approve' | 'decline', work: () => Promise<string | null>): Promise<void> {
    setPending(way);
    setFailure(null);
    const message = await work();
    setFailure(message);
    if (message !== null) setPending(null); // else the page is being read again
  }

  return {
    card,
    pending,
    failure,
    withRule,
    setWithRule,
    unchanged,
    goOn: () => router.refresh(),
    choose(chosen: Card): void {
      setCard(chosen);
      offers.prepare(chosen.id);
    },
    approve: (cardId: string | null) => void run('approve', () => (withRule ? approveAndChange(cardId) : approve(cardId))),
    decline: () => void run('decline', async () => settle(await call('POST', `/api/step-up/${approvalId}/reject`, {}))),
  };
}

/** The two ways to answer a request: approve with a passkey over exactly this purchase, or decline. */
export function Decision(props: Props) {
  const { approvalId, amount, cards, hasPasskey, lastCardId, ruleChange, isSecond, needsTwo } = props;
  const { card, pending, failure, withRule, setWithRule, unchanged, goOn, choose, approve, decline } = useDecision(props);
  if (unchanged !== null) return <Unchanged why={unchanged} onGoOn={goOn} />;
  return (
    <>
      {pending === null ? <LiveStatus approvalId={approvalId} /> : null}
      {card ? (
        <CardChoice cards={cards} chosen={card} isNew={lastCardId !== null && card.id !== lastCardId} disabled={pending !== null} onChoose={choose} />
      ) : null}
      {ruleChange !== null && hasPasskey && card ? (
        <section className="mt-3 rounded-card border border-border bg-surface px-4 py-3" aria-label="A change of the rule">
          <CheckField
            label="And let this pass next time"
            hint={`${ruleChange} You sign this apart, after the purchase.`}
            checked={withRule}
            disabled={pending !== null}
            onChange={(event) => setWithRule(event.currentTarget.checked)}
          />
        </section>
      ) : null}
      <footer className="mt-auto pt-6 pb-6">
        {failure ? (
          <Notice tone="danger" live className="mb-3">
            {failure}
          </Notice>
        ) : null}
        {card === null && !isSecond ? (
          <Notice tone="warning" className="mb-3">
            There is no card in your wallet that could pay this.
          </Notice>
        ) : null}
        {needsTwo ? (
          <p className="mb-3 text-center text-[13px]/5 text-muted">Two people sign this. Nothing is approved before both have.</p>
        ) : null}
        {hasPasskey || (card === null && !isSecond) ? (
          <Button
            variant="primary"
            size="sheet"
            className="tabular"
            pending={pending === 'approve'}
            disabled={pending !== null || (card === null && !isSecond)}
            onClick={() => approve(card?.id ?? null)}
          >
            Approve {amount} with passkey
          </Button>
        ) : (
          <>
            <p className="mb-3 text-center">You need a passkey to countersign. Add one on this device, then approve.</p>
            <EnrolPasskey size="sheet" />
          </>
        )}
        <Button
          variant="danger-quiet"
          className="mt-2 h-12 w-full rounded-[14px] sm:h-12"
          pending={pending === 'decline'}
          disabled={pending !== null}
          onClick={decline}
        >
          Decline
        </Button>
        <p className="mt-2 text-center text-[12px]/4 text-subtle">Your passkey signs exactly what this page shows, nothing else.</p>
      </footer>
    </>
  );
}

/** The purchase is approved; the rule stays as it was. */
function Unchanged({ why, onGoOn }: { why: string; onGoOn: () => void }) {
  return (
    <footer className="mt-auto space-y-3 pt-6 pb-6">
      <Notice tone="warning" live title="Approved. The rule stays as it was">
        {why}
      </Notice>
      <Button variant="primary" size="sheet" onClick={onGoOn}>
        Go on
      </Button>
    </footer>
  );
}
