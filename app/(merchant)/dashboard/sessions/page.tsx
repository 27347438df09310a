import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { OwnPasskeys } from '@/components/merchant/own-passkeys';
import { ConsoleSessions } from '@/components/merchant/own-settings';
import { Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { pageCtx, requireConsole } from '@/lib/entrance/page-ctx';
import { findPerson, hasSecondStep, loadSecurityView } from '@/lib/identity';

export const metadata: Metadata = { title: 'Sign-ins' };

/** Where a person is signed in, and what signs them in. A wallet's owner keeps passkeys there. */
export default async function SessionsPage() {
  const { userId, sessionId, uiLocale } = await requireConsole('/dashboard/sessions', 'member');
  const { sessions: words, passkeys: passkeyWords } = consoleWords(uiLocale);
  const { ctx } = await pageCtx(); // sign-ins are a person's, no merchant's
  const [{ sessions, passkeys }, person, secondStep] = await Promise.all([loadSecurityView(ctx, { userId, sessionId }), findPerson(ctx, userId), hasSecondStep(ctx, userId)]);
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <ConsoleSessions locale={uiLocale} sessions={sessions} />
      {person?.walletId === null ? <Section title={passkeyWords.title}><OwnPasskeys locale={uiLocale} passkeys={passkeys} secondStep={secondStep} /></Section> : null}
    </div>
  );
}
