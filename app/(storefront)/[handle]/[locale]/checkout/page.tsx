import type { Metadata } from 'next';
import { Checkout } from '@/components/storefront/checkout';
import { uiLanguageOf, wordsOf } from '@/components/storefront/words';
import { loadCheckout } from '../../../load-checkout';
import { requireStorefront } from '../../../visit';

type Props = { params: Promise<{ handle: string; locale: string }> };

const shownAt = async ({ params }: Props) => requireStorefront(await params, '/checkout');

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { merchant, locale } = await shownAt(props);
  return { title: { absolute: `${wordsOf(uiLanguageOf(locale)).checkout}, ${merchant.name}` }, robots: { index: false }, manifest: null, appleWebApp: false };
}

/** Where a guest says when to fetch the order and who does, and sees what it comes to. */
export default async function CheckoutPage(props: Props) {
  const { merchant, storefront, locale, ...shown } = await shownAt(props);
  const language = uiLanguageOf(locale);
  const words = wordsOf(language);
  const { items, asap, days } = await loadCheckout({ merchant, storefront, locale, ...shown });
  return (
    <div className="mx-auto min-h-dvh max-w-[1040px] px-5 pb-16 sm:px-8">
      <header className="pt-4">
        <a href={`/${merchant.handle}/${locale}`} className="inline-flex h-11 items-center gap-2 font-medium text-muted hover:text-fg sm:h-9">
          <span aria-hidden>←</span> {words.backToMenu}
        </a>
      </header>
      <main id="content" className="mt-2">
        <p lang={locale} className="text-muted">{merchant.name}</p>
        <h1 className="mb-5 text-[24px]/8 font-semibold tracking-[-0.02em]">{words.checkout}</h1>
        <noscript><p>{words.noScript(storefront.phone)}</p></noscript>
        <Checkout handle={merchant.handle} locale={locale} language={language} items={items} asap={asap} days={days} address={storefront.address} timeZone={storefront.hours.timeZone} />
      </main>
    </div>
  );
}
