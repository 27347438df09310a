'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { Button } from '@/components/ui/button';
import { AmountField, CheckField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { StatusPill } from '@/components/ui/status-pill';
import { CardFace } from '@/components/wallet/card-face';
import { readLimits, type CardForm, type LimitForm } from './card-form';

/** A card, whether it is frozen, its limits and its agent policies. What narrows holds at once, the rest needs the passkey. */
export function CardControls({ card }: { card: CardForm }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly failure: string | null } | null>(null);
  const isFrozen = card.status === 'frozen';

  async function change(wanted: object): Promise<void> {
    setPending(true);
    setOutcome(null); // what was told of the change before says nothing of this one
    const failure = await changeWithPasskey(`/api/bank/cards/${encodeURIComponent(card.id)}`, wanted);
    setPending(false);
    setOutcome({ failure });
    if (failure === null) router.refresh();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const currencies = card.limits.map(({ currency }) => currency);
    void change({ agent_transactions_enabled: form.get('agents') === 'on', limits: readLimits(form, currencies) });
  }

  return (
    <section aria-label={`${card.bankName}, card ending in ${card.last4}`} className="rounded-card border border-border bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
        <div className="flex min-w-0 flex-1 items-center gap-3">
          <CardFace card={card} />
        </div>
        <span className="text-muted">{card.bankName}</span>
        <StatusPill tone={isFrozen ? 'warning' : 'success'}>{isFrozen ? 'Frozen' : 'Active'}</StatusPill>
        <Button pending={pending} className="max-sm:w-full" onClick={() => void change({ status: isFrozen ? 'active' : 'frozen' })}>
          {isFrozen ? 'Unfreeze with passkey' : 'Freeze'}
        </Button>
      </div>
      <form onSubmit={submit} className="space-y-5 border-t border-border px-4 py-4 sm:px-5">
        <CheckField name="agents" label="Agents may pay with this card" hint="Unchecked, the bank declines every agent, also with your approval." defaultChecked={card.agentTransactionsEnabled} />
        {card.limits.map((limit) => (
          <Limits key={limit.currency} limit={limit} />
        ))}
        {outcome ? (
          <Notice tone={outcome.failure === null ? 'success' : 'danger'} live>
            {outcome.failure ?? 'Saved. It holds for the next purchase.'}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-sm:*:w-full">
          <Button type="submit" variant="primary" pending={pending}>
            Save card
          </Button>
          <p className="text-[13px]/5 text-muted">Higher limits, taking one away, and letting agents in need your passkey.</p>
        </div>
      </form>
    </section>
  );
}

function Limits({ limit: { currency, perTransaction, daily, agentMaximum } }: { limit: LimitForm }) {
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="mb-1.5 text-[13px]/5 font-medium text-muted">In {currency}; an empty field is no limit</legend>
      <AmountField label="Each purchase" name={`per_transaction-${currency}`} currency={currency} defaultValue={perTransaction} />
      <AmountField label="Within 24 hours" name={`daily-${currency}`} currency={currency} defaultValue={daily} />
      <AmountField label="Agents without you" name={`agent_transaction_max_amount-${currency}`} currency={currency} defaultValue={agentMaximum} />
    </fieldset>
  );
}
