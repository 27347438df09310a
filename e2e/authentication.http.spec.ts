import { createCheckout, must, orderIdOf } from './fixtures/api';
import { askIssuer, beginAuthentication, challengeUrl, completeWith, merchantKey, passChallenge, postForm, resultOf, vaultTokenOf } from './fixtures/authentication';
import { queryAsOwner } from './fixtures/database';
import { bookings, untilDelivered } from './fixtures/purchase';
import { expect, test } from './fixtures/test';

// A card of the vault whose bank asks its holder, from delegate_payment to the order, over the wire (specs/acp.md, 49, 50, 62-64).

test('a challenged card pays once its holder has answered the bank', async ({ server }) => {
  const checkout = await createCheckout(server.baseUrl, merchantKey(server));
  const token = await vaultTokenOf(server, checkout);
  const asked = must(await completeWith(server, checkout, token), 200);
  expect(asked.body).toMatchObject({ status: 'authentication_required', authentication_metadata: { directory_server: 'visa' } });
  expect(must(await completeWith(server, checkout, token), 400).body).toMatchObject({ code: 'requires_3ds', param: '$.authentication_result' });

  const { id, reply } = await beginAuthentication(server, checkout);
  expect(reply.body).toMatchObject({ status: 'action_required', action: { type: 'fingerprint' } });
  await passChallenge(server, id);
  const result = await resultOf(server, id);
  const paid = must(await completeWith(server, checkout, token, result), 200);
  expect(paid.body).toMatchObject({ status: 'completed', messages: [] });
  expect(orderIdOf(paid)).not.toBe('');
  await untilDelivered(server.dataDir);
  expect(await bookings(server.dataDir, [checkout])).toMatchObject([{ orders: 1, charges: 1, charge_status: 'captured' }]);
});

test('a wrong code, a forged result and one of another session pay nothing', async ({ server }) => {
  const [mine, other] = [await createCheckout(server.baseUrl, merchantKey(server)), await createCheckout(server.baseUrl, merchantKey(server))];
  const token = await vaultTokenOf(server, mine);
  must(await completeWith(server, mine, token), 200);

  const failed = await beginAuthentication(server, mine);
  const url = challengeUrl(await askIssuer(server, failed.id));
  for (let tries = 0; tries < 3; tries++) await postForm(url, { code: 'wrong' });
  expect(await (await fetch(url)).text()).toContain('Not confirmed');

  const { id } = await beginAuthentication(server, other);
  await passChallenge(server, id);
  const result = await resultOf(server, id);
  const forged = { outcome: 'authenticated', outcome_details: { three_ds_cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=', electronic_commerce_indicator: '05', transaction_id: 'x', version: '2.2.0' } };
  for (const wrong of [result, forged]) expect(must(await completeWith(server, mine, token, wrong), 400).body).toMatchObject({ code: 'invalid' });
  expect(await bookings(server.dataDir, [mine])).toMatchObject([{ orders: 0, charges: 0 }]);
});

test('in 2025-09-29 the session is payable with another token', async ({ server }) => {
  const checkout = await createCheckout(server.baseUrl, merchantKey(server), { version: '2025-09-29' });
  const asked = must(await completeWith(server, checkout, await vaultTokenOf(server, checkout)), 200);
  expect(asked.body).toMatchObject({ status: 'not_ready_for_payment', messages: [{ code: 'requires_3ds' }] });
  must(await completeWith(server, checkout, await vaultTokenOf(server, checkout)), 400);
  const paid = must(await completeWith(server, checkout, await vaultTokenOf(server, checkout, '4242424242424242')), 200);
  expect(paid.body.status).toBe('completed');
});

test('no card number is kept in clear, whatever was asked', async ({ server }) => {
  const tables = await queryAsOwner<{ name: string }>(server.dataDir, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`);
  for (const { name } of tables) {
    const rows = await queryAsOwner<{ text: string }>(server.dataDir, `select row_to_json(t)::text as text from ${name} t where row_to_json(t)::text like '%4000000000003220%'`);
    expect(rows, name).toEqual([]);
  }
});
