import type { ReactNode } from 'react';
import { SignOutButton } from '@/components/account/sign-out-button';
import { SideNav, type NavItem } from '@/components/ui/side-nav';
import { ThemeSelect, type Theme } from '@/components/ui/theme-select';

/** The frame of an area behind a sign-in: its navigation at the side, its page at most 1040 px wide. */
export function AreaShell({
  title,
  label,
  items,
  who,
  leave = <SignOutButton />,
  theme,
  children,
}: {
  title: ReactNode;
  label: string;
  items: readonly NavItem[];
  who: string | null;
  /** How who is signed in signs out. */
  leave?: ReactNode;
  theme: Theme;
  children: ReactNode;
}) {
  const foot = (
    <div className="flex flex-col items-start gap-1">
      {who ? (
        <p className="max-w-full truncate text-[13px]/5 text-fg" title={who}>
          {who}
        </p>
      ) : null}
      {who ? leave : null}
      <ThemeSelect initial={theme} />
    </div>
  );
  return (
    <div className="min-h-dvh md:flex">
      <SideNav title={title} label={label} items={items} foot={foot} />
      <main id="content" className="min-w-0 flex-1 px-4 py-6 sm:px-8">
        <div className="mx-auto max-w-[1040px]">{children}</div>
      </main>
    </div>
  );
}
