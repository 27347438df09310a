'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CheckField, Field, SelectField, TextAreaField } from '@/components/ui/field';
import type { OpeningException, OpeningWindow, StorefrontPage, Workspace } from '@/lib/storefront';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

type Props = { readonly locale: 'en' | 'fr'; readonly workspace: Workspace };

/** A part of the workspace that is saved by itself, against the revision that the page was read at. */
function PartForm({ locale, workspace, change, children }: Props & { change: (form: FormData) => object; children: ReactNode }) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void save('PATCH', '/merchant/workspace', { revision: workspace.revision, ...change(new FormData(event.currentTarget)) });
  }
  return (
    <form onSubmit={submit} className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      {children}
      <SaveOutcome outcome={outcome} words={words} />
      <Button type="submit" variant="primary" className="max-sm:w-full" pending={pending}>{words.save}</Button>
    </form>
  );
}

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

export function ProfileForm({ locale, workspace, countries }: Props & { countries: readonly { value: string; text: string }[] }) {
  const words = consoleWords(locale).workspace;
  const change = (form: FormData): object => {
    const texts = Object.fromEntries(['description', 'address', 'postalCode', 'city', 'country', 'phone'].map((name) => [name, textOf(form, name)]));
    const handle = textOf(form, 'merchantHandle');
    return { ...texts, name: textOf(form, 'name'), contactEmail: textOf(form, 'contactEmail'), ...(handle !== '' && handle !== workspace.handle && { merchantHandle: handle }) };
  };
  return (
    <PartForm locale={locale} workspace={workspace} change={change}>
      <Field label={words.name} name="name" required maxLength={100} defaultValue={workspace.name} autoComplete="organization" />
      <TextAreaField label={words.description} name="description" rows={2} maxLength={2000} defaultValue={workspace.description} />
      <Field label={words.address} name="address" maxLength={200} defaultValue={workspace.address} autoComplete="street-address" />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={words.postalCode} name="postalCode" maxLength={20} defaultValue={workspace.postalCode} autoComplete="postal-code" />
        <Field label={words.city} name="city" maxLength={100} defaultValue={workspace.city} autoComplete="address-level2" />
        <SelectField label={words.country} name="country" defaultValue={workspace.country} options={countries} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.phone} name="phone" type="tel" maxLength={40} defaultValue={workspace.phone} autoComplete="tel" />
        <Field label={words.email} name="contactEmail" type="email" required defaultValue={workspace.contactEmail} autoComplete="email" />
      </div>
      {workspace.status === 'draft' ? <Field label={words.handle} name="merchantHandle" key={workspace.handle} defaultValue={workspace.handle} pattern="[a-z0-9\-]{3,40}" hint={words.handleHint} /> : null}
    </PartForm>
  );
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** A browser's field of time ends at 23:59; midnight is 24:00 here. */
const toField = (time: string): string => (time === '24:00' ? '00:00' : time);
const toClosing = (time: string): string => (time === '00:00' ? '24:00' : time);
const EVENING = { opensAt: '18:00', closesAt: '22:00' };

type Times = { readonly opensAt: string; readonly closesAt: string };

function TimesRow({ what, times, locale, onChange, onRemove }: { what: string; times: Times; locale: Props['locale']; onChange: (times: Times) => void; onRemove: () => void }) {
  const words = consoleWords(locale);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={words.workspace.opens} aria-label={`${words.workspace.opens}, ${what}`} type="time" required value={toField(times.opensAt)} onChange={(event) => onChange({ ...times, opensAt: event.target.value })} />
      <Field label={words.workspace.closes} aria-label={`${words.workspace.closes}, ${what}`} type="time" required value={toField(times.closesAt)} onChange={(event) => onChange({ ...times, closesAt: toClosing(event.target.value) })} />
      <Button variant="quiet" aria-label={`${words.remove}, ${what}`} onClick={onRemove}>{words.remove}</Button>
    </div>
  );
}

export function HoursForm({ locale, workspace, timeZones }: Props & { timeZones: readonly string[] }) {
  const words = consoleWords(locale).workspace;
  const [windows, setWindows] = useState<readonly OpeningWindow[]>(workspace.hours.windows);
  const [exceptions, setExceptions] = useState<readonly OpeningException[]>(workspace.hours.exceptions);
  const change = (form: FormData): object => ({
    hours: { timezone: textOf(form, 'timezone'), windows, exceptions, notes: textOf(form, 'notes').split('\n').map((line) => line.trim()).filter((line) => line !== '') },
  });
  const replace = (index: number, next: OpeningWindow | null): void => setWindows(windows.flatMap((window, at) => (at === index ? (next ?? []) : window)));
  const asMonday = (): void => setWindows(DAYS.flatMap((day) => windows.filter((window) => window.day === 'monday').map((window) => ({ ...window, day }))));
  return (
    <PartForm locale={locale} workspace={workspace} change={change}>
      <SelectField label={words.timeZone} name="timezone" defaultValue={workspace.hours.timeZone} options={timeZones.map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))} />
      {DAYS.map((day) => {
        const ofDay = windows.flatMap((window, index) => (window.day === day ? [{ window, index }] : []));
        return (
          <fieldset key={day} className="border-t border-border pt-3">
            <legend className="sr-only">{words.days[day]}</legend>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <p aria-hidden className="font-medium">{words.days[day]}{ofDay.length === 0 ? <span className="font-normal text-muted"> · {words.closed}</span> : null}</p>
              <div className="flex flex-wrap gap-2">
                {day === 'monday' && ofDay.length > 0 ? <Button variant="quiet" onClick={asMonday}>{words.copy}</Button> : null}
                <Button aria-label={`${words.addHours}, ${words.days[day]}`} onClick={() => setWindows([...windows, { day, ...EVENING }])}>{words.addHours}</Button>
              </div>
            </div>
            {ofDay.map(({ window, index }) => (
              <TimesRow key={index} what={words.days[day]} locale={locale} times={window} onChange={(times) => replace(index, { ...window, ...times })} onRemove={() => replace(index, null)} />
            ))}
          </fieldset>
        );
      })}
      <Exceptions locale={locale} exceptions={exceptions} onChange={setExceptions} />
      <TextAreaField label={words.notes} name="notes" rows={2} hint={words.notesHint} defaultValue={workspace.hours.notes.join('\n')} />
    </PartForm>
  );
}

function Exceptions({ locale, exceptions, onChange }: { locale: Props['locale']; exceptions: readonly OpeningException[]; onChange: (next: readonly OpeningException[]) => void }) {
  const { workspace: words, remove } = consoleWords(locale);
  const replace = (index: number, next: OpeningException | null): void => onChange(exceptions.flatMap((each, at) => (at === index ? (next ?? []) : each)));
  return (
    <fieldset className="space-y-3 border-t border-border pt-3">
      <legend className="sr-only">{words.exceptions}</legend>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p aria-hidden className="font-medium">{words.exceptions}</p>
        <Button onClick={() => onChange([...exceptions, { date: '', windows: [], note: null }])}>{words.addDate}</Button>
      </div>
      {exceptions.map((exception, index) => (
        <div key={index} className="space-y-2">
          <div className="grid gap-2 sm:grid-cols-2">
            <Field label={words.date} type="date" required value={exception.date} onChange={(event) => replace(index, { ...exception, date: event.target.value })} />
            <Field label={words.note} value={exception.note ?? ''} maxLength={200} onChange={(event) => replace(index, { ...exception, note: event.target.value === '' ? null : event.target.value })} />
          </div>
          <CheckField label={words.closedAllDay} checked={exception.windows.length === 0} onChange={(event) => replace(index, { ...exception, windows: event.target.checked ? [] : [EVENING] })} />
          {exception.windows.map((times, at) => (
            <TimesRow key={at} what={exception.date} locale={locale} times={times} onChange={(next) => replace(index, { ...exception, windows: exception.windows.map((each, position) => (position === at ? next : each)) })}
              onRemove={() => replace(index, { ...exception, windows: exception.windows.filter((_, position) => position !== at) })} />
          ))}
          <Button variant="quiet" aria-label={`${remove}, ${exception.date || words.date}`} onClick={() => replace(index, null)}>{remove}</Button>
        </div>
      ))}
    </fieldset>
  );
}

export function KitchenForm({ locale, workspace }: Props) {
  const words = consoleWords(locale).workspace;
  return (
    <PartForm locale={locale} workspace={workspace} change={(form) => ({ prepMinutes: Number(textOf(form, 'prepMinutes')), slotCapacity: Number(textOf(form, 'slotCapacity')) })}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.prep} name="prepMinutes" type="number" min={0} max={1440} required defaultValue={workspace.prepMinutes} />
        <Field label={words.capacity} name="slotCapacity" type="number" min={0} max={100000} required defaultValue={workspace.slotCapacity} />
      </div>
    </PartForm>
  );
}

export function LanguagesForm({ locale, workspace }: Props) {
  const words = consoleWords(locale).workspace;
  const change = (form: FormData): object => ({
    defaultContentLocale: textOf(form, 'defaultLocale'), publishedStorefrontLocales: textOf(form, 'published').split(/[\s,]+/).filter((tag) => tag !== ''),
  });
  return (
    <PartForm locale={locale} workspace={workspace} change={change}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.defaultLocale} name="defaultLocale" required maxLength={35} defaultValue={workspace.defaultLocale} />
        <Field label={words.published} name="published" required defaultValue={workspace.publishedLocales.join(', ')} hint={words.publishedHint} />
      </div>
    </PartForm>
  );
}

const PAGE_KEYS = ['imprint', 'terms', 'privacy', 'allergens'] as const;

/** Each page with its translations beside it. */
export function LegalForm({ locale, workspace }: Props) {
  const { workspace: words, remove } = consoleWords(locale);
  const [pages, setPages] = useState<readonly StorefrontPage[]>(workspace.pages);
  const others = workspace.publishedLocales.filter((tag) => tag !== workspace.defaultLocale);
  const free = PAGE_KEYS.filter((key) => !pages.some((page) => page.key === key));
  const replace = (key: string, next: Partial<StorefrontPage>): void => setPages(pages.map((page) => (page.key === key ? { ...page, ...next } : page)));
  const translate = (page: StorefrontPage, tag: string, part: { title?: string; body?: string }): void =>
    replace(page.key, { translations: { ...page.translations, [tag]: { ...page.translations[tag], ...part } } });
  return (
    <PartForm locale={locale} workspace={workspace} change={() => ({ legalPages: pages })}>
      {pages.length === 0 ? <p className="text-muted">{words.noPages}</p> : null}
      {pages.map((page) => (
        <fieldset key={page.key} className="space-y-3 border-b border-border pb-4">
          <legend className="text-[13px]/5 font-semibold">{page.title || page.key}</legend>
          <div className={others.length > 0 ? 'grid gap-4 sm:grid-cols-2' : ''}>
            <div className="space-y-3">
              <Field label={`${words.pageTitle} ${words.in} ${workspace.defaultLocale}`} required maxLength={100} value={page.title} onChange={(event) => replace(page.key, { title: event.target.value })} />
              <TextAreaField label={`${words.pageBody} ${words.in} ${workspace.defaultLocale}`} rows={6} value={page.body} onChange={(event) => replace(page.key, { body: event.target.value })} />
            </div>
            {others.map((tag) => (
              <div key={tag} className="space-y-3">
                <Field label={`${words.pageTitle} ${words.in} ${tag}`} lang={tag} maxLength={100} value={page.translations[tag]?.title ?? ''} onChange={(event) => translate(page, tag, { title: event.target.value })} />
                <TextAreaField label={`${words.pageBody} ${words.in} ${tag}`} lang={tag} rows={6} value={page.translations[tag]?.body ?? ''} onChange={(event) => translate(page, tag, { body: event.target.value })} />
              </div>
            ))}
          </div>
          <Button variant="quiet" aria-label={`${remove}, ${page.title || page.key}`} onClick={() => setPages(pages.filter(({ key }) => key !== page.key))}>{remove}</Button>
        </fieldset>
      ))}
      <div className="flex flex-wrap gap-2">
        {free.map((key) => (
          <Button key={key} aria-label={`${words.addPage}: ${words.pages[key]}`} onClick={() => setPages([...pages, { key, title: words.pages[key], body: '', translations: {} }])}>+ {words.pages[key]}</Button>
        ))}
      </div>
    </PartForm>
  );
}
