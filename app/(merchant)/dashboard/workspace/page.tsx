import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { SwitchList } from '@/components/merchant/switch-list';
import { HoursForm, KitchenForm, LanguagesForm, LegalForm, ProfileForm } from '@/components/merchant/workspace-forms';
import { Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { listTimeZones } from '@/lib/kernel/time-zone';
import { getChannels } from '@/lib/merchant';
import { getWorkspace } from '@/lib/storefront';

export const metadata: Metadata = { title: 'Store' };

const COUNTRIES = ['AT', 'AU', 'BE', 'CA', 'CH', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'JP', 'KW', 'LU', 'NL', 'NO', 'PT', 'SE', 'US'];

export default async function WorkspacePage() {
  const { ctx, merchantId, uiLocale: locale } = await requireConsole('/dashboard/workspace', 'manager');
  const { workspace: words, channels: channelWords } = consoleWords(locale);
  const [workspace, channels] = await Promise.all([getWorkspace(ctx, merchantId), getChannels(ctx, merchantId)]);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const countries = [...new Set([...COUNTRIES, workspace.country])].map((code) => ({ value: code, text: names.of(code) ?? code }));
  return (
    <div lang={locale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <Section title={words.profile}><ProfileForm locale={locale} workspace={workspace} countries={countries} /></Section>
      <div id="hours"><Section title={words.hours}><HoursForm locale={locale} workspace={workspace} timeZones={listTimeZones(workspace.hours.timeZone)} /></Section></div>
      <Section title={words.kitchen}><KitchenForm locale={locale} workspace={workspace} /></Section>
      <Section title={channelWords.title}><SwitchList locale={locale} path="/merchant/channels" lead={channelWords.lead} labels={channelWords.of} values={channels} /></Section>
      <Section title={words.languages}><LanguagesForm locale={locale} workspace={workspace} /></Section>
      <div id="legal"><Section title={words.legal}><LegalForm locale={locale} workspace={workspace} /></Section></div>
    </div>
  );
}
