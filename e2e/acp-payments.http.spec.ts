import { z } from 'zod';
import { ACP_VERSIONS, IN_2026_04_17, SINCE_2025_12_12 } from '@/lib/testing/acp-words';
import { BUYER, acpHeaders, call, complete, createCheckout, must, toMinorUnits, type ReadyCheckout, type Reply } from './fixtures/api';
import { askIssuer, beginAuthentication, completeWith, merchantKey, passChallenge, resultOf, vaultTokenOf } from './fixtures/authentication';
import { until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { delegate, delegateBody, type Given, type VaultVersion } from './fixtures/vault';

// Specs/acp.md, "What a black-box check asserts": 3-D Secure, the vault, carts and discovery (docs/acp-checks.md).

const open = (server: Server, version: VaultVersion): Promise<ReadyCheckout> => createCheckout(server.baseUrl, merchantKey(server), { version });
const give = (server: Server, checkout: ReadyCheckout, given?: Given): Promise<Reply> =>
  delegate(server.baseUrl, merchantKey(server), delegateBody(checkout, given), { version: checkout.version });
const tokenOf = async (server: Server, checkout: ReadyCheckout, given?: Given): Promise<string> => z.object({ id: z.string() }).parse(must(await give(server, checkout, given), 201).body).id;
const pay = (server: Server, checkout: ReadyCheckout, token: string): Promise<Reply> => complete(server.baseUrl, merchantKey(server), checkout, token);

/** A token that must pay nothing: 400, by the schema of the version, and the session stays payable. */
async function expectRefused(server: Server, checkout: ReadyCheckout, token: string): Promise<void> {
  const refused = must(await pay(server, checkout, token), 400);
  expect(refused.body).toMatchObject({ type: 'invalid_request', code: 'invalid', param: '$.payment_data.token' });
  expect(must(await pay(server, checkout, await tokenOf(server, checkout)), 200).body).toMatchObject({ status: 'completed' });
}

for (const version of SINCE_2025_12_12) {
  test(`acp 49 [${version}] a card whose bank asks is authentication_required, with what the agent needs for it`, async ({ server }) => {
    const checkout = await open(server, version);
    const asked = must(await completeWith(server, checkout, await vaultTokenOf(server, checkout)), 200);
    expect(asked.body).toMatchObject({ status: 'authentication_required', authentication_metadata: { acquirer_details: { merchant_name: 'Regal Moose' }, directory_server: 'visa' } });
  });

  test(`acp 50 [${version}] without a result it is 400 requires_3ds, with a forged one 400, with the bank's own it is paid`, async ({ server }) => {
    const checkout = await open(server, version);
    const token = await vaultTokenOf(server, checkout);
    must(await completeWith(server, checkout, token), 200);
    const without = must(await completeWith(server, checkout, token), 400);
    expect(without.body).toMatchObject({ code: 'requires_3ds', param: '$.authentication_result' });
    const { id } = await beginAuthentication(server, checkout);
    await passChallenge(server, id);
    const result = await resultOf(server, id);
    const forged = { ...result, outcome_details: { ...result.outcome_details, three_ds_cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=' } };
    must(await completeWith(server, checkout, token, forged), 400);
    const paid = must(await completeWith(server, checkout, token, result), 200);
    expect(paid.body).toMatchObject({ status: 'completed' });
  });
}

for (const version of ACP_VERSIONS) {
  test(`acp 57 [${version}] a card is put into the vault, and its token pays`, async ({ server }) => {
    const checkout = await open(server, version);
    const given = must(await give(server, checkout), 201);
    expect(given.body).toMatchObject({ id: expect.stringMatching(/^vt_[A-Za-z0-9]+$/), metadata: { source: 'e2e' } });
    const paid = must(await pay(server, checkout, String(given.body.id)), 200);
    expect(paid.body).toMatchObject({ status: 'completed' });
  });

  test(`acp 58 [${version}] a token over its amount pays nothing`, async ({ server }) => {
    const checkout = await open(server, version);
    await expectRefused(server, checkout, await tokenOf(server, checkout, { allowance: { max_amount: toMinorUnits(checkout.amount) - 1 } }));
  });

  test(`acp 59 [${version}] a token in another currency pays nothing`, async ({ server }) => {
    const checkout = await open(server, version);
    await expectRefused(server, checkout, await tokenOf(server, checkout, { allowance: { currency: 'usd' } }));
  });

  test(`acp 60 [${version}] a token past its time pays nothing`, async ({ server }) => {
    const checkout = await open(server, version);
    const expiresAt = Date.now() + 1_000;
    const token = await tokenOf(server, checkout, { allowance: { expires_at: new Date(expiresAt).toISOString() } });
    await until(5_000, () => Promise.resolve(Date.now() >= expiresAt), () => 'time stands still');
    await expectRefused(server, checkout, token);
  });

  test(`acp 61 [${version}] a token that was used pays nothing more, at its session or another`, async ({ server }) => {
    const [checkout, other] = [await open(server, version), await open(server, version)];
    const token = await tokenOf(server, checkout);
    must(await pay(server, checkout, token), 200);
    const again = must(await pay(server, checkout, token), 409);
    expect(again.body).toMatchObject({ code: 'already_completed' });
    await expectRefused(server, other, token);
  });
}

const discover = (server: Server): Promise<Reply> => call(server.baseUrl, { path: '/.well-known/acp.json' });
const cart = (server: Server, path: string, body?: object): Promise<Reply> =>
  call(server.baseUrl, { path: `/carts${path}`, token: merchantKey(server), headers: acpHeaders('2026-04-17'), ...(body && { body }) });

for (const version of IN_2026_04_17) {
  test(`acp 62 [${version}] an authentication begins with the fingerprint that the bank asks for`, async ({ server }) => {
    const { reply } = await beginAuthentication(server, await open(server, version));
    expect(reply.body).toMatchObject({ status: 'action_required', action: { type: 'fingerprint' } });
  });

  test(`acp 63 [${version}] after the fingerprint the bank asks the holder`, async ({ server }) => {
    const { id } = await beginAuthentication(server, await open(server, version));
    const asked = must(await askIssuer(server, id), 200);
    expect(asked.body).toMatchObject({ status: 'action_required', action: { type: 'challenge' } });
  });

  test(`acp 64 [${version}] once the holder has answered, the result is read`, async ({ server }) => {
    const { id } = await beginAuthentication(server, await open(server, version));
    await passChallenge(server, id);
    const read = must(await call(server.baseUrl, { path: `/delegate_authentication/${id}`, token: merchantKey(server), headers: { 'api-version': version } }), 200);
    expect(read.body).toMatchObject({ status: 'authenticated', authentication_result: { three_ds_cryptogram: expect.any(String) as unknown } });
  });

  test(`acp 65 [${version}] a cart is made, and read as it was made`, async ({ server }) => {
    const made = must(await cart(server, '', { line_items: [{ id: 'birch-soap', quantity: 2 }], buyer: BUYER }), 201);
    expect(must(await cart(server, `/${String(made.body.id)}`), 200).body).toEqual(made.body);
  });

  test(`acp 66 [${version}] a canceled cart is 404 for ever`, async ({ server }) => {
    const { id } = must(await cart(server, '', { line_items: [{ id: 'birch-soap' }] }), 201).body;
    must(await cart(server, `/${String(id)}/cancel`, {}), 200);
    for (const gone of [await cart(server, `/${String(id)}`), await cart(server, `/${String(id)}/cancel`, {})]) must(gone, 404);
  });

  test(`acp 67 [${version}] discovery is for anyone, and may be kept for an hour`, async ({ server }) => {
    const found = must(await discover(server), 200);
    expect(found.headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test(`acp 68 [${version}] discovery names all versions, oldest first, and no merchant`, async ({ server }) => {
    const found = must(await discover(server), 200);
    expect(found.body).toMatchObject({ protocol: { name: 'acp', version, supported_versions: ACP_VERSIONS }, api_base_url: server.demo.baseUrl });
    for (const { handle } of server.demo.merchants) expect(found.text).not.toContain(handle);
  });
}

