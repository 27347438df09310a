import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CartLines } from '@/components/site/cart-lines';
import { FactList } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { Time } from '@/components/ui/time';
import { loadCart } from '@/lib/cart';
import { tenantCtx } from '@/lib/entrance/page-ctx';
import { isUuid } from '@/lib/kernel/id';

export const metadata: Metadata = { title: 'Cart', robots: { index: false } };

/** A cart's continue_url: who has its id may look at it. */
export default async function CartPage({ params }: { params: Promise<{ id: string }> }) {
  const cartId = (await params).id;
  if (!isUuid(cartId)) notFound();
  const cart = await loadCart(tenantCtx({ cartId }), cartId);
  if (cart === null) notFound();
  return (
    <div className="mx-auto max-w-[560px] pt-8 sm:pt-12">
      <p className="text-muted">{cart.merchantName}</p>
      <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">Cart</h1>
      <p className="mt-1 text-muted">Nothing is ordered and nothing is set aside. The total is an estimate until the checkout.</p>
      <div className="mt-6"><CartLines lines={cart.lines} totals={cart.totals} /></div>
      <div className="mt-3">
        <FactList
          facts={[
            { label: 'Estimated', value: <Time at={cart.updatedAt} /> },
            { label: 'Kept until', value: <Time at={cart.expiresAt} /> },
            { label: 'Cart id', value: <CopyId id={cart.id} what="cart id" /> },
          ]}
        />
      </div>
      <p className="mt-4 text-muted">Your agent opens a checkout with these items by the id of the cart.</p>
    </div>
  );
}
