import Link from 'next/link';
import { cx } from './cx';

/** Filters as links: what is chosen stands in the URL. */
export function FilterBar({ label, options }: { label: string; options: readonly { href: string; text: string; here: boolean }[] }) {
  return (
    <nav aria-label={label} className="mb-3">
      <ul className="flex flex-wrap gap-1">
        {options.map(({ href, text, here }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={here ? 'true' : undefined}
              className={cx('block rounded-control px-2.5 py-1.5 text-[13px]/5', here ? 'bg-raised font-medium text-fg' : 'text-muted hover:text-fg')}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
