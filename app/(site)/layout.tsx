import type { ReactNode } from 'react';
import { homeOf } from '@/components/site/home-of';
import { readTheme } from '@/components/site/read-theme';
import { SiteShell } from '@/components/site/shell';
import { currentSession } from '@/lib/entrance/page-ctx';

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [session, theme] = await Promise.all([currentSession(), readTheme()]);
  return <SiteShell home={homeOf(session)} theme={theme}>{children}</SiteShell>;
}
