import Link from 'next/link';
import type { ReactNode } from 'react';
import { Wordmark } from '@/components/ui/mark';
import { ThemeSelect, type Theme } from '@/components/ui/theme-select';

const FOOT = [['/docs', 'Docs'], ['/verify', 'Verify evidence'], ['/terms', 'Terms'], ['/privacy', 'Privacy'], ['/returns', 'Returns']] as const;

/** The frame of the public pages. `home` is where a signed-in reader belongs, null for anyone else. */
export function SiteShell({ children, home, theme }: { children: ReactNode; home: { href: string; label: string } | null; theme: Theme }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1040px] flex-col px-5 sm:px-8">
      <header className="flex h-16 items-center justify-between">
        <Link href="/" className="inline-flex rounded-control"><Wordmark /></Link>
        <nav aria-label="Site" className="flex items-center gap-5 text-[14px]/5">
          <Link href="/docs" className="text-muted hover:text-fg">Docs</Link>
          <Link href={home?.href ?? '/sign-in'} className="font-medium hover:text-accent">{home?.label ?? 'Sign in'}</Link>
        </nav>
      </header>
      <main id="content" className="flex-1 pb-16">{children}</main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-border py-5 text-[13px]/5 text-muted">
        <nav aria-label="Legal and help">
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            {FOOT.map(([href, label]) => <li key={href}><Link href={href} className="hover:text-fg">{label}</Link></li>)}
          </ul>
        </nav>
        <ThemeSelect initial={theme} />
      </footer>
    </div>
  );
}

/** A narrow page with one task: signing in, signing up. */
export function TaskPage({ title, lead, children, foot }: { title: string; lead?: ReactNode; children: ReactNode; foot: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[400px] flex-col px-5 pt-6 pb-8">
      <header><Link href="/" className="inline-flex rounded-control"><Wordmark /></Link></header>
      <main id="content" className="pt-[12dvh]">
        <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">{title}</h1>
        {lead ? <p className="mt-1 text-muted">{lead}</p> : null}
        <div className="mt-6">{children}</div>
        <div className="mt-6 text-[14px]/5 text-muted">{foot}</div>
      </main>
    </div>
  );
}
