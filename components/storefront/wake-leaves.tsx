import type { ComponentProps, ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { AddToCart } from './add-to-cart';
import { CartSummary } from './cart-summary';

// All scripts of the menu page, as one file of its own (lib/tooling/bundle-storefront.ts).

/** The page and this script are of one build, so what the page wrote is not checked again here. */
const propsOf = <Props extends object>({ dataset }: HTMLElement): Props => JSON.parse(dataset.props ?? '{}', (key, value: unknown) => (key === 'amount' && typeof value === 'string' ? BigInt(value) : value)) as Props;

const LEAVES: Readonly<Record<string, (place: HTMLElement) => ReactNode>> = {
  'add-to-cart': (place) => <AddToCart {...propsOf<ComponentProps<typeof AddToCart>>(place)} />,
  'cart-summary': (place) => <CartSummary {...propsOf<ComponentProps<typeof CartSummary>>(place)} />,
};

for (const place of document.querySelectorAll<HTMLElement>('[data-leaf]')) hydrateRoot(place, LEAVES[place.dataset.leaf ?? '']?.(place));
