import { headers } from 'next/headers';
import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { uiLanguageOf, type UiLanguage } from '@/components/storefront/words';
import { currentSession, pageCtx } from '@/lib/entrance/page-ctx';
import { PAGE_PATH_HEADER } from '@/lib/http/client-address';
import { isAllowedHandle } from '@/lib/kernel/merchant-handle';
import { visitStorefront, type Visit } from '@/lib/storefront';

const memberOf = async (): Promise<string | null> => (await currentSession())?.merchantId ?? null;

/** Once for a request, whoever asks: its page, the metadata and the layout. */
const visit = cache(async (handle: string, locale: string | null): Promise<Visit | null> => visitStorefront((await pageCtx()).ctx, { handle, locale, memberOf }));

export type Address = { readonly handle: string; readonly locale: string | null };
export type Shown = Extract<Visit, { kind: 'shown' }>;

/** What stands at a storefront's address; else 404, and under the locale's own spelling where it was spelled otherwise. `rest`: what follows the locale. */
export async function requireStorefront({ handle, locale }: Address, rest = ''): Promise<Shown> {
  const found = await visit(handle, locale);
  if (found === null) notFound();
  if (found.kind === 'moved') permanentRedirect(`/${handle}/${found.locale}${rest}`);
  return found;
}

/** The language of our words on the page that is asked for: English but on a storefront. */
export async function pageLanguage(): Promise<UiLanguage> {
  const [, handle = '', locale] = ((await headers()).get(PAGE_PATH_HEADER) ?? '').split('/');
  const found = isAllowedHandle(handle) ? await visit(handle, locale === undefined || locale === '' ? null : locale) : null;
  return found?.kind === 'shown' ? uiLanguageOf(found.locale) : 'en';
}
