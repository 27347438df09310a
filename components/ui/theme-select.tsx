'use client';

import { useState } from 'react';
import { useFrameWords } from './language';

export type Theme = 'system' | 'light' | 'dark';

const A_YEAR_SECONDS = 31_536_000;

/** Chooses the theme. A cookie keeps it, and the server writes it into the page: no script has to run before the first paint. */
export function ThemeSelect({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const words = useFrameWords();
  function choose(next: Theme): void {
    setTheme(next);
    if (next === 'system') {
      delete document.documentElement.dataset.theme;
      document.cookie = 'theme=; path=/; max-age=0; samesite=lax';
      return;
    }
    document.documentElement.dataset.theme = next;
    document.cookie = `theme=${next}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`;
  }
  return (
    <select
      aria-label={words.theme}
      value={theme}
      onChange={({ target: { value } }) => choose(value === 'light' || value === 'dark' ? value : 'system')}
      className="-ml-1 cursor-pointer rounded-control bg-transparent py-1 text-[13px]/5 text-muted hover:text-fg"
    >
      {(['system', 'light', 'dark'] as const).map((value) => (
        <option key={value} value={value}>{words.themes[value]}</option>
      ))}
    </select>
  );
}
