'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { useFrameWords } from './language';

export type NavItem = { readonly href: string; readonly label: string; readonly exact?: boolean };

function Items({ items, pathname }: { items: readonly NavItem[]; pathname: string }) {
  return (
    <ul className="flex flex-col gap-px">
      {items.map(({ href, label, exact }) => {
        const here = exact ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={here ? 'page' : undefined}
              className={cx('block rounded-control px-2 py-3 sm:py-1.5', here ? 'bg-raised font-medium text-fg' : 'text-muted hover:text-fg')}
            >
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The way around an area: a column of 224 px, on a narrow screen a bar with a menu. `foot` stands below the links. */
export function SideNav({ title, label, items, foot }: { title: ReactNode; label: string; items: readonly NavItem[]; foot: ReactNode }) {
  const pathname = usePathname();
  const words = useFrameWords();
  return (
    <>
      <nav aria-label={label} className="sticky top-0 flex h-dvh w-56 shrink-0 flex-col border-r border-border px-3 py-4 max-md:hidden print:hidden">
        <div className="px-2 pb-4">{title}</div>
        <Items items={items} pathname={pathname} />
        <div className="mt-auto px-2 pt-4">{foot}</div>
      </nav>
      {/* Another page, another element: so the menu is closed again once it has been used. */}
      <header className="relative border-b border-border md:hidden print:hidden">
        <div className="absolute top-0 left-4 flex h-14 items-center">{title}</div>
        <details key={pathname} className="group">
          <summary className="ml-auto flex h-14 w-fit cursor-pointer list-none items-center px-4 [&::-webkit-details-marker]:hidden">
            <span className="rounded-control px-2 py-1 text-[14px]/5 font-medium text-muted group-open:bg-raised">{words.menu}</span>
          </summary>
          <nav aria-label={label} className="border-t border-border px-2 py-2">
            <Items items={items} pathname={pathname} />
            <div className="px-2 pt-3 pb-2">{foot}</div>
          </nav>
        </details>
      </header>
    </>
  );
}
