import { Notice } from '@/components/ui/notice';
import type { CartWords } from './cart-words';

/** The guest's order was paid: where it is followed. */
export function PaidOrder({ orderId, words }: { orderId: string; words: CartWords }) {
  return (
    <Notice tone="success" live className="my-3">
      {words.paidTells}{' '}
      <a href={`/orders/${encodeURIComponent(orderId)}`} className="font-medium underline underline-offset-3">
        {words.seeOrder}
      </a>
    </Notice>
  );
}
