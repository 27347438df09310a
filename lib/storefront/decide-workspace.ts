import { isCountry } from '@/lib/kernel/country';
import { DateTime } from 'luxon';
import { isAllowedHandle } from '@/lib/kernel/merchant-handle';
import { isCurrency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText, plainText } from '@/lib/kernel/text';
import { toTimeZone } from '@/lib/kernel/time-zone';
import { toLocale } from './locale';
import { LOCALES_MAX, WEEKDAYS, type OpeningHours, type OpeningWindow, type StorefrontPage } from './types';
import type { Workspace, WorkspaceFault, WorkspacePatch } from './workspace-types';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const PHONE = /^\+?[0-9][0-9 ()./-]{4,29}$/;
const PAGE_KEY = /^[a-z0-9-]{1,40}$/;
const MAX_WINDOWS = 50;
const MAX_EXCEPTIONS = 100;
const MAX_NOTES = 10;
const MAX_PAGES = 10;
const MAX_BODY_CHARACTERS = 20_000;

type Checked<T> = Result<T, WorkspaceFault>;
const fault = (field: string, message: string) => err({ code: 'invalid_field', field, message });

/** The workspace as it is after a save; `invalid_field` names what is wrong first. Only a draft may change its handle, and its currency while nothing is priced in it. */
export function decideWorkspace(current: Workspace, patch: WorkspacePatch, { isPriced }: { isPriced: boolean }): Checked<Workspace> {
  const texts = decideTexts(current, patch);
  if (!texts.ok) return texts;
  const terms = decideTerms(current, patch, isPriced);
  if (!terms.ok) return terms;
  const locales = decideLocales(current, patch);
  if (!locales.ok) return locales;
  const hours = decideHours(current.hours, patch.hours ?? {});
  if (!hours.ok) return hours;
  const pages = decidePages(patch.pages ?? current.pages, locales.value.defaultLocale);
  if (!pages.ok) return pages;
  return ok({ ...current, ...texts.value, ...terms.value, ...locales.value, hours: hours.value, pages: pages.value });
}

type Texts = Pick<Workspace, 'name' | 'description' | 'address' | 'postalCode' | 'city' | 'phone' | 'contactEmail'>;

function decideTexts(current: Workspace, patch: WorkspacePatch): Checked<Texts> {
  const next = {
    name: cleanText(patch.name ?? current.name, 100),
    description: cleanText(patch.description ?? current.description, 2_000),
    address: cleanText(patch.address ?? current.address, 200),
    postalCode: cleanText(patch.postalCode ?? current.postalCode, 20),
    city: cleanText(patch.city ?? current.city, 100),
    phone: cleanText(patch.phone ?? current.phone, 40),
    contactEmail: patch.contactEmail ?? current.contactEmail,
  };
  if (patch.name !== undefined && next.name === '') return fault('name', 'must not be empty');
  if (current.status === 'live' && (next.address === '' || next.city === '')) return fault(next.address === '' ? 'address' : 'city', 'must not be empty while the store is live');
  if (next.phone !== '' && !PHONE.test(next.phone)) return fault('phone', 'is not a phone number');
  return ok(next);
}

function decideTerms(current: Workspace, patch: WorkspacePatch, isPriced: boolean): Checked<Pick<Workspace, 'handle' | 'currency' | 'country' | 'prepMinutes' | 'slotCapacity'>> {
  const { handle = current.handle, currency = current.currency, country = current.country, prepMinutes = current.prepMinutes, slotCapacity = current.slotCapacity } = patch;
  if (handle !== current.handle) {
    if (current.status === 'live') return fault('merchantHandle', 'cannot change while the store is live: links and QR codes name it');
    if (!isAllowedHandle(handle)) return fault('merchantHandle', 'must be 3 to 40 small letters, digits and hyphens, and no word of ours');
  }
  if (!isCurrency(currency)) return fault('currency', 'is not a currency of ours');
  if (currency !== current.currency && (current.status === 'live' || isPriced)) return fault('currency', 'cannot change any more: items are priced in it');
  if (!isCountry(country)) return fault('country', 'is not a country: two letters of ISO 3166');
  return ok({ handle, currency, country, prepMinutes, slotCapacity });
}

/** A default that is named alone is published as well. */
function decideLocales(current: Workspace, patch: WorkspacePatch): Checked<Pick<Workspace, 'defaultLocale' | 'publishedLocales'>> {
  const defaultLocale = toLocale(patch.defaultLocale ?? current.defaultLocale);
  if (defaultLocale === null) return fault('defaultContentLocale', 'is not a language tag (BCP 47)');
  const asked = patch.publishedLocales ?? (current.publishedLocales.includes(defaultLocale) ? current.publishedLocales : [...current.publishedLocales, defaultLocale]);
  const published = asked.map(toLocale);
  const wrong = published.indexOf(null);
  if (wrong >= 0) return fault(`publishedStorefrontLocales[${wrong}]`, 'is not a language tag (BCP 47)');
  const publishedLocales = [...new Set(published.filter((locale) => locale !== null))];
  if (publishedLocales.length > LOCALES_MAX) return fault('publishedStorefrontLocales', `must be at most ${LOCALES_MAX}`);
  if (!publishedLocales.includes(defaultLocale)) return fault('publishedStorefrontLocales', 'must hold the default language');
  return ok({ defaultLocale, publishedLocales });
}

function decideHours(current: OpeningHours, patch: Partial<OpeningHours>): Checked<OpeningHours> {
  const { windows = current.windows, exceptions = current.exceptions, notes = current.notes } = patch;
  const timeZone = toTimeZone(patch.timeZone ?? current.timeZone);
  if (timeZone === null) return fault('hours.timezone', 'is not an IANA time zone');
  if (windows.length > MAX_WINDOWS) return fault('hours.windows', `must be at most ${MAX_WINDOWS}`);
  const wrong = windows.findIndex((window) => !WEEKDAYS.includes(window.day) || !isWindow(window));
  if (wrong >= 0) return fault(`hours.windows[${wrong}]`, WINDOW);
  if (exceptions.length > MAX_EXCEPTIONS) return fault('hours.exceptions', `must be at most ${MAX_EXCEPTIONS}`);
  for (const [index, { date, windows: onDate }] of exceptions.entries()) {
    const path = `hours.exceptions[${index}]`;
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || !DateTime.fromISO(date).isValid) return fault(`${path}.date`, 'is not a date such as 2026-12-24');
    if (exceptions.findIndex((each) => each.date === date) !== index) return fault(`${path}.date`, 'stands there twice');
    if (onDate.length > MAX_WINDOWS || !onDate.every(isWindow)) return fault(`${path}.windows`, WINDOW);
  }
  if (notes.length > MAX_NOTES) return fault('hours.notes', `must be at most ${MAX_NOTES}`);
  const clean = (text: string): string => cleanText(text, 200);
  return ok({
    timeZone, windows, notes: notes.map(clean).filter((note) => note !== ''),
    exceptions: exceptions.map(({ note, ...rest }) => ({ ...rest, note: note === null ? null : clean(note) || null })).sort((a, b) => a.date.localeCompare(b.date)),
  });
}

const WINDOW = 'must open at a time such as 17:30 and close at another one; midnight is 24:00';
const isWindow = ({ opensAt, closesAt }: Omit<OpeningWindow, 'day'>): boolean => TIME.test(opensAt) && (TIME.test(closesAt) || closesAt === '24:00') && opensAt !== closesAt;

function decidePages(pages: readonly StorefrontPage[], defaultLocale: string): Checked<readonly StorefrontPage[]> {
  if (pages.length > MAX_PAGES) return fault('legalPages', `must be at most ${MAX_PAGES}`);
  const decided: StorefrontPage[] = [];
  for (const [index, page] of pages.entries()) {
    const path = `legalPages[${index}]`;
    if (!PAGE_KEY.test(page.key) || pages.findIndex(({ key }) => key === page.key) !== index) return fault(`${path}.key`, 'must be small letters, digits and hyphens, and stand there once');
    const title = cleanText(page.title, 100);
    if (title === '') return fault(`${path}.title`, 'must not be empty');
    const translations: Record<string, { title?: string; body?: string }> = {};
    for (const [tag, words] of Object.entries(page.translations)) {
      const locale = toLocale(tag);
      if (locale === null) return fault(`${path}.translations.${tag}`, 'is not a language tag (BCP 47)');
      if (locale === defaultLocale) continue; // the page itself is in it
      translations[locale] = { ...(words.title && { title: cleanText(words.title, 100) }), ...(words.body && { body: toParagraphs(words.body) }) };
    }
    if (Object.keys(translations).length > LOCALES_MAX) return fault(`${path}.translations`, `must be at most ${LOCALES_MAX}`);
    decided.push({ key: page.key, title, body: toParagraphs(page.body), translations });
  }
  return ok(decided);
}

/** Line by line, so that paragraphs stay. */
const toParagraphs = (text: string): string => text.split(/\r?\n/).map(plainText).join('\n').trim().slice(0, MAX_BODY_CHARACTERS);
