import { Money } from '@/components/ui/money';
import { PricedLines } from '@/components/ui/priced-lines';
import type { OrderDetailView } from '@/lib/order';

/** What was bought, and how the total comes about: the last of the totals is what was charged. Below it, what went back. */
export const OrderLines = ({ lines, totals, refunded }: Pick<OrderDetailView, 'lines' | 'totals' | 'refunded'>) => (
  <PricedLines lines={lines} totals={totals} mark={(line) => <LineState line={line} />}>
    {refunded.amount > 0n ? (
      <div className="flex items-baseline justify-between gap-3 px-4 py-1 text-muted sm:px-5">
        <dt>Refunded</dt>
        <dd>
          <Money value={refunded} code />
        </dd>
      </div>
    ) : null}
  </PricedLines>
);

/** What became of a line, where something did. */
function LineState({ line: { ordered, current, fulfilled } }: { line: OrderDetailView['lines'][number] }) {
  const parts = [fulfilled > 0 ? `${fulfilled} handed over` : null, current < ordered ? `${ordered - current} canceled` : null].filter((part) => part !== null);
  return parts.length === 0 ? null : <span className="block text-[13px]/5 text-muted">{parts.join(' · ')}</span>;
}
