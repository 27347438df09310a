import { useEffect, useState } from 'react';
import { call } from '@/components/client/http';
import { EMPTY_CART } from './cart';
import { changeCart } from './use-cart';

type CheckoutSession = { readonly status: 'open' | 'complete' | 'expired'; readonly orderId: string | null };

/**
 * Whether what the guest went to pay for is paid: its cart is emptied then, and its order named. A guest who came back without paying finds the
 * cart as it was.
 */
export function usePaidOrder(handle: string, checkoutSessionId: string | null): string | null {
  const [orderId, setOrderId] = useState<string | null>(null);
  useEffect(() => {
    if (checkoutSessionId === null) return;
    const answered = { late: false };
    void call<CheckoutSession>('GET', `/v1/orders/checkout-sessions/${encodeURIComponent(checkoutSessionId)}`).then((answer) => {
      const isOver = answer.ok ? answer.data.status !== 'open' : answer.status === 404;
      if (answered.late || !isOver) return;
      if (answer.ok && answer.data.status === 'complete') {
        setOrderId(answer.data.orderId);
        changeCart(handle, () => EMPTY_CART);
      } else changeCart(handle, (cart) => ({ ...cart, checkoutSessionId: null }));
    });
    return () => void (answered.late = true);
  }, [handle, checkoutSessionId]);
  return orderId;
}
