import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirmAgent, updateAgent } from '@/lib/agent';
import { insertItem } from '@/lib/catalog';
import { completeCheckout, createCheckout, type Checkout } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { addSeconds } from '@/lib/kernel/clock';
import { canonicalJson } from '@/lib/kernel/hash';
import { publicJwks, rotateSigningKeys, signCompact } from '@/lib/mandate';
import { confirmAuthorization, requestAuthorization } from '@/lib/spending';
import { startConsentIssuer } from '@/lib/testing/consent-issuer';
import { addDiscount } from '@/lib/testing/discounts';
import { buy, buyCheckout, makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, BUYER, makeShop, openCheckout, TORONTO, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getEvidence } from '@/lib/wallet';
import { verifyEvidence, type Trust } from './index';

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };
type Bundle = Record<string, Json>;
type Path = readonly (string | number)[];

let ctx: TestCtx;
let shop: Shop;
let trust: Trust;
let owner: Owner;
/** Above the limit, signed by the owner's passkey. */
let countersigned: Bundle;
/** Within limits that the owner's passkey signed, as the owner reads it. */
let automatic: Bundle;
/** Beyond them, under an authorisation that the owner's passkey signed. */
let authorised: Bundle;
/** Above the limit, with discounts, in groups that go to places of their own, and digital goods. */
let grouped: Bundle;
/** Within limits, with a consent proof of a wallet elsewhere. */
let consented: Bundle;

const read = async (query: { paymentId: string } & ({ agentId: string } | { walletId: string })): Promise<Bundle> => {
  const evidence = await getEvidence(ctx, query);
  if (!evidence.ok) throw new Error(evidence.error.code);
  return JSON.parse(JSON.stringify(evidence.value)) as Bundle;
};

/** The owner raises the limits of the agent, which takes their passkey. */
async function raiseLimits({ agent, authenticator }: Owner): Promise<void> {
  const asked = await updateAgent(ctx, {
    walletId: agent.walletId,
    agentId: agent.agentId,
    patch: { limits: [{ currency: 'CAD', perTransactionAmount: 6_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n }] },
  });
  if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('nothing to confirm');
  const confirmed = await confirmAgent(ctx, { ...agent, assertion: authenticator.assert(asked.error.mandate.publicKey) });
  if (!confirmed.ok) throw new Error(confirmed.error.code);
}

/** The owner allows one purchase of pantry goods at the shop, of up to 120.00, within the hour. */
async function authorise({ agent: { walletId, agentId }, authenticator }: Owner): Promise<void> {
  const wanted = { agentId, merchant: shop.handle, category: 'pantry', currency: 'CAD', amount: 12_000n, singleUse: true, expiresAt: addSeconds(ctx.clock.now(), 3_600) } as const;
  const asked = await requestAuthorization(ctx, { walletId, ...wanted });
  if (!asked.ok) throw new Error(asked.error.code);
  const confirmed = await confirmAuthorization(ctx, { walletId, assertion: authenticator.assert(asked.value.publicKey) });
  if (!confirmed.ok) throw new Error(confirmed.error.code);
}

async function openGrouped(): Promise<Checkout> {
  const item = { merchantId: shop.merchantId, description: '', category: 'books', imagePath: null, currency: 'CAD', stock: null } as const;
  await insertItem(ctx, { ...item, id: 'ebook', name: 'E-book', amount: 9_000n, delivery: 'digital' }, 2);
  await addDiscount(ctx, shop, { id: 'tenth', method: 'each', priority: 1 });
  await addDiscount(ctx, shop, { id: 'own', code: null, percentBasisPoints: null, offAmount: 300n, priority: 2 });
  const group = { method: 'shipping', contact: null, locationId: null, instructions: null } as const;
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor: { kind: 'agent', agentId: owner.agent.agentId }, wire: 'acp', wireVersion: '2026-04-17', buyer: BUYER, address: TORONTO,
    items: [{ id: 'tea', quantity: 1 }, { id: 'tea', quantity: 2 }, { id: 'ebook', quantity: 1 }],
    groups: [{ ...group, id: 'home', itemIds: ['line_1'], address: null }, { ...group, id: 'mum', itemIds: ['line_2'], address: { ...TORONTO, line_one: '2 Other Street' } }],
    discountCodes: ['TENTH'],
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.value;
}

/** Two teas, paid within the limits with what a person signed at a wallet elsewhere. Answers the payment's id. */
async function buyWithConsent(): Promise<string> {
  const { agent } = owner;
  const issuer = await startConsentIssuer();
  const { consentProofs } = createPorts({ deployment: false, vapid: null, stripe: null, pool: ctx.pool, consentIssuers: [issuer.url] });
  const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 2 }]);
  const { id: checkoutId, currency, totals } = checkout;
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok || asked.value.kind !== 'granted' || asked.value.token === null) throw new Error(JSON.stringify(asked));
  const amount = totals.totalAmount;
  const proof = await issuer.sign({ amount_minor: Number(amount), currency, cart_id: checkoutId }, { at: ctx.clock.now() });
  const consent = await consentProofs.check(ctx, { proof, handlerId: 'countersign', amount, currency, checkoutId });
  await issuer.close();
  const done = await completeCheckout(ctx, { checkoutId, actor: { kind: 'agent', agentId: agent.agentId }, token: asked.value.token, wireVersion: '1', resumed: false, consent });
  if (!done.ok || done.value.outcome !== 'completed') throw new Error(JSON.stringify(done));
  return asked.value.paymentId;
}

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  owner = await makeOwner(ctx);
  const { agentId, walletId } = owner.agent;
  countersigned = await read({ paymentId: await buy(ctx, shop, owner, 6), agentId });
  await raiseLimits(owner);
  automatic = await read({ paymentId: await buy(ctx, shop, owner, 2), walletId });
  consented = await read({ paymentId: await buyWithConsent(), walletId });
  await authorise(owner);
  authorised = await read({ paymentId: await buy(ctx, shop, owner, 8), walletId });
  grouped = await read({ paymentId: await buyCheckout(ctx, owner, await openGrouped()), agentId });
  trust = { jwks: await publicJwks(ctx), origin: 'http://localhost:3000', rpId: 'localhost' };
});

const faultsOf = (bundle: unknown, on: Trust = trust): readonly string[] => {
  const verdict = verifyEvidence(bundle, on);
  return verdict.ok ? [] : verdict.faults;
};

describe('evidence of the real flow', () => {
  it('proves what a person signed: the cart, the amount, the passkey, the order', () => {
    expect(verifyEvidence(countersigned, trust)).toMatchObject({
      ok: true,
      facts: {
        status: 'completed',
        merchant: { handle: shop.handle, name: 'Test shop' },
        items: [{ id: 'tea', name: 'Tea', quantity: 6, total: '60.00' }],
        total: '71.50',
        currency: 'CAD',
        agentId: owner.agent.agentId,
        ownerId: owner.agent.walletId,
        countersignature: { credentialId: owner.authenticator.credentialIds[0] },
        limits: null,
        receipts: [{ paymentStatus: 'captured' }],
      },
    });
  });

  it('proves discounts, several ways of handing over and their places with the cart', () => {
    expect(grouped.snapshot).toMatchObject({
      discount: '300',
      discounts: [{ id: 'tenth', code: 'TENTH', amount: '1200' }, { id: 'own', code: null, amount: '300' }],
      fulfillment: [{ id: 'home:post', amount: '500', lines: ['line_1'] }, { id: 'mum:post', amount: '500', lines: ['line_2'] }, { id: 'digital', amount: '0', lines: ['line_3'] }],
      groups: [{ id: 'home', address: null }, { id: 'mum', address: { line_one: '2 Other Street' } }],
    });
    expect(faultsOf(grouped)).toEqual([]);
  });

  it('proves limits that a person signed where nobody was asked', () => {
    expect(verifyEvidence(automatic, trust)).toMatchObject({
      ok: true,
      facts: { total: '27.50', countersignature: null, limits: { perTransaction: '60.00', confirmedBy: 'passkey' } },
    });
  });

  it('proves an authorisation that a person signed, where a purchase beyond the limits drew on it', async () => {
    expect(verifyEvidence(authorised, trust)).toMatchObject({
      ok: true,
      facts: { total: '93.50', countersignature: null, authorisation: { merchant: shop.handle, category: 'pantry', amount: '120.00', singleUse: true } },
    });
    const agents = await read({ paymentId: String(authorised.payment_id), agentId: owner.agent.agentId });
    expect(JSON.stringify(agents)).not.toContain('scoped_intent');
    expect(verifyEvidence(agents, trust)).toMatchObject({ ok: true, facts: { authorisation: null } });
  });

  it('proves what a person signed at a wallet elsewhere, long after that wallet and its keys are gone; without any, nothing of it is in the bundle', () => {
    const [proof] = consented.consent_proofs as Bundle[];
    expect(verifyEvidence(consented, trust)).toMatchObject({
      ok: true,
      facts: { total: '27.50', consents: [{ issuer: proof?.issuer, mandateId: proof?.mandate_id, keyThumbprint: proof?.key_thumbprint, checkedAt: ctx.clock.now().toISOString() }] },
    });
    expect(JSON.parse(String(proof?.signed_text))).toMatchObject({ subject: 'ada', amount_minor: 2750, currency: 'CAD' });
    for (const bundle of [countersigned, automatic]) expect(Object.keys({ ...bundle, ...(bundle.record as Bundle) }).filter((field) => field.startsWith('consent'))).toEqual([]);
    expect(verifyEvidence(automatic, trust)).toMatchObject({ ok: true, facts: { consents: [] } });
  });

  it('never shows the limits to the agent, and its bundle verifies without them', async () => {
    const bundle = await read({ paymentId: String(automatic.payment_id), agentId: owner.agent.agentId });
    expect(JSON.stringify(bundle)).not.toContain('perTransaction');
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: true, facts: { countersignature: null, limits: null } });
  });

  it('says so where limits come from a fixture and no passkey signed them', async () => {
    const other = await makeOwner(ctx);
    const bundle = await read({ paymentId: await buy(ctx, shop, other, 1), walletId: other.agent.walletId });
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: true, facts: { limits: { confirmedBy: 'fixture', perTransaction: '50.00' } } });
  });

  it('stays verifiable when the keys have been rotated since', async () => {
    await rotateSigningKeys(ctx);
    const jwks = await publicJwks(ctx);
    expect(jwks.keys).toHaveLength(4);
    expect(verifyEvidence(countersigned, { ...trust, jwks }).ok).toBe(true);
    const again = await read({ paymentId: String(countersigned.payment_id), agentId: owner.agent.agentId });
    expect(faultsOf(again)).toContain('The record of the payment is not signed by a trusted key, or was changed.'); // pinned before
    expect(verifyEvidence(again, { ...trust, jwks }).ok).toBe(true);
  });
});

/** Every leaf, null and empty lists included. */
function leavesOf(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const entries: [string | number, Json][] = Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function containersOf(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => containersOf(inner, [...path, key]))];
}

const at = (bundle: Json, path: Path): Json => path.reduce<Json>((value, key) => (value as Record<string | number, Json>)[key] ?? null, bundle);

/** The bundle with what stands at `path` replaced; undefined takes it out. */
function changed(bundle: Bundle, path: Path, change: (value: Json) => Json | undefined): Bundle {
  const copy = structuredClone(bundle);
  const parent = at(copy, path.slice(0, -1)) as Record<string | number, Json>;
  const key = path.at(-1) ?? '';
  const next = change(parent[key] ?? null);
  if (next !== undefined) parent[key] = next;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return copy;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const otherCharacter = (character: string): string => ALPHABET[(ALPHABET.indexOf(character) + 1) % ALPHABET.length] ?? 'A';
const replaceAt = (text: string, index: number): string => text.slice(0, index) + otherCharacter(text.charAt(index)) + text.slice(index + 1);

/** Every way that a leaf is bent: its first, middle and last character, longer, shorter, empty, another type. */
function mutationsOf(value: Json): Json[] {
  if (typeof value === 'boolean') return [!value, null, String(value)];
  if (typeof value === 'number') return [value + 1, -value, String(value), null];
  if (value === null) return ['x', 0, {}, []];
  if (typeof value !== 'string') return [null, ['x'], { x: 'x' }];
  const bent = value === '' ? [] : [0, Math.floor(value.length / 2), value.length - 1].map((index) => replaceAt(value, index));
  return [...bent, `${value}A`, `${value}=`, ` ${value}`, value.slice(0, -1), `${value}0`, '', null, 7, [value]].filter((mutant) => mutant !== value);
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const negated = (s: Buffer): Buffer => Buffer.from((ORDER - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(64, '0'), 'hex');

/** (r, s) as (r, order - s): of a compact JWS, or of the DER that authenticators answer. */
function otherSpelling(signature: string): string {
  const [head, payload, proof] = signature.split('.');
  if (proof !== undefined) {
    const bytes = Buffer.from(proof, 'base64url');
    return [head, payload, Buffer.concat([bytes.subarray(0, 32), negated(bytes.subarray(32))]).toString('base64url')].join('.');
  }
  const der = Buffer.from(signature, 'base64url');
  const r = der.subarray(2, 4 + der.readUInt8(3));
  const s = negated(der.subarray(r.length + 4));
  const integer = s.readUInt8(0) > 0x7f ? Buffer.concat([Buffer.of(0), s]) : s;
  const body = Buffer.concat([r, Buffer.of(2, integer.length), integer]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]).toString('base64url');
}

describe.each([
  ['countersigned', () => countersigned],
  ['automatic', () => automatic],
  ['authorised', () => authorised],
  ['grouped', () => grouped],
  ['consented', () => consented],
])('a %s bundle', (_name, bundleOf) => {
  it('verifies no more when any leaf of it is changed in any way', () => {
    const bundle = bundleOf();
    const leaves = leavesOf(bundle);
    expect(leaves.length).toBeGreaterThan(100);
    const accepted = leaves.flatMap((path) =>
      mutationsOf(at(bundle, path))
        .filter((mutant) => verifyEvidence(changed(bundle, path, () => mutant), trust).ok)
        .map((mutant) => `${path.join('.')} = ${JSON.stringify(mutant)}`),
    );
    expect(accepted).toEqual([]);
  });

  it('verifies no more when a signature is spelled in its other way, which ECDSA takes too', () => {
    const bundle = bundleOf();
    const signatures = leavesOf(bundle).filter((path) => path.at(-1) === 'signature');
    expect(signatures.length).toBeGreaterThanOrEqual(6);
    const accepted = signatures.filter((path) => verifyEvidence(changed(bundle, path, (value) => otherSpelling(String(value))), trust).ok);
    expect(accepted.map((path) => path.join('.'))).toEqual([]);
  });

  it('verifies no more when a field or an element is taken out', () => {
    const bundle = bundleOf();
    const inner = [...leavesOf(bundle), ...containersOf(bundle)].filter((path) => path.length > 0);
    const accepted = inner.filter((path) => verifyEvidence(changed(bundle, path, () => undefined), trust).ok);
    expect(accepted.map((path) => path.join('.'))).toEqual([]);
  });

  it('verifies no more when a field or an element is added anywhere', () => {
    const bundle = bundleOf();
    const accepted = containersOf(bundle).filter((path) => {
      const grow = (value: Json): Json => (Array.isArray(value) ? [...value, value[0] ?? 'x'] : { ...(value as object), extra: 'x' });
      const grown = path.length === 0 ? grow(bundle) : changed(bundle, path, grow);
      return verifyEvidence(grown, trust).ok;
    });
    expect(accepted.map((path) => path.join('.'))).toEqual([]);
  });
});

describe('what the reader trusts', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  it('is never taken from the bundle: a forger who signs everything anew with a key of his own is refused', () => {
    const head = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'mine', typ: 'payment-record+jwt' })).toString('base64url');
    const forged = changed(countersigned, ['record'], (record) => {
      const { signature: _old, ...rest } = record as Record<string, Json>;
      const text = `${head}.${Buffer.from(canonicalJson(rest)).toString('base64url')}`;
      return { ...rest, signature: `${text}.${sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}` };
    });
    expect(faultsOf(forged)).toEqual(['The record of the payment is not signed by a trusted key, or was changed.']);
    expect(faultsOf({ ...countersigned, keys: [pair.publicKey.export({ format: 'jwk' })] })).toHaveLength(1);
  });

  it.each<[string, Partial<Trust>]>([
    ['no keys', { jwks: { keys: [] } }],
    ['what is no key set', { jwks: 'keys' }],
    ['keys that are no points of the curve', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid: 'x' }] } }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
  ])('decides: with %s nothing verifies', (_case, other) => {
    expect(faultsOf(countersigned, { ...trust, ...other }).length).toBeGreaterThan(0);
  });

  it.each([[undefined], [null], [7], ['text'], [[]], [{}], [{ payment_id: 'x' }]])('refuses what is no bundle, and does not throw: %j', (bundle) => {
    expect(faultsOf(bundle).length).toBeGreaterThan(0);
  });
});

/** The wallet itself cheats: it signs its records anew over other facts. */
describe('a wallet that lies', () => {
  const TYP: Record<string, string> = { record: 'payment-record+jwt', mandates: 'mandate+jwt', receipts: 'receipt+jwt', enrolment: 'enrolment+jwt', scope_enrolment: 'enrolment+jwt' };
  let pinned: Trust;
  beforeAll(async () => void (pinned = { ...trust, jwks: await publicJwks(ctx) }));

  /** Changes fields and signs each record that was touched with the wallet's real key. */
  async function resigned(bundle: Bundle, changes: readonly (readonly [Path, Json])[]): Promise<Bundle> {
    let copy = bundle;
    for (const [path, value] of changes) copy = changed(copy, path, () => value);
    const touched = new Map(changes.map(([path]) => (path[0] === 'mandates' || path[0] === 'receipts' ? path.slice(0, 2) : path.slice(0, 1))).map((path) => [path.join('.'), path]));
    for (const path of touched.values()) {
      const typ = TYP[String(path[0])];
      if (typ === undefined) continue;
      const { signature: _old, ...rest } = at(copy, path) as Record<string, Json>;
      const { jws } = await signCompact(ctx, 'mandate', typ, canonicalJson(rest));
      copy = changed(copy, path, () => ({ ...rest, signature: jws }));
    }
    return copy;
  }

  it('is believed where it only signs the same facts again', async () => {
    const again = await resigned(countersigned, [[['record', 'issued_at'], String(at(countersigned, ['record', 'issued_at']))], [['mandates', 0, 'type'], 'cart']]);
    expect(verifyEvidence(again, pinned).ok).toBe(true);
  });

  // mandates of the countersigned bundle: 0 the cart, 1 the payment; of the automatic one: 0 the intent, 1 the cart, 2 the payment.
  it.each<[string, readonly (readonly [Path, Json])[], string]>([
    ['another amount in the cart mandate', [[['mandates', 0, 'cart', 'total'], '99.00']], 'The person signed another amount.'],
    ['another amount everywhere but in the passkey’s content', [
      [['mandates', 0, 'cart', 'total'], '99.00'], [['mandates', 1, 'amount'], '99.00'], [['receipts', 0, 'amount'], '99.00'], [['record', 'amount'], '99.00'],
    ], 'The person signed another amount.'],
    ['another amount, in what the person signed too', [[['signed_content', 'total'], '99.00']], "The person's signature is over something else than what is shown here."],
    ['another merchant', [[['mandates', 0, 'cart', 'merchantId'], 'evil-shop']], 'The person signed for another merchant.'],
    ['another item', [[['mandates', 0, 'cart', 'items', 0, 'name'], 'Gold']], 'The person signed other items.'],
    ['another quantity', [[['mandates', 0, 'cart', 'items', 0, 'quantity'], 5]], 'The items are not those of the cart mandate.'],
    ['amounts that do not add up', [[['mandates', 0, 'cart', 'tax'], '6.51']], 'The amounts of the cart mandate do not add up.'],
    ['another approval', [[['mandates', 0, 'approvalId'], 'other'], [['record', 'approval_id'], 'other']], 'The person approved something else.'],
    ['another agent', [[['mandates', 0, 'agentId'], 'agent_x'], [['mandates', 1, 'agentId'], 'agent_x'], [['record', 'agent_id'], 'agent_x']], 'The person approved another agent.'],
    ['another owner', [[['mandates', 0, 'ownerId'], 'wal_x'], [['record', 'owner_id'], 'wal_x']], 'The passkey belongs to another owner.'],
    ['the cart of another checkout', [[['mandates', 0, 'cart', 'checkoutId'], 'other']], 'The cart is of another checkout.'],
    ['a cart changed together with its hash', [[['mandates', 0, 'cart', 'snapshotHash'], '0'.repeat(64)], [['record', 'snapshot_hash'], '0'.repeat(64)]], 'The person signed another cart.'],
    ['a payment mandate of another cart', [[['mandates', 1, 'cartMandateId'], 'mandate_x']], 'for another cart'],
    ['a payment mandate over another amount', [[['mandates', 1, 'amount'], '72.00']], 'is over another amount'],
    ['a payment mandate in another currency', [[['mandates', 1, 'currency'], 'USD']], 'is over another amount'],
    ['a payment mandate for another merchant', [[['mandates', 1, 'merchantId'], 'evil-shop']], 'is for another merchant'],
    ['a payment mandate for another checkout', [[['mandates', 1, 'checkoutId'], 'other']], 'is for another checkout'],
    ['no person in the payment mandate', [[['mandates', 1, 'humanPresent'], false]], 'disagrees about whether a person was present'],
    ['a receipt over another amount', [[['receipts', 0, 'amount'], '72.00']], 'is over another amount'],
    ['a receipt of another payment', [[['receipts', 0, 'payment_id'], 'pay_x']], 'is of another payment'],
    ['a receipt of another purchase', [[['receipts', 0, 'checkout_id'], 'other']], 'is of another purchase'],
    ['a receipt with an unknown mandate', [[['receipts', 0, 'payment_mandate_id'], 'mandate_x']], 'names an unknown payment mandate'],
    ['another order', [[['receipts', 0, 'order_id'], 'other']], 'A receipt is missing, or one was added.'],
    ['a token used after its end', [[['receipts', 0, 'token_used_at'], '2026-11-21T13:00:00.000Z'], [['receipts', 0, 'at'], '2026-11-21T13:00:00.000Z']], 'was used after it had expired'],
    ['an order older than its payment', [[['receipts', 0, 'at'], '2026-11-20T12:00:00.000Z']], 'The order is older than its payment.'],
    ['evidence older than the order', [[['record', 'issued_at'], '2026-11-20T12:00:00.000Z']], 'The evidence is older than its receipts.'],
    ['a passkey enrolled afterwards', [[['enrolment', 'enrolled_at'], '2026-11-22T12:00:00.000Z']], 'The passkey was enrolled after it had signed.'],
    ['a passkey of another site', [[['enrolment', 'rp_id'], 'evil.example']], 'The passkey was enrolled on another site than localhost.'],
    ['a passkey of another owner', [[['enrolment', 'owner_id'], 'wal_x']], 'The passkey belongs to another owner.'],
    ['another passkey’s enrolment', [[['enrolment', 'public_key', 'x'], 'A'.repeat(43)]], 'The signature is by another passkey than the enrolled one.'],
    ['another status', [[['status'], 'voided'], [['record', 'status'], 'voided']], 'A completed payment has a receipt, any other has none.'],
    ['an open payment', [[['record', 'status'], 'approved']], 'The record tells another status.'],
    ['another payment', [[['record', 'payment_id'], 'pay_x']], 'The record is of another payment.'],
    ['a missing mandate', [[['record', 'mandate_ids'], []]], 'A mandate is missing, or one was added.'],
    ['no person', [[['human_present'], false], [['record', 'human_present'], false]], 'The records disagree about whether a person was present.'],
  ])('is refused: %s', async (_case, changes, fault) => {
    expect(faultsOf(await resigned(countersigned, changes), pinned).join('\n')).toContain(fault);
  });

  it.each<[string, readonly (readonly [Path, Json])[], string]>([
    ['limits that the owner did not sign', [[['mandates', 0, 'after', 'limits', 0, 'perTransaction'], '60.01']], "The owner's signature over the limits is over something else"],
    ['limits said to come from a fixture', [[['mandates', 0, 'confirmedBy'], 'fixture']], 'do not belong together'],
    ['the limits of another agent', [[['mandates', 0, 'agentId'], 'agent_x']], 'The intent mandate is for another agent.'],
    ['a mandate that had run out', [[['mandates', 0, 'validUntil'], '2026-11-21T11:00:00.000Z']], 'The intent mandate was not valid at that time.'],
    ['an agent that may not buy', [[['mandates', 0, 'after', 'permissions'], ['browse_products']]], 'The agent was not allowed to buy alone.'],
    ['a limit below the amount', [[['mandates', 0, 'after', 'limits', 0, 'perTransaction'], '27.49']], 'The amount is beyond the limit that was set.'],
    ['a person who was not there', [[['signed_content'], null], [['mandates', 1, 'humanPresent'], true], [['record', 'human_present'], true], [['human_present'], true]], 'is missing'],
  ])('is refused about limits: %s', async (_case, changes, fault) => {
    expect(faultsOf(await resigned(automatic, changes), pinned).join('\n')).toContain(fault);
  });

  // mandates of the authorised bundle: 0 the intent, 1 the scoped intent, 2 the cart, 3 the payment.
  it.each<[string, readonly (readonly [Path, Json])[], string]>([
    ['another amount', [[['mandates', 1, 'after', 'amount'], '500.00']], "The owner's signature over the authorisation is over something else"],
    ['an amount below the purchase', [[['mandates', 1, 'after', 'amount'], '93.49']], 'The amount is beyond the authorisation.'],
    ['another currency', [[['mandates', 1, 'after', 'currency'], 'JPY']], 'The amount is beyond the authorisation.'],
    ['another merchant', [[['mandates', 1, 'after', 'merchant'], 'other-shop']], 'The authorisation is for another merchant.'],
    ['another category', [[['mandates', 1, 'after', 'category'], 'home']], 'The authorisation is for goods of another category.'],
    ['goods of another category', [[['mandates', 2, 'cart', 'items', 0, 'category'], 'home']], 'The authorisation is for goods of another category.'],
    ['one that had run out', [[['mandates', 1, 'validUntil'], '2026-11-21T11:00:00.000Z']], 'The authorisation was not valid at that time.'],
    ['one of another agent', [[['mandates', 1, 'agentId'], 'agent_x']], 'The authorisation is for another agent.'],
    ['a passkey of another owner', [[['scope_enrolment', 'owner_id'], 'wal_x']], 'The passkey belongs to another owner.'],
    ['a passkey enrolled afterwards', [[['scope_enrolment', 'enrolled_at'], '2026-11-22T12:00:00.000Z']], "The authorisation's passkey was enrolled after it had signed."],
    ['another purchase beyond the limits', [[['mandates', 2, 'cart', 'total'], '193.50'], [['mandates', 3, 'amount'], '193.50'], [['record', 'amount'], '193.50'], [['receipts', 0, 'amount'], '193.50']], 'The amount is beyond the authorisation.'],
  ])('is refused about an authorisation: %s', async (_case, changes, fault) => {
    expect(faultsOf(await resigned(authorised, changes), pinned).join('\n')).toContain(fault);
  });
});
