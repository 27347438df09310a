import { z } from 'zod';
import { toDecimal } from '@/lib/kernel/money';
import { confirmWalletLimits, listWalletLimits, setWalletLimits } from '@/lib/spending';
import { loadWalletUsage } from '@/lib/wallet';
import { readLimits, readRequest } from '../agents/read-request';
import { ConfirmAgentRequest, WalletLimits } from '../agents/schema';
import { toLimitsWire } from '../agents/to-wire';
import { answer } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { snakeCaseKeys } from '../snake-case';
import { refuse } from './refuse';

const PATH = '/api/agent/v1/wallet';

/** The whole set: a currency that is left out has no limit over all agents afterwards. */
export const UpdateWalletRequest = z.preprocess(snakeCaseKeys, z.strictObject({ spending_limits: WalletLimits }));

/** GET /api/agent/v1/wallet: the limits over all agents, and what they spent against them together. */
export const getWallet = ownerEndpoint({
  method: 'GET',
  path: PATH,
  handle: async (ctx, _request, { walletId }) => {
    const [limits, usage] = await Promise.all([listWalletLimits(ctx, walletId), loadWalletUsage(ctx, walletId)]);
    return answer(200, {
      owner_id: walletId,
      spending_limits: toLimitsWire(limits),
      usage: usage.map(({ currency, spentToday, spentThisWeek, spentThisMonth }) => ({
        currency,
        spent_today: toDecimal(spentToday),
        spent_this_week: toDecimal(spentThisWeek),
        spent_this_month: toDecimal(spentThisMonth),
      })),
    });
  },
});

/** Narrowing, and a first limit, answers 200 with the limits; widening 428 with what a passkey must sign first. */
export const patchWallet = ownerEndpoint({
  method: 'PATCH',
  path: PATH,
  handle: async (ctx, request, { walletId }) => {
    const { spending_limits } = await readRequest(request, UpdateWalletRequest);
    const set = await setWalletLimits(ctx, { walletId, limits: readLimits(spending_limits) });
    return set.ok ? answer(200, { owner_id: walletId, spending_limits: toLimitsWire(set.value) }) : refuse(set.error);
  },
});

/** Applies the limits that wait. */
export const postConfirmWallet = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/wallet/confirm',
  handle: async (ctx, request, { walletId }) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const confirmed = await confirmWalletLimits(ctx, { walletId, assertion });
    return confirmed.ok ? answer(200, { owner_id: walletId, spending_limits: toLimitsWire(confirmed.value) }) : refuse(confirmed.error);
  },
});
