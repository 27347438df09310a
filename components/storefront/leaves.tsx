import type { ComponentProps, ComponentType } from 'react';
import { AddToCart } from './add-to-cart';
import { CartSummary } from './cart-summary';

/**
 * The leaves of the menu page that live in a browser, each in a place that names it and holds its props. Our server sends the page without Next's
 * scripts; wake-leaves.tsx wakes these places then. Where Next's scripts come (`npm run dev`), they wake the page as any other.
 */
export const AddToCartLeaf = (props: ComponentProps<typeof AddToCart>) => <Place name="add-to-cart" leaf={AddToCart} props={props} />;
export const CartSummaryLeaf = (props: ComponentProps<typeof CartSummary>) => <Place name="cart-summary" leaf={CartSummary} props={props} />;

/** No box of its own: the layout sees the leaf. */
function Place<Props extends object>({ name, leaf: Leaf, props }: { name: string; leaf: ComponentType<Props>; props: Props }) {
  return (
    <div className="contents" data-leaf={name} data-props={toText(props)}>
      <Leaf {...props} />
    </div>
  );
}

/** As wake-leaves.tsx reads it: amounts of money as text, for JSON has no bigint. */
const toText = (props: object): string => JSON.stringify(props, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
