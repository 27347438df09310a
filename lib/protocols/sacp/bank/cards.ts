import { z } from 'zod';
import { BANK_NAME, confirmCardControls, listCards, setCardControls, type Card, type CardError, type CardLimit, type SetCardControlsError } from '@/lib/bank';
import type { ConfirmationError } from '@/lib/confirmation';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { money, parseDecimal, toDecimal, type Currency } from '@/lib/kernel/money';
import { readRequest } from '../agents/read-request';
import { ConfirmAgentRequest } from '../agents/schema';
import { answer, refusal } from '../errors';
import { TEXT_OR_NUMBER } from '../exact-numbers';
import { ownerEndpoint } from '../owner-endpoint';
import { readCurrency } from '../payments/schema';
import { parseOrRefuse, readExactJson } from '../read-body';
import { snakeCaseKeys } from '../snake-case';
import { refuse } from '../wallet/refuse';

const PATH = '/api/bank/cards';

const Amount = z.string({ error: 'must be an amount in major units, or null for no limit' }).max(40, 'is too long').meta(TEXT_OR_NUMBER).nullable().default(null);

/** `limits` names each currency once; what it leaves out of one is no limit, and currencies it does not name stay as they are. */
export const CardBody = z.strictObject({
  status: z.enum(['active', 'frozen'], { error: 'must be active or frozen' }).optional(),
  agent_transactions_enabled: z.boolean({ error: 'must be true or false' }).optional(),
  limits: z
    .array(z.preprocess(snakeCaseKeys, z.strictObject({ currency: z.string().max(10), per_transaction: Amount, daily: Amount, agent_transaction_max_amount: Amount })))
    .max(20, 'has too many entries')
    .optional(),
});
type CardBody = z.output<typeof CardBody>;

/** GET /api/bank/cards: the owner's cards, and what each may do. */
export const getCards = ownerEndpoint({
  method: 'GET',
  path: PATH,
  handle: async (ctx) => answer(200, { cards: (await listCards(ctx, { userId: userOf(ctx) })).map(toCardWire) }),
});

/** PATCH /api/bank/cards/{id}: freezing, closing to agents and lower limits hold at once; 428 with what a passkey must sign for the rest. */
export const patchCard = ownerEndpoint({
  method: 'PATCH',
  path: `${PATH}/[id]`,
  handle: async (ctx, request, { walletId, id }) => {
    const { status, agent_transactions_enabled: agentTransactionsEnabled, limits } = parseOrRefuse(CardBody, await readExactJson(request));
    const patch = { status, agentTransactionsEnabled, limits: limits && readLimits(limits) };
    const changed = await setCardControls(ctx, { walletId, userId: userOf(ctx), cardId: id, patch });
    return changed.ok ? answer(200, toCardWire(changed.value)) : refuseCard(changed.error);
  },
});

/** POST /api/bank/cards/{id}/confirm {assertion}: puts in force what waits. */
export const postConfirmCard = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/[id]/confirm`,
  handle: async (ctx, request, { walletId, id }) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const confirmed = await confirmCardControls(ctx, { walletId, userId: userOf(ctx), cardId: id, assertion });
    return confirmed.ok ? answer(200, toCardWire(confirmed.value)) : refuseCard(confirmed.error);
  },
});

export function userOf({ principal }: RequestCtx): string {
  invariant(principal.kind === 'owner', 'the entrance admits owners only');
  return principal.userId;
}

function readLimits(given: NonNullable<CardBody['limits']>): CardLimit[] {
  const limits = given.map((each, index): CardLimit => {
    const currency = readCurrency(each.currency);
    const read = (field: 'per_transaction' | 'daily' | 'agent_transaction_max_amount'): bigint | null => readBound(each[field], currency, `$.limits[${index}].${field}`);
    return { currency, perTransactionAmount: read('per_transaction'), dailyAmount: read('daily'), agentMaximumAmount: read('agent_transaction_max_amount') };
  });
  if (new Set(limits.map(({ currency }) => currency)).size < limits.length) throw fail(400, 'invalid_request', '$.limits must name each currency once', { param: '$.limits' });
  return limits;
}

function readBound(text: string | null, currency: Currency, param: string): bigint | null {
  if (text === null) return null;
  const amount = parseDecimal(text, currency);
  if (amount !== null) return amount;
  throw fail(400, 'invalid_request', `${param} must be an amount in major units, with no more decimals than ${currency} has`, { param });
}

function refuseCard(error: CardError | SetCardControlsError | ConfirmationError): Response {
  return error.code === 'card_not_found' ? refusal(404, error.code, 'You have no such card.', { next_step: `See GET ${PATH}.` }) : refuse(error);
}

export function toCardWire({ id, bank, brand, last4, status, agentTransactionsEnabled, limits }: Card) {
  const decimal = (amount: bigint | null, currency: Currency): string | null => (amount === null ? null : toDecimal(money(amount, currency)));
  return {
    id,
    bank: BANK_NAME[bank],
    brand,
    last4,
    status,
    agent_transactions_enabled: agentTransactionsEnabled,
    limits: limits.map(({ currency, perTransactionAmount, dailyAmount, agentMaximumAmount }) => ({
      currency,
      per_transaction: decimal(perTransactionAmount, currency),
      daily: decimal(dailyAmount, currency),
      agent_transaction_max_amount: decimal(agentMaximumAmount, currency),
    })),
  };
}
