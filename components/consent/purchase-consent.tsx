'use client';

import { useState, type ReactNode } from 'react';
import { Contents } from '@/components/approval/receipt';
import { Button } from '@/components/ui/button';
import { amountText } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { money, parseDecimal, toCurrency, type Money } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';
import { allow, type DeviceRef } from './allow';

/** One purchase that is asked for, as POST /api/agent/v1/oauth/device tells it: the merchant's words, amounts in major units. */
export type PurchaseView = {
  readonly snapshot_hash: string;
  readonly merchant: { readonly handle: string; readonly name: string; readonly domain: string | null };
  readonly items: readonly { readonly name: string; readonly quantity: number; readonly total: string }[];
  readonly discount: string;
  readonly fulfillment: { readonly title: string; readonly amount: string } | null;
  readonly tax: string;
  readonly fee?: string;
  readonly total: string;
  readonly currency: string;
  readonly address: Address | null;
};

/** The cart, and the passkey under it: exactly this purchase, once. `decline` stands beside it. */
export function PurchaseConsent({
  request,
  purchase,
  decline,
  onAllowed,
}: {
  request: DeviceRef;
  purchase: PurchaseView;
  decline: ReactNode;
  onAllowed: (agentId: string) => void;
}) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const inCurrency = (text: string): Money => money(parseDecimal(text, toCurrency(purchase.currency)) ?? 0n, toCurrency(purchase.currency));
  const { merchant, items, discount, fulfillment, tax, fee, address } = purchase;
  const total = amountText(inCurrency(purchase.total));

  async function press(): Promise<void> {
    setPending(true);
    setFailure(null);
    const answer = await allow(request, { snapshot_hash: purchase.snapshot_hash });
    setPending(false);
    if (answer.ok) onAllowed(answer.confirmed.agent_id);
    else setFailure(answer.message);
  }

  return (
    <>
      <p className="tabular text-center text-[44px]/[52px] font-semibold tracking-[-0.03em]">{total}</p>
      <p className="mt-1 text-center text-[15px]/[22px] wrap-anywhere">
        to <span className="font-medium">{merchant.name}</span>
      </p>
      <p className="mt-1 text-center text-[13px]/5 text-muted wrap-anywhere">
        {merchant.domain === null ? `Merchant not verified · ${purchase.currency}` : `Verified merchant · ${merchant.domain}`}
      </p>
      <Contents
        approval={{
          items: items.map((item) => ({ ...item, total: inCurrency(item.total) })),
          discount: inCurrency(discount),
          fulfillment: fulfillment && inCurrency(fulfillment.amount),
          fulfillmentTitle: fulfillment?.title ?? null,
          tax: inCurrency(tax),
          fee: fee === undefined ? null : inCurrency(fee),
          address,
        }}
      />
      {failure ? (
        <Notice tone="danger" live className="mt-6">
          {failure}
        </Notice>
      ) : null}
      <div className="mt-6 space-y-2">
        <Button variant="primary" size="sheet" pending={pending} onClick={() => void press()}>
          Allow {total} with passkey
        </Button>
        {decline}
      </div>
      <p className="mt-2 text-center text-[12px]/4 text-subtle">Your passkey signs exactly this cart, once. Afterwards the agent can do nothing more.</p>
    </>
  );
}
