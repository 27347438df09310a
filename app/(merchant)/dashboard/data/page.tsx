import type { Metadata } from 'next';
import { dataWords } from '@/components/merchant/data/data-words';
import { SheetDesk } from '@/components/merchant/data/sheet-desk';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { columnsOf, SHEETS } from '@/lib/sheet';

export const metadata: Metadata = { title: 'Import and export' };

/** A store's tables as CSV. */
export default async function DataPage() {
  const { uiLocale } = await requireConsole('/dashboard/data', 'manager');
  const words = dataWords(uiLocale);
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <SheetDesk sheets={SHEETS.map((name) => ({ name, columns: columnsOf(name) }))} words={words} />
    </div>
  );
}
