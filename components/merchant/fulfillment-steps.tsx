'use client';

import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { FulfillmentStatus } from '@/lib/order';

type Props = { readonly orderId: string; readonly fulfillmentId: string; readonly goods: string; readonly next: readonly FulfillmentStatus[]; readonly pickup: boolean };

/** What a person tells by hand; the steps in between are a carrier's. */
const STEPS: readonly { readonly status: FulfillmentStatus; readonly text: string; readonly pickup: string }[] = [
  { status: 'delivered', text: 'Mark as delivered', pickup: 'Mark as picked up' },
  { status: 'failed', text: 'Could not be delivered', pickup: 'Was not picked up' },
];

/** What became of goods on their way. */
export function FulfillmentSteps({ orderId, fulfillmentId, goods, next, pickup }: Props) {
  const { pending, failure, run } = useAction();
  return (
    <div className="mt-1">
      <div className="flex flex-wrap gap-2">
        {STEPS.filter(({ status }) => next.includes(status)).map(({ status, text, pickup: atCounter }) => (
          <Button
            key={status}
            pending={pending}
            aria-label={`${pickup ? atCounter : text}: ${goods}`}
            variant={status === 'failed' ? 'quiet' : 'secondary'}
            onClick={() => void run(() => act('POST', `/api/dashboard/orders/${orderId}/progress`, { fulfillment_id: fulfillmentId, status }))}
          >
            {pickup ? atCounter : text}
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
