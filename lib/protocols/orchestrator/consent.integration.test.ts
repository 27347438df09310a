import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { findCheckout, type Checkout } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { canonicalJson } from '@/lib/kernel/hash';
import { newUuid } from '@/lib/kernel/id';
import { traceOf } from '@/lib/operations';
import type { Ctx } from '@/lib/ports';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { startConsentIssuer, type ConsentIssuer } from '@/lib/testing/consent-issuer';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';
import { postA2aCheckout, postCartCommand, postExecute } from './index';

let ctx: TestCtx;
let strict: Ctx;
let shop: Shop;
let key: string;
let issuer: ConsentIssuer;
let stranger: ConsentIssuer;
let bare: ConsentIssuer;

beforeAll(async () => {
  [issuer, stranger, bare] = await Promise.all([startConsentIssuer(), startConsentIssuer(), startConsentIssuer({ path: '/' })]);
  const base = await testCtx();
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: base.pool, consentIssuers: [issuer.url, bare.url] }) };
  strict = { ...ctx, settings: { ...ctx.settings, needsConsentProof: true } };
  shop = await makeShop(ctx);
  key = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] })).key;
});
afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
  await Promise.all([issuer.close(), stranger.close(), bare.close()]);
});

type Cart = { cartId: string; version: number; total: number; token: string };
type Proof = Awaited<ReturnType<ConsentIssuer['sign']>>;

const command = async (body: object, cartId?: string) => (await callEndpoint(ctx, postCartCommand, { token: key, body: { command: body, ...(cartId !== undefined && { cart_id: cartId }) } })).body;
async function readyCart(): Promise<Cart> {
  const cartId = String((await command({ kind: 'create_cart', merchant_id: shop.handle, currency: 'CAD' })).cart_id);
  const { version } = await command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, cartId);
  const started = await command({ kind: 'start_checkout', cart_id: cartId, cart_version: version });
  return { cartId, version: Number(started.version), total: Number(started.total_minor), token: await vaultToken(ctx, (await findCheckout(ctx, cartId)) as Checkout, {}) };
}

const purchaseOf = ({ cartId, total }: Cart) => ({ amount_minor: total, currency: 'CAD', cart_id: cartId });
const signed = (cart: Cart, said: Partial<Proof> & { b64?: false } = {}, by = issuer) => by.sign(purchaseOf(cart), { at: ctx.clock.now(), ...said });
const bodyOf = ({ cartId, version, total, token }: Cart, proof: object | null, handler: string | null = 'countersign') => ({
  tenant_id: shop.handle, merchant_id: shop.handle, cart_id: cartId, cart_version: version, currency: 'CAD', idempotency_key: newUuid(),
  payment_intent: { amount_minor: total, token_or_reference: token, payment_handler_id: handler, ap2_consent_proof: proof },
});
const execute = (body: object, on: Ctx = ctx): Promise<EndpointReply> => callEndpoint(on, postExecute, { token: key, body });
type Kept = { signed_text: string; jws: string; key_id: string | null; public_key: Record<string, string>; checked_at: Date; payment_status: string };
const keptOf = ({ cartId }: Cart): Promise<Kept[]> =>
  ctx.db.query<Kept>({
    name: 'test.kept-consents',
    text: `select c.*, a.status as payment_status from consent_proof c join payment_attempt a on a.id = c.attempt_id where c.checkout_id = $1 order by c.checked_at`,
    values: [cartId],
  });
const refused = { status: 400, body: { code: 'AP2_VERIFICATION_ERROR', error: expect.any(String) as string } };
const completed = { status: 200, body: { status: 'completed', payment_state: 'captured' } };

describe('a consent proof', () => {
  it.each<[string, (cart: Cart) => Promise<Proof>]>([
    ['with times in ISO 8601', (cart) => signed(cart)],
    ['with times in seconds', (cart) => signed(cart, { issued_at: Math.floor(ctx.clock.now().getTime() / 1000), expires_at: Math.floor(ctx.clock.now().getTime() / 1000) + 60 })],
    ['over a payload that is not encoded (RFC 7797)', (cart) => signed(cart, { b64: false })],
    ['of an issuer that has its keys at its URL', (cart) => signed(cart, {}, bare)],
  ])('%s pays the cart that it was signed for', async (_what, sign) => {
    const cart = await readyCart();
    expect(await execute(bodyOf(cart, await sign(cart)), strict)).toMatchObject(completed);
  });

  it('is needed where the operator asks for it, over A2A too, and nowhere else', async () => {
    const cart = await readyCart();
    expect(await execute(bodyOf(cart, null), strict)).toMatchObject(refused);
    expect(await callEndpoint(strict, postA2aCheckout, { token: key, body: { capability: 'dev.ucp.shopping.checkout', payload: bodyOf(cart, null) } })).toMatchObject(refused);
    expect(await execute(bodyOf(cart, null))).toMatchObject(completed);
  });

  it.each<[string, (cart: Cart) => Promise<[proof: object, handler?: string | null]>]>([
    ['of an issuer that is not trusted', async (cart) => [await signed(cart, {}, stranger)]],
    ['that another issuer signed in its name', async (cart) => [await signed(cart, { issuer: issuer.url }, stranger)]],
    ['without a signature', async (cart) => [{ ...(await signed(cart)), signature: '' }]],
    ['whose signature carries its payload', async (cart) => [{ ...(await signed(cart)), signature: (await signed(cart)).signature.replace('..', `.${Buffer.from('{}').toString('base64url')}.`) }]],
    ['that is past its time', async (cart) => [await signed(cart, { expires_at: ctx.clock.now().toISOString() })]],
    ['that is issued in the future', async (cart) => [await signed(cart, { issued_at: new Date(ctx.clock.now().getTime() + 120_000).toISOString() })]],
    ['for another payment handler', async (cart) => [await signed(cart), 'another']],
    ['for a payment handler, where the intent names none', async (cart) => [await signed(cart), null]],
    ['for another cart', async (cart) => [await issuer.sign({ ...purchaseOf(cart), cart_id: newUuid() }, { at: ctx.clock.now() })]],
    ['for another amount', async (cart) => [await issuer.sign({ ...purchaseOf(cart), amount_minor: cart.total - 1 }, { at: ctx.clock.now() })]],
    ['in another currency', async (cart) => [await issuer.sign({ ...purchaseOf(cart), currency: 'USD' }, { at: ctx.clock.now() })]],
    ['with another subject than was signed', async (cart) => [{ ...(await signed(cart)), subject: 'bob' }]],
    ['with another mandate than was signed', async (cart) => [{ ...(await signed(cart)), mandate_id: newUuid() }]],
    ['with a later end than was signed', async (cart) => [{ ...(await signed(cart)), expires_at: new Date(ctx.clock.now().getTime() + 9_000_000).toISOString() }]],
  ])('%s is refused, needed or not, leaves token and key unused, and nothing of it is kept', async (_what, make) => {
    const cart = await readyCart();
    const [proof, handler] = await make(cart);
    const body = bodyOf(cart, proof, handler);
    for (const on of [ctx, strict]) expect(await execute(body, on)).toMatchObject(refused);
    expect(await keptOf(cart)).toEqual([]);
    expect(await execute({ ...bodyOf(cart, await signed(cart)), idempotency_key: body.idempotency_key })).toMatchObject(completed);
  });

  it('pays once, whatever cart its mandate is signed for again', async () => {
    const [first, second] = [await readyCart(), await readyCart()];
    const proof = await signed(first);
    const body = bodyOf(first, proof);
    expect(await execute(body)).toMatchObject(completed);
    expect(await execute(body)).toMatchObject(completed);
    expect(await execute(bodyOf(second, await signed(second, { mandate_id: proof.mandate_id })))).toMatchObject(refused);
    expect(await execute(bodyOf(second, await signed(second, { mandate_id: proof.mandate_id, issuer: bare.url }, bare)))).toMatchObject(completed);
  });

  it('pays one of ten carts that present one mandate at the same moment, and leaves the tokens of the others unused', async () => {
    const carts = await Promise.all(Array.from({ length: 10 }, readyCart));
    const mandateId = newUuid();
    const bodies = await Promise.all(carts.map(async (cart) => bodyOf(cart, await signed(cart, { mandate_id: mandateId }))));
    const replies = await Promise.all(bodies.map((body) => execute(body)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = carts.filter((_cart, index) => replies[index]?.status !== 200);
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(reply).toMatchObject(refused);
    for (const cart of left) expect(await keptOf(cart)).toEqual([]);
    for (const cart of left) expect(await execute(bodyOf(cart, await signed(cart)))).toMatchObject(completed);
  });

  it('is not spent by a token that does not pay', async () => {
    const cart = await readyCart();
    const proof = await signed(cart);
    expect(await execute(bodyOf({ ...cart, token: 'vt_unknown' }, proof))).toMatchObject({ status: 200, body: { status: 'auth_failed' } });
    expect(await execute(bodyOf(cart, proof))).toMatchObject(completed);
  });

  it('that is malformed is refused by its field', async () => {
    const cart = await readyCart();
    const { subject, ...rest } = await signed(cart);
    expect(subject).toBe('ada');
    expect(await execute(bodyOf(cart, rest))).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR', error: expect.stringContaining('subject') as string } });
  });

  it('waits for an issuer that does not answer, and loses nothing', async () => {
    const silent = await startConsentIssuer();
    const on = { ...ctx, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: ctx.pool, consentIssuers: [silent.url] }) };
    const cart = await readyCart();
    const body = bodyOf(cart, await signed(cart, {}, silent));
    silent.answerWith(500);
    expect(await execute(body, on)).toMatchObject({ status: 503 });
    silent.answerWith(null);
    ctx.clock.advance(2);
    expect(await execute(body, on)).toMatchObject(completed);
    await silent.close();
  });
});

describe('an accepted consent proof', () => {
  const signedText = (cart: Cart, { signature: _jws, ...said }: Proof): string => canonicalJson({ ...said, ...purchaseOf(cart) });

  it('is kept with its payment as it came, with the key that it held under and when that was seen', async () => {
    const cart = await readyCart();
    const proof = await signed(cart);
    expect(await execute(bodyOf(cart, proof))).toMatchObject(completed);
    const { jwk } = issuer;
    expect(await keptOf(cart)).toMatchObject([{ signed_text: signedText(cart, proof), jws: proof.signature, key_id: 'k1', public_key: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y }, checked_at: ctx.clock.now(), payment_status: 'captured' }]);
  });

  it.each(['before the network heard of it', 'after it authorised'] as const)('is kept once where its request was cut off %s and comes again', async (where) => {
    const cart = await readyCart();
    const proof = await signed(cart);
    const payment = {
      ...ctx.ports.payment,
      retrieve: () => Promise.resolve(null),
      authorize: async (...asked: Parameters<typeof ctx.ports.payment.authorize>) => {
        if (where === 'after it authorised') await ctx.ports.payment.authorize(...asked);
        throw new Error('the line went dead');
      },
    };
    const body = bodyOf(cart, proof);
    expect((await execute(body, { ...ctx, ports: { ...ctx.ports, payment } })).status).toBeGreaterThanOrEqual(500);
    expect(await keptOf(cart)).toMatchObject([{ jws: proof.signature, payment_status: 'authorizing' }]);
    ctx.clock.advance(ctx.settings.completionLeaseSeconds + 1);
    for (let again = 0; again < 2; again++) expect(await execute(body)).toMatchObject(completed);
    expect(await keptOf(cart)).toMatchObject([{ jws: proof.signature, payment_status: 'captured' }]);
  });

  it('is kept with a payment that was declined, and so is the one that paid after it', async () => {
    const cart = await readyCart();
    const declining = await vaultToken(ctx, (await findCheckout(ctx, cart.cartId)) as Checkout, { card: { number: '4000000000000002' } });
    const [first, second] = [await signed(cart), await signed(cart)];
    expect(await execute(bodyOf({ ...cart, token: declining }, first))).toMatchObject({ status: 200, body: { status: 'auth_failed' } });
    ctx.clock.advance(1);
    expect(await execute(bodyOf(cart, second))).toMatchObject(completed);
    expect(await keptOf(cart)).toMatchObject([{ jws: first.signature, payment_status: 'declined' }, { jws: second.signature, payment_status: 'captured' }]);
  });

  it('is shown where an operator follows the purchase, found by its mandate too, with nothing that pays or signs', async () => {
    const cart = await readyCart();
    const proof = await signed(cart);
    const body = bodyOf(cart, proof);
    expect(await execute(body)).toMatchObject(completed);
    const trace = await traceOf(ctx, proof.mandate_id);
    expect(trace).toMatchObject({
      checkoutId: cart.cartId,
      consents: [{ issuer: issuer.url, mandateId: proof.mandate_id, keyId: 'k1', signedText: signedText(cart, proof), jws: proof.signature, checkedAt: ctx.clock.now() }],
    });
    expect(trace?.steps.find(({ kind }) => kind === 'consent_proof')).toMatchObject({ id: proof.mandate_id, note: issuer.url });
    expect(Object.keys(trace?.consents[0]?.publicKey ?? {}).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    const shown = JSON.stringify(trace, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const secret of [cart.token, key, body.idempotency_key]) expect(shown).not.toContain(secret);
  });
});
