import { dayIn } from '@/lib/kernel/day';
import { dateFormat } from '@/lib/kernel/formats';
import type { UiLanguage, Words } from './words';

const DAY_MS = 86_400_000;

/** The language that dates are written in: ours, in the region of the content where it is of that language. */
const tagOf = (language: UiLanguage, locale: string): string => (locale.split('-')[0] === language ? (locale === 'en' ? 'en-GB' : locale) : language === 'en' ? 'en-GB' : language);

/** `18:15`, by the merchant's clock. The same digits on every machine. */
export const timeText = (at: Date, timeZone: string): string => dateFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at);


type Place = { readonly words: Words; readonly language: UiLanguage; readonly locale: string; readonly timeZone: string };

/** Today, tomorrow, or `Thursday 26 November`. */
export function dayText(at: Date, now: Date, { words, language, locale, timeZone }: Place): string {
  const key = dayIn(timeZone, at);
  if (key === dayIn(timeZone, now)) return words.today;
  if (key === dayIn(timeZone, new Date(now.getTime() + DAY_MS))) return words.tomorrow;
  return dateFormat(tagOf(language, locale), { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at);
}

/** `at 18:15`, and of another day `tomorrow at 18:15`. */
export function momentText(at: Date, now: Date, place: Place): string {
  const time = timeText(at, place.timeZone);
  return dayIn(place.timeZone, at) === dayIn(place.timeZone, now) ? place.words.todayAt(time) : place.words.dayAt(dayText(at, now, place), time);
}

export const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
