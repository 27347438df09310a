'use client';

import type { ReactNode } from 'react';
import { CheckField, Field, SelectField, TextAreaField } from '@/components/ui/field';
import { formatMoney, parseDecimal, type Currency } from '@/lib/kernel/money';
import { EditDialog, type Draft, type Line } from './edit-dialog';
import { menuWords, type MenuWords } from './menu-words';
import type { ShownItem, ShownSection, StoreFacts } from './shown';

type Props = { readonly store: StoreFacts; readonly sections: readonly ShownSection[] };
const TYPES = ['pizza', 'drink', 'dessert', 'extra', 'other'] as const;

export function AddItem({ store, sections }: Props) {
  const words = menuWords(store.locale);
  const draft = (form: FormData): Draft => {
    const made = readItem(form, store);
    const sku = textOf(form, 'sku');
    return 'wrong' in made ? made : { body: { ...made.body, ...(sku !== '' && { sku }) } };
  };
  return (
    <EditDialog locale={store.locale} open={words.addItem} variant="primary" title={words.addItem} method="POST" path="/merchant/menu/items" revision={null} draft={draft}>
      <ItemFields store={store} sections={sections} item={null} />
    </EditDialog>
  );
}

export function EditItem({ store, sections, item }: Props & { item: ShownItem }) {
  const words = menuWords(store.locale);
  return (
    <EditDialog
      locale={store.locale} open={words.edit} openLabel={`${words.edit} ${item.name}`} title={item.name} method="PATCH" path={`/merchant/menu/items/${encodeURIComponent(item.sku)}`} revision={item.revision}
      draft={(form) => withoutUntouchedStock(readItem(form, store), item)} linesOf={(current) => itemLines(current, words, store.currency)} also={{ label: words.archive, body: { archived: true } }}
    >
      <ItemFields store={store} sections={sections} item={item} />
    </EditDialog>
  );
}

function ItemFields({ store: { locale, currency, languages }, sections, item }: Props & { item: ShownItem | null }) {
  const words = menuWords(locale);
  const [own, ...others] = languages;
  const options = [{ value: '', text: words.noSection }, ...sections.filter(({ archived, key }) => !archived || key === item?.sectionKey).map(({ key, title }) => ({ value: key, text: title }))];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Words tag={own}>
          <Field label={labelIn(words.name, words, own, others)} name="name" required maxLength={200} defaultValue={item?.name} lang={own} />
          <TextAreaField label={labelIn(words.description, words, own, others)} name="description" rows={2} maxLength={2000} defaultValue={item?.description} lang={own} />
        </Words>
        {others.map((tag) => (
          <Words key={tag} tag={tag}>
            <Field label={`${words.name} ${words.in} ${tag}`} name={`name:${tag}`} maxLength={200} defaultValue={item?.translations[tag]?.name} lang={tag} />
            <TextAreaField label={`${words.description} ${words.in} ${tag}`} name={`description:${tag}`} rows={2} maxLength={2000} defaultValue={item?.translations[tag]?.description} lang={tag} />
          </Words>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={`${words.price} (${currency})`} name="price" required inputMode="decimal" autoComplete="off" defaultValue={item?.price} hint={words.priceHint} />
        <SelectField label={words.type} name="type" defaultValue={item?.itemType ?? 'pizza'} options={TYPES.map((value) => ({ value, text: words.types[value] ?? value }))} />
        <SelectField label={words.section} name="section" defaultValue={item?.sectionKey ?? ''} options={options} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.stock} name="stock" type="number" min={0} max={1_000_000_000} defaultValue={item?.stock} hint={words.stockHint} />
        {item ? null : <Field label={words.sku} name="sku" maxLength={60} pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" hint={words.skuHint} />}
      </div>
      <CheckField label={words.onMenu} hint={words.onMenuHint} name="available" defaultChecked={item?.available ?? true} />
    </>
  );
}

const Words = ({ tag, children }: { tag: string; children: ReactNode }) => <div key={tag} className="space-y-3">{children}</div>;
const labelIn = (label: string, words: MenuWords, tag: string, others: readonly string[]): string => (others.length === 0 ? label : `${label} ${words.in} ${tag}`);
const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

function readItem(form: FormData, { locale, currency, languages }: StoreFacts): Draft {
  const price = parseDecimal(textOf(form, 'price').replace(',', '.'), currency);
  if (price === null) return { wrong: menuWords(locale).badPrice };
  const translations = Object.fromEntries(
    languages.slice(1).map((tag) => [tag, Object.fromEntries(['name', 'description'].flatMap((part) => (textOf(form, `${part}:${tag}`) === '' ? [] : [[part, textOf(form, `${part}:${tag}`)]])))]),
  );
  const [section, stock] = [textOf(form, 'section'), textOf(form, 'stock')];
  return {
    body: {
      name: textOf(form, 'name'), description: textOf(form, 'description'), priceCents: Number(price), itemType: textOf(form, 'type'), sectionKey: section === '' ? null : section,
      stock: stock === '' ? null : Number(stock), available: form.get('available') !== null, translations,
    },
  };
}

/** What buyers take while somebody edits stays taken: a count that was not touched is not sent. */
function withoutUntouchedStock(draft: Draft, { stock: known, translations: words }: ShownItem): Draft {
  if ('wrong' in draft) return draft;
  const { stock, translations, ...body } = draft.body as { stock: number | null; translations: Record<string, object> };
  const isTouched = (stock === null ? '' : String(stock)) !== known;
  // Words in a language that is not published now are kept.
  return { body: { ...body, translations: { ...words, ...translations }, ...(isTouched && { stock }) } };
}

function itemLines(current: Record<string, unknown>, words: MenuWords, currency: Currency): Line[] {
  const price = typeof current.priceCents === 'number' ? formatMoney({ amount: BigInt(current.priceCents), currency }) : '';
  return [{ label: words.name, value: String(current.name) }, { label: words.description, value: String(current.description) }, { label: words.price, value: price }].filter(({ value }) => value !== '');
}
