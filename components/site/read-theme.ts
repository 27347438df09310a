import { cookies } from 'next/headers';
import type { Theme } from '@/components/ui/theme-select';

/** The theme that the reader chose, from its cookie. Anything unknown means: as the system says. */
export async function readTheme(): Promise<Theme> {
  const value = (await cookies()).get('theme')?.value;
  return value === 'light' || value === 'dark' ? value : 'system';
}
