import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { ConsoleSessions } from '@/components/merchant/own-settings';
import { PageHeader } from '@/components/ui/page-header';
import { pageCtx, requireConsole } from '@/lib/entrance/page-ctx';
import { loadSecurityView } from '@/lib/identity';

export const metadata: Metadata = { title: 'Sign-ins' };

export default async function SessionsPage() {
  const { userId, sessionId, uiLocale } = await requireConsole('/dashboard/sessions', 'member');
  const words = consoleWords(uiLocale).sessions;
  const { ctx } = await pageCtx(); // sign-ins are a person's, no merchant's
  const { sessions } = await loadSecurityView(ctx, { userId, sessionId });
  return <div lang={uiLocale}><PageHeader title={words.title}>{words.lead}</PageHeader><ConsoleSessions locale={uiLocale} sessions={sessions} /></div>;
}
