'use client';

import { useState } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { CheckField } from '@/components/ui/field';
import { toDecimal, toCurrency, type Currency } from '@/lib/kernel/money';
import type { WalletHomeView } from '@/lib/wallet';
import { LimitsFields, readLimits } from './limits-fields';
import { SaveForm } from './save-form';
import { firstLimitsFault } from './terms-fields';

type Limits = WalletHomeView['limits'];

/** The limits over all agents. Lower and first ones hold at once; higher ones, and their end, need the passkey. */
export function WalletLimits({ limits }: { limits: Limits }) {
  const set = limits.map(({ currency }) => toCurrency(currency));
  const currencies = [...new Set<Currency>(['CAD', 'EUR', ...set])];
  const [chosen, setChosen] = useState<readonly Currency[]>(set);

  function save(form: FormData): Promise<string | null> {
    const wanted = chosen.map((currency) => readLimits(form, currency));
    const fault = firstLimitsFault(wanted);
    return fault === null ? changeWithPasskey('/api/agent/v1/wallet', { spending_limits: wanted }) : Promise.resolve(fault);
  }

  return (
    <SaveForm
      save={save}
      submit="Save limits"
      saved="The limits are saved. They hold for the next purchase."
      note="Higher limits, and taking one away, need your passkey."
      className="rounded-card border border-border bg-surface px-4 py-4 sm:px-5"
    >
      <div className="space-y-4">
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
      </div>
    </SaveForm>
  );
}

function CurrencyLimits({ currency, limit }: { currency: Currency; limit: Limits[number] | undefined }) {
  if (!limit) return <LimitsFields currency={currency} defaults={['100.00', '400.00', '2000.00']} />;
  const { perTransaction, daily, weekly, monthly } = limit;
  return <LimitsFields currency={currency} defaults={[toDecimal(perTransaction), toDecimal(daily), toDecimal(monthly)]} weekly={weekly === null ? '' : toDecimal(weekly)} />;
}
