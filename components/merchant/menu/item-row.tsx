'use client';

import type { ReactNode } from 'react';
import { SelectField } from '@/components/ui/field';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { dateFormat } from '@/lib/kernel/formats';
import { parseDecimal } from '@/lib/kernel/money';
import { consoleWords } from '../console-words';
import { SaveOutcome } from '../save-outcome';
import { useSave } from '../use-save';
import { EditItem } from './item-editor';
import { ItemPhoto } from './item-photo';
import { menuWords, type MenuWords } from './menu-words';
import type { ShownItem, ShownSection, StoreFacts } from './shown';

const MINUTES = { hour: 60, hours: 240, day: 1440 } as const;
type SaleChoice = 'on' | keyof typeof MINUTES | 'endless';

/** An item of the menu: what it costs, why it cannot be bought, and one touch to take it off sale for a while. */
export function ItemRow({ store, sections, item, handle }: { store: StoreFacts; sections: readonly ShownSection[]; item: ShownItem; handle: ReactNode }) {
  const words = menuWords(store.locale);
  const { pending, outcome, save } = useSave(consoleWords(store.locale));
  const until = (choice: SaleChoice): string | null => (choice === 'on' ? null : choice === 'endless' ? choice : new Date(Date.now() + MINUTES[choice] * 60_000).toISOString());
  const snooze = (choice: SaleChoice): Promise<boolean> => save('POST', `/merchant/kitchen/items/${encodeURIComponent(item.sku)}/snooze`, { until: until(choice) });
  const timed = item.snoozedUntil !== null && item.snoozedUntil !== 'endless' ? item.snoozedUntil : null;
  const choices: readonly { value: string; text: string; disabled?: boolean }[] = [
    { value: 'on', text: words.onSale },
    ...(timed ? [{ value: 'until', text: `${words.outUntil} ${timeText(timed, store)}`, disabled: true }] : []),
    ...(['hour', 'hours', 'day', 'endless'] as const).map((value) => ({ value, text: words[value] })),
  ];
  return (
    <div className="px-2 py-2.5 sm:px-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        {handle}
        <ItemPhoto item={item} locale={store.locale} />
        <div className="min-w-0 flex-1 basis-40">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium"><span className="wrap-anywhere">{item.name}</span>{pills(item, words).map((text) => <StatusPill key={text} tone="warning">{text}</StatusPill>)}</p>
          <p className="text-[13px]/5 text-muted wrap-anywhere">
            <Money value={{ amount: parseDecimal(item.price, store.currency) ?? 0n, currency: store.currency }} locale={store.locale} />
            {item.stock !== '' ? ` · ${item.stock} ${words.left_one}` : ''} · {item.sku}
          </p>
        </div>
        <div className="flex flex-wrap items-end gap-2 max-sm:w-full max-sm:pl-12">
          <div className="min-w-0 max-sm:flex-1">
            <SelectField key={item.snoozedUntil ?? 'on'} label={<span className="sr-only">{words.sale} {item.name}</span>} disabled={pending} options={choices} defaultValue={timed ? 'until' : (item.snoozedUntil ?? 'on')} onChange={(event) => void snooze(event.target.value as SaleChoice)} />
          </div>
          <EditItem store={store} sections={sections} item={item} />
        </div>
      </div>
      {outcome && outcome.kind !== 'saved' ? <div className="mt-2"><SaveOutcome outcome={outcome} words={consoleWords(store.locale)} /></div> : null}
    </div>
  );
}

const timeText = (iso: string, { locale, timeZone }: StoreFacts): string => dateFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));

/** Why it cannot be bought now. */
const pills = ({ available, stock, snoozedUntil, ingredientsInStock }: ShownItem, words: MenuWords): string[] =>
  [!available && words.hidden, stock === '0' && words.soldOut, snoozedUntil !== null && words.outNow, !ingredientsInStock && words.lacks].filter((text) => text !== false);
