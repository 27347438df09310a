/** A signature, as one stroke. */
const STROKE =
  'M14 46C26 22 44 6 52 12c10 8-22 46-12 50 10 3 22-26 32-24 8 2-4 22 4 22 9 0 15-22 24-21 7 1-3 19 5 19 9 0 13-20 22-30 ' +
  '6-7 10-4 7 3-4 11-15 27-7 28 11 1 19-24 30-24 9 1-5 23 4 24 10 1 17-22 27-21 7 1-4 19 4 20 10 1 22-12 44-19 16-5 30-5 ' +
  '44-4';

/** A page of the ledger, as an example: an agent's line that is over its limit, and the stroke that countersigns it. */
export function Specimen() {
  return (
    <figure className="rounded-card border border-border bg-surface">
      <figcaption className="flex items-baseline justify-between border-b border-border px-5 py-2.5 text-[12px]/4 text-muted">
        <span>Example</span>
        <span className="tabular">21 Nov</span>
      </figcaption>
      <dl className="divide-y divide-border">
        {[
          ['Shopper asks to pay', '$184.20'],
          ['Its limit for each purchase', '$150.00'],
          ['Over by', '$34.20'],
        ].map(([label, value]) => (
          <div key={label} className="flex items-baseline justify-between gap-4 px-5 py-3">
            <dt className="text-muted">{label}</dt>
            <dd className="tabular font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="border-t border-border px-5 pt-6 pb-4">
        <svg
          viewBox="0 0 320 72"
          fill="none"
          stroke="currentColor"
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden
          className="block w-full max-w-[320px]"
        >
          <path
            d={STROKE}
            strokeWidth="2.25"
          />
        </svg>
        <p className="mt-1 border-t border-border-strong pt-2 text-[12px]/4 text-muted">Countersigned with a passkey, for this cart alone</p>
      </div>
    </figure>
  );
}
