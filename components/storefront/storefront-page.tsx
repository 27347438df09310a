import { Notice } from '@/components/ui/notice';
import { toScriptJson, restaurantJsonLd } from './json-ld';
import { CartSummaryLeaf } from './leaves';
import { MenuList, SectionNav } from './menu-list';
import { ShopHeader } from './shop-header';
import type { StorefrontView } from './view';
import { wordsOf } from './words';

/** Without scripts the menu reads as it is; what needs them is not shown. */
const WITHOUT_SCRIPTS = '<style>[data-needs-script]{display:none}</style>';

/** A merchant's public page: who it is, whether it is open, what it sells, and the cart. */
export function StorefrontPage({ view, publicOrigin }: { view: StorefrontView; publicOrigin: string }) {
  const { merchant, storefront, locale, language, menu, isPreview, takesOrders } = view;
  const words = wordsOf(language);
  const items = menu.items.map(({ sku, name, price, available }) => ({ sku, name, price, available }));
  return (
    <div data-page="menu" className="mx-auto flex min-h-dvh max-w-[1040px] flex-col px-5 pb-24 sm:px-8 lg:pb-0">
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: toScriptJson(restaurantJsonLd(view, publicOrigin)) }} />
      <noscript dangerouslySetInnerHTML={{ __html: WITHOUT_SCRIPTS }} />
      {isPreview ? (
        <Notice tone="warning" title={words.preview} className="mt-4">
          {words.previewTells}
        </Notice>
      ) : null}
      <ShopHeader view={view} />
      <noscript>
        <p className="mt-4 rounded-card border border-border bg-surface px-4 py-3">{words.noScript(storefront.phone)}</p>
      </noscript>
      <div className="mt-6 flex-1 gap-10 lg:grid lg:grid-cols-[minmax(0,1fr)_340px]">
        <main id="content" className="min-w-0 pb-12">
          <SectionNav view={view} />
          <MenuList view={view} />
        </main>
        {takesOrders ? <CartSummaryLeaf handle={merchant.handle} locale={locale} language={language} items={items} /> : null}
      </div>
      <ShopFooter view={view} />
    </div>
  );
}

function ShopFooter({ view: { merchant, storefront, locale, language } }: { view: StorefrontView }) {
  const words = wordsOf(language);
  return (
    <footer className="border-t border-border py-6 text-[13px]/5 text-muted">
      <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2">
        <section aria-label={words.contact}>
          <h2 className="font-medium text-fg">{words.contact}</h2>
          <p className="mt-1">{storefront.address}</p>
          <p className="flex flex-wrap gap-x-4">
            <a href={`tel:${storefront.phone.replace(/[^+\d]/g, '')}`} className="py-1 hover:text-fg">{storefront.phone}</a>
            <a href={`mailto:${merchant.supportEmail}`} className="py-1 hover:text-fg">{merchant.supportEmail}</a>
          </p>
        </section>
        {storefront.pages.length > 0 ? (
          <section aria-label={words.legal}>
            <h2 className="font-medium text-fg">{words.legal}</h2>
            {storefront.pages.map(({ key, title, body, translations }) => (
              <details key={key} lang={locale} className="mt-1">
                <summary className="cursor-pointer py-1 hover:text-fg">{translations[locale]?.title ?? title}</summary>
                <p className="pb-2 wrap-anywhere whitespace-pre-line">{translations[locale]?.body ?? body}</p>
              </details>
            ))}
          </section>
        ) : null}
      </div>
      <p className="mt-6">
        {words.soldWith} <a href="/" className="font-medium hover:text-fg">Countersign</a>
      </p>
    </footer>
  );
}
