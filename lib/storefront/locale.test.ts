import { describe, expect, it } from 'vitest';
import { resolveLocale, toLocale } from './locale';

const published = { defaultLocale: 'sv-SE', publishedLocales: ['sv-SE', 'en', 'fr'] };
const resolve = (requested: string | null, acceptLanguage: string | null = null) => resolveLocale(published, { requested, acceptLanguage });

describe('toLocale', () => {
  it.each([['SV-se', 'sv-SE'], ['en', 'en'], ['zh-hant-tw', 'zh-Hant-TW'], ['', null], ['e', null], ['en_US', null], ['../en', null], ['x'.repeat(40), null]])('%s is %s', (tag, locale) =>
    expect(toLocale(tag)).toBe(locale),
  );
});

describe('resolveLocale', () => {
  it('serves what is asked for where it is published, and the default otherwise', () => {
    expect(resolve('fr')).toEqual({ requestedLocale: 'fr', resolvedLocale: 'fr', availableLocales: ['sv-SE', 'en', 'fr'], suggestedLocale: 'sv-SE' });
    expect(resolve('de')).toMatchObject({ requestedLocale: 'de', resolvedLocale: 'sv-SE' });
    expect(resolve(null)).toMatchObject({ requestedLocale: '', resolvedLocale: 'sv-SE' });
  });

  it.each([
    ['en-GB,en;q=0.9', 'en'],
    ['de, fr;q=0.5, en;q=0.8', 'en'],
    ['fr;q=0, en;q=0.1', 'en'],
    ['*', 'sv-SE'],
    ['xx;;;,q=1,,', 'sv-SE'],
  ])('Accept-Language %s suggests %s, and changes nothing of what is served', (header, suggestedLocale) =>
    expect(resolve(null, header)).toMatchObject({ suggestedLocale, resolvedLocale: 'sv-SE' }),
  );
});
