'use client';

import { actIn } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { FulfillmentStatus } from '@/lib/order';
import type { OrderWords } from './order-words';

type Props = { readonly orderId: string; readonly fulfillmentId: string; readonly goods: string; readonly next: readonly FulfillmentStatus[]; readonly pickup: boolean; readonly words: OrderWords };

/** What a person tells by hand; the steps in between are a carrier's. */
const STEPS: readonly { readonly status: FulfillmentStatus; readonly text: keyof OrderWords['steps']; readonly pickup: keyof OrderWords['steps'] }[] = [
  { status: 'delivered', text: 'delivered', pickup: 'pickedUp' },
  { status: 'failed', text: 'failed', pickup: 'notPickedUp' },
];

/** What became of goods on their way. */
export function FulfillmentSteps({ orderId, fulfillmentId, goods, next, pickup, words }: Props) {
  const { pending, failure, run } = useAction();
  return (
    <div className="mt-1">
      <div className="flex flex-wrap gap-2">
        {STEPS.filter(({ status }) => next.includes(status)).map(({ status, text, pickup: atCounter }) => (
          <Button
            key={status}
            pending={pending}
            aria-label={`${words.steps[pickup ? atCounter : text]}: ${goods}`}
            variant={status === 'failed' ? 'quiet' : 'secondary'}
            onClick={() => void run(() => actIn(words.errors)('POST', `/api/dashboard/orders/${orderId}/progress`, { fulfillment_id: fulfillmentId, status }))}
          >
            {words.steps[pickup ? atCounter : text]}
          </Button>
        ))}
      </div>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </div>
  );
}
