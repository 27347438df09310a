import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { loadTrail } from '@/lib/audit-trail';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { callAsOwner } from '@/lib/testing/owner-call';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getCards, postCard, postConfirmNewCard } from './index';

let ctx: TestCtx;
let owner: Owner;

beforeAll(async () => {
  ctx = await testCtx();
  owner = await makeOwner(ctx);
});

const cardsOf = async ({ agent }: Owner) => {
  const request = new Request('http://localhost:3000/api/bank/cards');
  const principal = { kind: 'owner', userId: agent.userId, walletId: agent.walletId, sessionId: 'test' } as const;
  const response = await getCards.handle({ ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', principal, merchant: null }, request, {});
  return ((await response.json()) as { cards: { bank: string }[] }).cards.map(({ bank }) => bank).toSorted();
};
const open = (by: Owner, bank: string) => callAsOwner(ctx, postCard, by.agent, { bank });
const confirm = (by: Owner, assertion: unknown) => callAsOwner(ctx, postConfirmNewCard, by.agent, { assertion });

describe('a second card', () => {
  it('is opened under the passkey over the cards before and after, once, and stands in the trail', async () => {
    const asked = await open(owner, 'Harbour Bank');
    expect(asked).toMatchObject({ status: 428, body: { widening: ['card_added'], mandate: { content: { type: 'new_card', after: { cards: [{ brand: 'visa' }, { bank: 'harbour' }] } } } } });
    expect(await cardsOf(owner)).toEqual(['Maple Bank']);

    const assertion = owner.authenticator.assert(asked.body.publicKey);
    const answers = await Promise.all([confirm(owner, assertion), confirm(owner, assertion)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 201)?.body).toMatchObject({ bank: 'Harbour Bank', status: 'active' });
    expect(await cardsOf(owner)).toEqual(['Harbour Bank', 'Maple Bank']);
    const { events } = await loadTrail(ctx, { walletId: owner.agent.walletId });
    expect(events.filter(({ kind }) => kind === 'card.added')).toHaveLength(1);
    expect(await runAudit(ctx)).toEqual([]);

    expect(await open(owner, 'Harbour Bank')).toMatchObject({ status: 409, body: { error: 'card_exists' } });
  });

  it("is not opened by another person's passkey, without one, or at a bank that is none", async () => {
    const [mine, other] = [await makeOwner(ctx), await makeOwner(ctx)];
    expect(await confirm(mine, {})).toMatchObject({ status: 409, body: { error: 'nothing_to_confirm' } });
    const asked = await open(mine, 'harbour');
    expect(await confirm(mine, other.authenticator.assert({ ...(asked.body.publicKey as object), allowCredentials: [] }))).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    for (const none of ['No Bank', 'external']) expect(await open(mine, none)).toMatchObject({ status: 400, body: { param: '$.bank' } });
    expect(await cardsOf(mine)).toEqual(['Maple Bank']);
  });

  it('is not offered in deployment', async () => {
    const deployed = { ...ctx, settings: { ...ctx.settings, embeddedDatabase: false } };
    const { agent } = await makeOwner(ctx);
    expect(await callAsOwner(deployed, postCard, agent, { bank: 'Harbour Bank' })).toMatchObject({ status: 409, body: { error: 'cards_not_offered' } });
  });
});
