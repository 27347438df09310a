import { z } from 'zod';
import { listActivations, type Activation } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { loadPage, PageQuery, readQuery } from '../page';

export const ActivationQuery = z.strictObject(PageQuery);

const toBody = ({ merchantId, handle, name, signedUpAt, blockers, card, live, firstPaidAt, firstFulfilledAt }: Activation): object => ({
  merchantId,
  merchantHandle: handle,
  name,
  signedUpAt: signedUpAt.toISOString(),
  launchpad: { ready: blockers.length === 0, blockers },
  card: { availabilityStatus: card },
  live,
  firstPaidAt: firstPaidAt?.toISOString() ?? null,
  firstFulfilledAt: firstFulfilledAt?.toISOString() ?? null,
});

/** GET /partner/merchant-activation?limit&cursor: how far each merchant has come, the newest first, without a word of its people or customers. */
export const getMerchantActivation: Endpoint = endpoint({
  method: 'GET',
  path: '/partner/merchant-activation',
  wire: 'partner',
  credentials: ['partner_key'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const { items, nextCursor } = await loadPage(
      readQuery(request, ActivationQuery),
      (after, limit) => listActivations(ctx, { after: after && { signedUpAt: after.at, merchantId: after.id }, limit }),
      ({ signedUpAt, merchantId }) => ({ at: signedUpAt, id: merchantId }),
    );
    return answerCoded(200, { merchants: items.map(toBody), nextCursor });
  },
});
