import { StatusPill } from '@/components/ui/status-pill';
import { cx } from '@/components/ui/cx';
import { formatMoney } from '@/lib/kernel/money';
import type { MenuItem } from '@/lib/menu';
import { AddToCartLeaf } from './leaves';
import type { StorefrontView } from './view';
import { wordsOf } from './words';

type Part = { readonly key: string; readonly title: string; readonly note: string | null; readonly items: readonly MenuItem[]; readonly isOurs: boolean };

/** The merchant's sections, and last what stands in none. */
function partsOf({ menu, language }: StorefrontView): Part[] {
  const words = wordsOf(language);
  const parts = menu.sections.map((section) => ({ ...section, isOurs: false }));
  const placed = new Set(parts.flatMap(({ items }) => items.map(({ sku }) => sku)));
  const loose = menu.items.filter(({ sku }) => !placed.has(sku));
  if (loose.length === 0) return parts;
  return [...parts, { key: 'more', title: parts.length === 0 ? words.menu : words.otherItems, note: null, items: loose, isOurs: true }];
}

const anchorOf = ({ key, isOurs }: Part): string => (isOurs ? 'menu-more' : `section-${key}`);

/** Stays at the top while the menu is read. */
export function SectionNav({ view }: { view: StorefrontView }) {
  const parts = partsOf(view);
  if (parts.length < 2) return null;
  return (
    <nav aria-label={wordsOf(view.language).sections} className="sticky top-0 z-10 -mx-5 border-b border-border bg-bg sm:mx-0">
      <ul className="flex gap-1 overflow-x-auto px-3 [scrollbar-width:none] sm:px-0">
        {parts.map((part) => (
          <li key={anchorOf(part)} className="shrink-0">
            <a href={`#${encodeURIComponent(anchorOf(part))}`} lang={part.isOurs ? undefined : view.locale} className="block rounded-control px-2 py-3 font-medium text-muted hover:text-fg sm:first:pl-0">
              {part.title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Every section with its items. */
export function MenuList({ view }: { view: StorefrontView }) {
  const parts = partsOf(view);
  if (parts.length === 0) return <p className="text-muted">{wordsOf(view.language).emptyMenu}</p>;
  return parts.map((part, index) => (
    <section key={anchorOf(part)} id={anchorOf(part)} aria-labelledby={`${anchorOf(part)}-title`} className="scroll-mt-14 pt-7">
      <h2 id={`${anchorOf(part)}-title`} lang={part.isOurs ? undefined : view.locale} className="text-[20px]/7 font-semibold tracking-[-0.01em]">
        {part.title}
      </h2>
      {part.note === null ? null : <p lang={view.locale} className="text-muted">{part.note}</p>}
      <ul className="mt-1 divide-y divide-border">
        {part.items.map((item) => <MenuRow key={item.sku} item={item} view={view} isFirstPart={index === 0} />)}
      </ul>
    </section>
  ));
}

const ART_SIZE = 96;

function MenuRow({ item: { sku, name, description, price, available }, view, isFirstPart }: { item: MenuItem; view: StorefrontView; isFirstPart: boolean }) {
  const { merchant, art, locale, language, takesOrders } = view;
  return (
    <li className="flex items-center gap-4 py-4">
      {art[sku] === undefined ? null : (
        <img src={art[sku]} alt="" width={ART_SIZE} height={ART_SIZE} loading={isFirstPart ? 'eager' : 'lazy'} decoding="async" className={cx('size-20 shrink-0 rounded-control object-cover sm:size-24', !available && 'opacity-50 grayscale')} />
      )}
      <div className="min-w-0 flex-1">
        <h3 lang={locale} className="text-[16px]/6 font-semibold wrap-anywhere">{name}</h3>
        {description === '' ? null : <p lang={locale} className="text-[14px]/5 text-muted wrap-anywhere">{description}</p>}
        <div className="mt-2 flex min-h-11 items-center justify-between gap-3 sm:min-h-9">
          <span className={cx('tabular font-medium', !available && 'text-muted')}>{formatMoney(price, locale)}</span>
          {!takesOrders ? null : available ? <AddToCartLeaf handle={merchant.handle} sku={sku} name={name} language={language} /> : <StatusPill tone="muted">{wordsOf(language).soldOut}</StatusPill>}
        </div>
      </div>
    </li>
  );
}
