import type { Metadata } from 'next';
import { AddIngredient, IngredientList } from '@/components/merchant/menu/ingredient-list';
import { MenuBoard } from '@/components/merchant/menu/menu-board';
import { menuWords } from '@/components/merchant/menu/menu-words';
import type { StoreFacts } from '@/components/merchant/menu/shown';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { loadStudio } from '@/lib/menu';
import { getMerchant } from '@/lib/merchant';
import { getWorkspace } from '@/lib/storefront';
import { toShown } from './to-shown';

export const metadata: Metadata = { title: 'Menu' };

/** Menu Studio: sections, items and ingredients of a store. */
export default async function MenuPage() {
  const { ctx, merchantId, uiLocale: locale } = await requireConsole('/dashboard/menu', 'manager');
  const words = menuWords(locale);
  const [studio, { currency }, { defaultLocale, publishedLocales, hours }] = await Promise.all([loadStudio(ctx, merchantId), getMerchant(ctx, merchantId), getWorkspace(ctx, merchantId)]);
  const store: StoreFacts = { locale, currency, languages: [defaultLocale, ...publishedLocales.filter((tag) => tag !== defaultLocale)], timeZone: hours.timeZone };
  const menu = toShown(studio, currency);
  return (
    <div lang={locale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <MenuBoard store={store} menu={menu} />
      <div id="ingredients">
        <Section title={words.ingredients} aside={<AddIngredient store={store} items={menu.items} />}>
          <p className="mb-3 text-muted">{words.ingredientsLead}</p>
          {menu.ingredients.length === 0 ? <EmptyState>{words.noIngredients}</EmptyState> : <IngredientList store={store} menu={menu} />}
        </Section>
      </div>
    </div>
  );
}
