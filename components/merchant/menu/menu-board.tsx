'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { call, tellIn } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { consoleWords } from '../console-words';
import { SaveOutcome } from '../save-outcome';
import { useSave } from '../use-save';
import { AddItem } from './item-editor';
import { ItemRow } from './item-row';
import { menuWords } from './menu-words';
import { moved, reordered } from './reorder';
import { AddSection, EditSection } from './section-editor';
import type { ShownItem, ShownMenu, ShownSection, StoreFacts } from './shown';
import { SortableList } from './sortable';

type Props = { readonly store: StoreFacts; readonly menu: ShownMenu };

/** The menu as it is edited: sections in their order, in each its items, and below what was put away. */
export function MenuBoard({ store, menu }: Props) {
  const words = menuWords(store.locale);
  const [{ sections, items }, failure, move] = useOrder(store, menu);
  const open = sections.filter(({ archived }) => !archived);
  const onSale = items.filter(({ archived }) => !archived);
  const loose = onSale.filter(({ sectionKey }) => !open.some(({ key }) => key === sectionKey));
  const itemsOf = (key: string): ShownItem[] => onSale.filter(({ sectionKey }) => sectionKey === key);
  const list = (of: readonly ShownItem[]): ReactNode => (
    <SortableList list={of} words={words} onMove={(id, over) => void move('items', of, id, over)} className="divide-y divide-border rounded-card border border-border bg-surface">
      {(item, handle) => <ItemRow store={store} sections={sections} item={item} handle={handle} />}
    </SortableList>
  );
  return (
    <>
      <div className="mt-4 flex flex-wrap gap-2"><AddItem store={store} sections={sections} /><AddSection store={store} /></div>
      {failure ? <Notice tone="danger" live className="mt-4">{failure}</Notice> : null}
      {open.length === 0 && onSale.length === 0 ? <div className="mt-6"><EmptyState>{words.empty}</EmptyState></div> : null}
      <SortableList list={open.map((section) => ({ ...section, name: section.title }))} words={words} onMove={(id, over) => void move('sections', open, id, over)}>
        {(section, handle) => (
          <SectionFrame store={store} section={section} handle={handle}>
            {itemsOf(section.key).length === 0 ? <EmptyState>{words.emptySection}</EmptyState> : list(itemsOf(section.key))}
          </SectionFrame>
        )}
      </SortableList>
      {loose.length > 0 ? <section aria-label={words.unsorted} className="mt-8"><h2 className="mb-2 text-[16px]/6 font-semibold sm:text-[14px]/5">{words.unsorted}</h2>{list(loose)}</section> : null}
      <Archived store={store} sections={sections.filter(({ archived }) => archived)} items={items.filter(({ archived }) => archived)} />
    </>
  );
}

function SectionFrame({ store, section, handle, children }: { store: StoreFacts; section: ShownSection; handle: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={section.title} className="mt-8">
      <div className="mb-2 flex items-center gap-1">
        {handle}
        <div className="mr-auto min-w-0">
          <h2 className="text-[16px]/6 font-semibold tracking-[-0.01em] wrap-anywhere">{section.title}</h2>
          {section.note ? <p className="text-[13px]/5 text-muted wrap-anywhere">{section.note}</p> : null}
        </div>
        <EditSection store={store} section={section} />
      </div>
      {children}
    </section>
  );
}

/** The order that was just made stands at once; where it could not be saved the old one comes back, and is told. */
function useOrder({ locale }: StoreFacts, menu: ShownMenu) {
  const router = useRouter();
  const words = consoleWords(locale);
  const [shown, setShown] = useState(menu);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => setShown(menu), [menu]);
  async function move(kind: 'sections' | 'items', list: readonly { readonly id: string; readonly sortOrder: number }[], id: string, overId: string): Promise<void> {
    const changes = moved(list, id, overId);
    setFailure(null);
    setShown((known) => ({ ...known, [kind]: reordered<ShownSection | ShownItem>(known[kind], changes) }));
    for (const { id: changed, sortOrder } of changes) {
      const answer = await call('PATCH', `/merchant/menu/${kind}/${encodeURIComponent(changed)}`, { sortOrder });
      if (answer.ok) continue;
      setFailure(tellIn(words.errors, answer));
      setShown(menu);
      break;
    }
    router.refresh();
  }
  return [shown, failure, move] as const;
}

function Archived({ store, sections, items }: { store: StoreFacts; sections: readonly ShownSection[]; items: readonly ShownItem[] }) {
  const words = menuWords(store.locale);
  if (sections.length + items.length === 0) return null;
  return (
    <details className="mt-8">
      <summary className="cursor-pointer font-semibold">{words.archived} ({sections.length + items.length})</summary>
      <ul className="mt-2 divide-y divide-border rounded-card border border-border bg-surface">
        {sections.map(({ key, title }) => <ArchivedRow key={`section ${key}`} store={store} kind={words.section} name={title} path={`/merchant/menu/sections/${key}`} />)}
        {items.map(({ sku, name }) => <ArchivedRow key={sku} store={store} kind={words.item} name={name} path={`/merchant/menu/items/${encodeURIComponent(sku)}`} />)}
      </ul>
    </details>
  );
}

function ArchivedRow({ store, kind, name, path }: { store: StoreFacts; kind: string; name: string; path: string }) {
  const words = menuWords(store.locale);
  const { pending, outcome, save } = useSave(consoleWords(store.locale));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <p className="min-w-0 wrap-anywhere">{name} <span className="text-muted">· {kind}</span></p>
      <Button aria-label={`${words.restore} ${name}`} pending={pending} onClick={() => void save('PATCH', path, { archived: false })}>{words.restore}</Button>
      {outcome && outcome.kind !== 'saved' ? <SaveOutcome outcome={outcome} words={consoleWords(store.locale)} /> : null}
    </li>
  );
}
