import type { PassLanguage } from './types';

/** The language of ours that is nearest to a locale: French, else English. */
export const toLanguage = (locale: string | null): PassLanguage => (/^fr\b/i.test(locale ?? '') ? 'fr' : 'en');

/** How numbers and dates are written. */
export const tagOf = (language: PassLanguage): string => (language === 'fr' ? 'fr-FR' : 'en-GB');
