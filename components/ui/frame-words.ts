import type { UiLocale } from '@/lib/identity';

/** What stands around every page, and within its smallest parts. */
const ENGLISH = {
  menu: 'Menu', copy: 'Copy', copied: 'Copied', signOut: 'Sign out', signOutAgain: 'Sign out, once more',
  theme: 'Theme', themes: { system: 'System theme', light: 'Light theme', dark: 'Dark theme' },
};

export type FrameWords = typeof ENGLISH;

const FRENCH: FrameWords = {
  menu: 'Menu', copy: 'Copier', copied: 'Copié', signOut: 'Se déconnecter', signOutAgain: 'Se déconnecter, encore une fois',
  theme: 'Thème', themes: { system: 'Thème du système', light: 'Thème clair', dark: 'Thème sombre' },
};

export const frameWords = (locale: UiLocale): FrameWords => (locale === 'fr' ? FRENCH : ENGLISH);
