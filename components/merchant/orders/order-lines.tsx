import { Money } from '@/components/ui/money';
import { PricedLines } from '@/components/ui/priced-lines';
import type { OrderDetailView } from '@/lib/order';
import type { OrderWords } from './order-words';

/** What was bought, and how the total comes about: the last of the totals is what was charged. Below it, what went back. */
export const OrderLines = ({ lines, totals, refunded, words }: Pick<OrderDetailView, 'lines' | 'totals' | 'refunded'> & { words: OrderWords }) => (
  <PricedLines lines={lines} totals={totals.map(({ label, amount }) => ({ label: words.totals[label] ?? label, amount }))} locale={words.locale} mark={(line) => <LineState line={line} words={words} />}>
    {refunded.amount > 0n ? (
      <div className="flex items-baseline justify-between gap-3 px-4 py-1 text-muted sm:px-5">
        <dt>{words.refunded}</dt>
        <dd>
          <Money value={refunded} code locale={words.locale} />
        </dd>
      </div>
    ) : null}
  </PricedLines>
);

/** What became of a line, where something did. */
function LineState({ line: { ordered, current, fulfilled }, words }: { line: OrderDetailView['lines'][number]; words: OrderWords }) {
  const parts = [fulfilled > 0 ? `${fulfilled} ${words.line.handedOver}` : null, current < ordered ? `${ordered - current} ${words.line.canceled}` : null].filter((part) => part !== null);
  return parts.length === 0 ? null : <span className="block text-[13px]/5 text-muted">{parts.join(' · ')}</span>;
}
