import { z } from 'zod';
import { BANK_NAME, isOwnBankId, listCards, OWN_BANKS, type OwnBankId } from '@/lib/bank';
import { confirmCard, requestCard } from '@/lib/identity';
import { readRequest } from '../agents/read-request';
import { ConfirmAgentRequest } from '../agents/schema';
import { toMandateWire } from '../agents/to-wire';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { refuse } from '../wallet/refuse';
import { toCardWire, userOf } from './cards';

const PATH = '/api/bank/cards';

export const NewCardBody = z.strictObject({ bank: z.string({ error: 'must be the name of a bank' }).max(60) });

/** By its name, as cards tell it, or by its id. */
const findBank = (text: string): OwnBankId | undefined => OWN_BANKS.find((bank) => BANK_NAME[bank] === text) ?? (isOwnBankId(text) ? text : undefined);

/** POST /api/bank/cards {bank}: 428 with what a passkey must sign; the card is opened at /confirm. One card at each bank. */
export const postCard = ownerEndpoint({
  method: 'POST',
  path: PATH,
  handle: async (ctx, request, { walletId }) => {
    const bank = findBank((await readRequest(request, NewCardBody)).bank);
    const names = OWN_BANKS.map((each) => BANK_NAME[each]).join(' or ');
    if (bank === undefined) return refusal(400, 'invalid_request', '$.bank is no bank here.', { param: '$.bank', next_step: `Name ${names}.` });
    const userId = userOf(ctx);
    const isThere = (await listCards(ctx, { userId })).some((card) => card.bank === bank);
    if (isThere) return refusal(409, 'card_exists', `You have a card at ${BANK_NAME[bank]}.`, { next_step: `See GET ${PATH}.` });
    const asked = await requestCard(ctx, { userId, walletId, bank });
    if (!asked.ok) return refusal(409, asked.error.code, 'Cards are opened here in the demo world alone.', { next_step: 'Ask your bank.' });
    return refusal(428, 'confirmation_required', 'A card lets your agents pay more. None is opened until you confirm it with a passkey.', {
      widening: ['card_added'],
      mandate: toMandateWire(asked.value),
      publicKey: asked.value.publicKey,
      next_step: `Sign publicKey with a passkey and send the assertion to POST ${PATH}/confirm.`,
    });
  },
});

/** POST /api/bank/cards/confirm {assertion}: opens the card that waits. */
export const postConfirmNewCard = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/confirm`,
  handle: async (ctx, request, { walletId }) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const userId = userOf(ctx);
    const opened = await confirmCard(ctx, { userId, walletId, assertion });
    if (!opened.ok) return refuse(opened.error);
    const card = (await listCards(ctx, { userId })).find(({ id }) => id === opened.value.cardId);
    return answer(201, card ? toCardWire(card) : {});
  },
});
