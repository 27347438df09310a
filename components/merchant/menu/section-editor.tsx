'use client';

import { Field } from '@/components/ui/field';
import { EditDialog, type Draft } from './edit-dialog';
import { menuWords } from './menu-words';
import type { ShownSection, StoreFacts } from './shown';

type Props = { readonly store: StoreFacts };

export function AddSection({ store }: Props) {
  const words = menuWords(store.locale);
  return (
    <EditDialog locale={store.locale} open={words.addSection} title={words.addSection} method="POST" path="/merchant/menu/sections" revision={null} draft={(form) => readSection(form, store, null)}>
      <SectionFields store={store} section={null} />
    </EditDialog>
  );
}

export function EditSection({ store, section }: Props & { section: ShownSection }) {
  const words = menuWords(store.locale);
  return (
    <EditDialog
      locale={store.locale} open={words.edit} openLabel={`${words.edit} ${section.title}`} variant="quiet" title={section.title} method="PATCH" path={`/merchant/menu/sections/${section.key}`} revision={section.revision}
      draft={(form) => readSection(form, store, section)} linesOf={({ title, note }) => [{ label: words.sectionTitle, value: String(title) }, ...(typeof note === 'string' ? [{ label: words.note, value: note }] : [])]}
      also={{ label: words.archive, body: { archived: true } }}
    >
      <SectionFields store={store} section={section} />
    </EditDialog>
  );
}

function SectionFields({ store: { locale, languages }, section }: Props & { section: ShownSection | null }) {
  const words = menuWords(locale);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {languages.map((tag, at) => {
        const given = at === 0 ? section : section?.translations[tag];
        const where = languages.length > 1 ? ` ${words.in} ${tag}` : '';
        return (
          <div key={tag} className="space-y-3">
            <Field label={words.sectionTitle + where} name={`title:${tag}`} required={at === 0} maxLength={100} defaultValue={given?.title} lang={tag} />
            <Field label={words.note + where} name={`note:${tag}`} maxLength={300} defaultValue={given?.note ?? undefined} lang={tag} />
          </div>
        );
      })}
    </div>
  );
}

function readSection(form: FormData, { languages: [own, ...others] }: StoreFacts, section: ShownSection | null): Draft {
  const textOf = (name: string): string => String(form.get(name) ?? '').trim();
  const translated = others.map((tag) => [tag, Object.fromEntries(['title', 'note'].flatMap((part) => (textOf(`${part}:${tag}`) === '' ? [] : [[part, textOf(`${part}:${tag}`)]])))] as const);
  return { body: { title: textOf(`title:${own}`), note: textOf(`note:${own}`) || null, translations: { ...section?.translations, ...Object.fromEntries(translated) } } };
}
