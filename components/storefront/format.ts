import type { UiLanguage, Words } from './words';

const DAY_MS = 86_400_000;

/** The language that dates are written in: ours, in the region of the content where it is of that language. */
const tagOf = (language: UiLanguage, locale: string): string => (locale.split('-')[0] === language ? (locale === 'en' ? 'en-GB' : locale) : language === 'en' ? 'en-GB' : language);

/** Making a formatter costs more than all that it formats: one for each time zone. */
function remembered(make: (timeZone: string) => Intl.DateTimeFormat): (at: Date, timeZone: string) => string {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (at, timeZone) => {
    const format = made.get(timeZone) ?? make(timeZone);
    made.set(timeZone, format);
    return format.format(at);
  };
}

/** `18:15`, by the merchant's clock. The same digits on every machine. */
export const timeText = remembered((timeZone) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }));

/** `2026-11-26`, the date at the merchant's. */
export const dateKey = remembered((timeZone) => new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }));

type Place = { readonly words: Words; readonly language: UiLanguage; readonly locale: string; readonly timeZone: string };

/** Today, tomorrow, or `Thursday 26 November`. */
export function dayText(at: Date, now: Date, { words, language, locale, timeZone }: Place): string {
  const key = dateKey(at, timeZone);
  if (key === dateKey(now, timeZone)) return words.today;
  if (key === dateKey(new Date(now.getTime() + DAY_MS), timeZone)) return words.tomorrow;
  return new Intl.DateTimeFormat(tagOf(language, locale), { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at);
}

/** `at 18:15`, and of another day `tomorrow at 18:15`. */
export function momentText(at: Date, now: Date, place: Place): string {
  const time = timeText(at, place.timeZone);
  return dateKey(at, place.timeZone) === dateKey(now, place.timeZone) ? place.words.todayAt(time) : place.words.dayAt(dayText(at, now, place), time);
}

export const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
