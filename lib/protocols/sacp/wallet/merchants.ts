import { z } from 'zod';
import { blockMerchant } from '@/lib/policy';
import { readRequest } from '../agents/read-request';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { snakeCaseKeys } from '../snake-case';
import { Handle, toPolicyWire } from './policy-schema';

export const BlockRequest = z.preprocess(snakeCaseKeys, z.strictObject({ merchant: Handle }));

/** POST /api/agent/v1/wallet/merchants/block {merchant}: no agent pays it any more. It only narrows: no passkey, at once. Answers the rules that hold. */
export const postBlockMerchant = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/wallet/merchants/block',
  handle: async (ctx, request, { walletId }) => {
    const { merchant } = await readRequest(request, BlockRequest);
    const blocked = await blockMerchant(ctx, { walletId, handle: merchant });
    if (blocked.ok) return answer(200, toPolicyWire(blocked.value));
    return refusal(409, blocked.error.code, `At most ${blocked.error.max} merchants are blocked by name.`, { next_step: 'Allow merchants by name instead: PATCH /api/agent/v1/wallet/policy.' });
  },
});
