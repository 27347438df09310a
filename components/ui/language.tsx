'use client';

import { createContext, use, type ReactNode } from 'react';
import type { UiLocale } from '@/lib/identity';
import { frameWords, type FrameWords } from './frame-words';

const Language = createContext<UiLocale>('en');

/** The language of what stands around every page and within its smallest parts: menu, theme, copying. English where nobody says. */
export const LanguageOf = ({ locale, children }: { locale: UiLocale; children: ReactNode }) => <Language value={locale}>{children}</Language>;

export const useFrameWords = (): FrameWords => frameWords(use(Language));
