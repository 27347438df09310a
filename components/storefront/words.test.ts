import { describe, expect, it } from 'vitest';
import { uiLanguageOf, wordsOf } from './words';

/** Every text of a dictionary by its path; functions with what they make of odd words. */
function textsOf(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = `${path}${key}`;
    if (typeof value === 'function') return [[at, String((value as (...given: unknown[]) => string)('(1)', '(2)', '(3)'))]];
    return typeof value === 'object' && value !== null ? textsOf(value, `${at}.`) : [[at, String(value)]];
  });
}

describe('the words of a storefront', () => {
  it.each([['en', 'en'], ['fr', 'fr'], ['fr-CA', 'fr'], ['FR-fr', 'fr'], ['sv-SE', 'en'], ['fry', 'en'], ['', 'en']])('beside content in %s are in %s', (locale, language) => expect(uiLanguageOf(locale)).toBe(language));

  it('are all there in both languages, and none was left in English', () => {
    const [english, french] = [textsOf(wordsOf('en')), textsOf(wordsOf('fr'))];
    expect(french.map(([key]) => key)).toEqual(english.map(([key]) => key));
    expect(french.filter(([, text]) => text.trim() === '')).toEqual([]);
    const same = french.filter(([, text], index) => text === english[index]?.[1]).map(([key]) => key);
    expect(same).toEqual(['contact', 'total']);
  });

  it('say in both languages what they are given', () => {
    for (const language of ['en', 'fr'] as const) {
      const words = wordsOf(language);
      for (const [key, text] of textsOf(words)) if (typeof Reflect.get(words, key) === 'function' && key !== 'count') expect(text, key).toContain('(1)');
      expect([words.count(1), words.count(2)].map((text) => /^[12] \w+$/.test(text))).toEqual([true, true]);
    }
  });
});
