import { addressText } from '@/components/ui/address';
import { amountText } from '@/components/ui/money';
import type { CartChanges } from '@/lib/approval';

/** What differs, each in a sentence of its own. Empty when nothing does. */
export function changeLines({ added, removed, quantities, prices, total, address }: CartChanges): string[] {
  return [
    ...added.map(({ name, quantity, total: cost }) => `New: ${name} × ${quantity}, ${amountText(cost)}`),
    ...removed.map(({ name, quantity }) => `Gone: ${name} × ${quantity}`),
    ...quantities.map(({ name, before, after }) => `${name}: × ${after} instead of × ${before}`),
    ...prices.map(({ name, before, after }) => `${name}: ${amountText(after)} each instead of ${amountText(before)}`),
    ...(address ? [address.after ? `Other address: was ${address.before ? addressText(address.before) : 'none'}` : 'No address any more'] : []),
    ...(total ? [`Total: ${amountText(total.after)} instead of ${amountText(total.before)}`] : []),
  ];
}

/** A list of differences under its heading, or the one sentence that there are none. */
export function Changes({ title, changes, same, extra = [] }: { title: string; changes: CartChanges; same: string; extra?: readonly string[] }) {
  const lines = [...changeLines(changes), ...extra];
  return (
    <section className="mt-3 rounded-card border border-border bg-surface px-4 py-2.5" aria-label={title}>
      <h2 className="text-[13px]/5 text-muted">{title}</h2>
      {lines.length === 0 ? (
        <p>{same}</p>
      ) : (
        <ul className="space-y-0.5">
          {lines.map((line) => (
            <li key={line} className="tabular wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
