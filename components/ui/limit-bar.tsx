import type { Money } from '@/lib/kernel/money';
import { amountText } from './money';

const NEARLY_PERMILLE = 800n;

/** `43.5%` of a whole, in integer arithmetic, never above 100. */
export function shareText(part: bigint, whole: bigint): string {
  if (whole <= 0n || part >= whole) return '100%';
  if (part <= 0n) return '0%';
  const permille = (part * 1000n) / whole;
  return `${permille / 10n}.${permille % 10n}%`;
}

/** What is used of a limit: figures first, then a bar. SVG, so that its length needs no inline style. */
export function LimitBar({ label, spent, limit }: { label: string; spent: Money; limit: Money }) {
  const left = limit.amount - spent.amount;
  const nearly = spent.amount * 1000n >= limit.amount * NEARLY_PERMILLE;
  const rest = left > 0n ? `${amountText({ ...limit, amount: left })} left` : 'All used';
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 text-[13px]/5">
        <span className="text-muted">{label}</span>
        <span className="tabular text-right">
          <span className="font-medium">{amountText(spent)}</span> <span className="text-muted">of {amountText(limit)}</span>
        </span>
      </div>
      <svg aria-hidden className="mt-1.5 block h-1.5 w-full overflow-hidden rounded-full">
        <rect width="100%" height="100%" className="fill-raised" />
        <rect width={shareText(spent.amount, limit.amount)} height="100%" rx="3" className={nearly ? 'fill-warning' : 'fill-muted'} />
      </svg>
      <p className={`tabular mt-1 text-[12px]/4 ${nearly ? 'text-warning' : 'text-subtle'}`}>{rest}</p>
    </div>
  );
}
