import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { LanguageChoice } from '@/components/merchant/own-settings';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'Preferences' };

export default async function PreferencesPage() {
  const { uiLocale } = await requireConsole('/dashboard/preferences', 'member');
  const words = consoleWords(uiLocale).preferences;
  return <div lang={uiLocale}><PageHeader title={words.title}>{words.lead}</PageHeader><LanguageChoice locale={uiLocale} /></div>;
}
