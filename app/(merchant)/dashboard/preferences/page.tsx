import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { LanguageChoice } from '@/components/merchant/own-settings';
import { SwitchList } from '@/components/merchant/switch-list';
import { Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { loadStoreChoices } from '@/lib/store-notice';

export const metadata: Metadata = { title: 'Preferences' };

/** How the console speaks to someone, and what they are told of by mail: owners and managers. */
export default async function PreferencesPage() {
  const { ctx, merchantId, userId, role, uiLocale } = await requireConsole('/dashboard/preferences', 'member');
  const { preferences, notices } = consoleWords(uiLocale);
  return (
    <div lang={uiLocale}>
      <PageHeader title={preferences.title}>{preferences.lead}</PageHeader>
      <LanguageChoice locale={uiLocale} />
      {role === 'staff' ? null : (
        <Section title={notices.title}>
          <SwitchList locale={uiLocale} path="/merchant/notifications" lead={notices.lead} labels={notices.of} values={await loadStoreChoices(ctx, { merchantId, userId })} />
        </Section>
      )}
    </div>
  );
}
