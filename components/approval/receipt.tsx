import type { ReactNode } from 'react';
import { addressText } from '@/components/ui/address';
import { Money, amountText } from '@/components/ui/money';
import type { ApprovalView } from '@/lib/approval';

function Line({ name, count, children }: { name: string; count?: string; children: ReactNode }) {
  return (
    <li className="flex items-baseline gap-2 px-4 py-2.5">
      <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
      {count ? <span className="tabular text-muted">{count}</span> : null}
      <span className="tabular min-w-18 text-right">{children}</span>
    </li>
  );
}

/** Who wants to pay what to whom. */
export function Request({ approval, verb }: { approval: ApprovalView; verb: string }) {
  return (
    <section className="mt-7 flex flex-col items-center text-center" aria-label="What is asked">
      <p className="text-[15px]/[22px] text-muted wrap-anywhere">
        {approval.you === 'second' && approval.ownerName ? `${approval.ownerName}’s agent ` : null}
        <span className="font-medium text-fg">{approval.agentName}</span> {verb}
      </p>
      <h1 className="tabular mt-1 text-[44px]/[52px] font-semibold tracking-[-0.03em]">{amountText(approval.total)}</h1>
      <p className="mt-1 text-[15px]/[22px] wrap-anywhere">
        to <span className="font-medium">{approval.merchantName}</span>
      </p>
      {approval.merchantDomain === null ? (
        <p className="mt-1 text-[13px]/5 text-muted">Merchant not verified · {approval.total.currency}</p>
      ) : (
        <p className="mt-1 flex items-center gap-1.5 text-[13px]/5 text-success">
          <span aria-hidden>✓</span>Verified merchant · {approval.merchantDomain}
        </p>
      )}
    </section>
  );
}

type Cart = { readonly items: readonly (Omit<ApprovalView['items'][number], 'id' | 'discount'> & Partial<Pick<ApprovalView['items'][number], 'discount'>>)[] } & Pick<
  ApprovalView,
  'discount' | 'fulfillment' | 'tax' | 'fee' | 'address' | 'fulfillmentTitle'
> &
  Partial<Pick<ApprovalView, 'discounts' | 'destinations'>>;

/** The merchant's own words and figures: items, discount, delivery, tax and fee, which sum to the amount, and where it goes. */
export function Contents({ approval }: { approval: Cart }) {
  const { items, discount, discounts = [], fulfillment, tax, fee, address, destinations = [], fulfillmentTitle } = approval;
  const named = discounts.length > 0 ? discounts : discount ? [{ name: 'Discount', amount: discount }] : [];
  return (
    <>
      <section className="mt-6 rounded-card border border-border bg-surface" aria-label="Items">
        <ul className="divide-y divide-border">
          {items.map((item, index) => (
            <Line key={index} name={item.name} count={`× ${item.quantity}${item.discount ? `, ${amountText(item.discount)} off` : ''}`}>
              <Money value={item.total} />
            </Line>
          ))}
          {named
            .filter(({ amount }) => amount.amount !== 0n)
            .map(({ name, amount }, index) => (
              <Line key={`discount-${index}`} name={name}>
                <Money value={{ ...amount, amount: amount.amount > 0n ? -amount.amount : amount.amount }} />
              </Line>
            ))}
          {fulfillment ? (
            <Line name={fulfillmentTitle ?? 'Delivery'}>
              <Money value={fulfillment} />
            </Line>
          ) : null}
          {tax ? (
            <Line name="Tax">
              <Money value={tax} />
            </Line>
          ) : null}
          {fee ? (
            <Line name="Service fee">
              <Money value={fee} />
            </Line>
          ) : null}
        </ul>
      </section>
      {address || fulfillmentTitle ? (
        <section className="mt-3 rounded-card border border-border bg-surface px-4 py-2.5">
          <h2 className="text-[13px]/5 text-muted">{address ? 'Ships to' : 'Handed over'}</h2>
          <p className="wrap-anywhere">{address ? addressText(address) : fulfillmentTitle}</p>
          {destinations.map((place, index) => (
            <p key={index} className="mt-1 wrap-anywhere">
              and to {addressText(place)}
            </p>
          ))}
        </section>
      ) : null}
    </>
  );
}

const OVER_A_LIMIT = 'Above the limit you set';
const TITLE: Record<string, string> = {
  per_transaction: OVER_A_LIMIT,
  daily: OVER_A_LIMIT,
  weekly: OVER_A_LIMIT,
  monthly: OVER_A_LIMIT,
  currency: 'No limit in this currency',
  permission: 'This agent always asks',
  pending_mandate: 'You have not confirmed this agent',
};

/** The sentence that says why, with how far over it is standing out. */
function Sentence({ text, excess }: { text: string; excess: string | null }) {
  const at = excess === null ? -1 : text.indexOf(excess);
  if (excess === null || at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <span className="tabular font-medium">{excess}</span>
      {text.slice(at + excess.length)}
    </>
  );
}

/** Why this came to a person, how far over it is, and what the agent says about it. */
export function Reason({ approval }: { approval: ApprovalView }) {
  const { trigger, excess, reason, agentNote, you } = approval;
  return (
    <>
      <section className="mt-3 rounded-card border border-border bg-warning-tint px-4 py-3">
        <h2 className="text-[13px]/5 font-semibold text-warning">
          {you === 'second' ? 'Why the owner is asked' : (TITLE[trigger] ?? 'Your countersignature is needed')}
        </h2>
        <p className="mt-0.5 wrap-anywhere">
          <Sentence text={reason} excess={excess && amountText(excess)} />
        </p>
      </section>
      {agentNote ? (
        <section className="mt-3 rounded-card border border-border bg-surface px-4 py-2.5">
          <h2 className="text-[13px]/5 text-muted">Agent says</h2>
          <p className="wrap-anywhere">{agentNote}</p>
        </section>
      ) : null}
    </>
  );
}

/** What the owner lets the agent know with a change of the cart. */
export function OwnerNote({ note }: { note: string }) {
  return (
    <section className="mt-3 rounded-card border border-border bg-surface px-4 py-2.5">
      <h2 className="text-[13px]/5 text-muted">You tell the agent</h2>
      <p className="wrap-anywhere">{note}</p>
    </section>
  );
}
