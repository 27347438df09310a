'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { Button } from '@/components/ui/button';
import { CheckField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { toDecimal, toCurrency, type Currency } from '@/lib/kernel/money';
import type { WalletHomeView } from '@/lib/wallet';
import { LimitsFields, limitsFault, readLimits } from './limits-fields';

type Limits = WalletHomeView['limits'];

/** The limits over all agents. Lower and first ones hold at once; higher ones, and their end, need the passkey. */
export function WalletLimits({ limits }: { limits: Limits }) {
  const router = useRouter();
  const set = limits.map(({ currency }) => toCurrency(currency));
  const currencies = [...new Set<Currency>(['CAD', 'EUR', ...set])];
  const [chosen, setChosen] = useState<readonly Currency[]>(set);
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly failure: string | null } | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = chosen.map((currency) => ({ currency, limits: readLimits(form, currency) }));
    const fault = wanted.map((each) => limitsFault(each.limits, each.currency)).find((found) => found !== null) ?? null;
    if (fault !== null) return setOutcome({ failure: fault });
    setPending(true);
    const failure = await changeWithPasskey('/api/agent/v1/wallet', { spending_limits: wanted.map((each) => each.limits) });
    setPending(false);
    setOutcome({ failure });
    if (failure === null) router.refresh();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      {currencies.map((currency) => (
        <div key={currency} className="space-y-3">
          <CheckField
            label={`Limit what they spend together in ${currency}`}
            checked={chosen.includes(currency)}
            onChange={({ target }) => setChosen(target.checked ? [...chosen, currency] : chosen.filter((other) => other !== currency))}
          />
          {chosen.includes(currency) ? <CurrencyLimits currency={currency} limit={limits.find((each) => each.currency === currency)} /> : null}
        </div>
      ))}
      {outcome ? (
        <Notice tone={outcome.failure === null ? 'success' : 'danger'} live>
          {outcome.failure ?? 'The limits are saved. They hold for the next purchase.'}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button type="submit" variant="primary" pending={pending}>
          Save limits
        </Button>
        <p className="text-[13px]/5 text-muted">Higher limits, and taking one away, need your passkey.</p>
      </div>
    </form>
  );
}

function CurrencyLimits({ currency, limit }: { currency: Currency; limit: Limits[number] | undefined }) {
  if (!limit) return <LimitsFields currency={currency} defaults={['100.00', '400.00', '2000.00']} />;
  const { perTransaction, daily, weekly, monthly } = limit;
  return <LimitsFields currency={currency} defaults={[toDecimal(perTransaction), toDecimal(daily), toDecimal(monthly)]} weekly={weekly === null ? '' : toDecimal(weekly)} />;
}
