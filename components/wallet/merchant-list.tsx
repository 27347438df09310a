import Link from 'next/link';
import { amountText } from '@/components/ui/money';
import { pathWith } from '@/components/ui/query';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { PaidMerchant } from '@/lib/wallet';
import { BlockMerchant } from './block-merchant';

/** Where agents paid, how often and how much. */
export function MerchantList({ merchants }: { merchants: readonly PaidMerchant[] }) {
  return (
    <ul className="divide-y divide-border rounded-card border border-border bg-surface">
      {merchants.map((merchant) => (
        <li key={merchant.handle} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
          <div className="min-w-0 flex-1 basis-72">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link href={pathWith('/wallet/activity', { merchant: merchant.handle })} className="font-medium wrap-anywhere hover:underline">
                {merchant.name}
              </Link>
              {merchant.domain === null ? null : <span className="text-[13px]/5 text-success">✓ {merchant.domain}</span>}
              {merchant.blocked ? <StatusPill tone="danger">Blocked</StatusPill> : null}
            </p>
            <p className="tabular text-[13px]/5 text-muted">
              {merchant.purchases === 1 ? '1 purchase' : `${merchant.purchases} purchases`} by {merchant.agentNames.join(', ')}, last <Time at={merchant.lastPaidAt} dateOnly />
            </p>
          </div>
          <p className="tabular font-medium sm:text-right">{merchant.spent.map((sum) => amountText(sum, { code: true })).join(', ')}</p>
          {merchant.blocked ? null : <BlockMerchant handle={merchant.handle} name={merchant.name} />}
        </li>
      ))}
    </ul>
  );
}
