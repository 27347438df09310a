import { describe, expect, it } from 'vitest';
import type { Ctx, StoredPasskey } from '@/lib/ports';
import { silentLog, testSettings } from '@/lib/testing/test-ctx';
import { createAuthenticator, type CeremonyOverrides } from '@/lib/testing/software-authenticator';
import { webauthnPasskeys } from './webauthn';

const ctx = { settings: testSettings, log: silentLog } as Ctx; // all that this provider looks at
const HOME = { origin: testSettings.publicOrigin, rpId: 'localhost' };
const CHALLENGE = Buffer.alloc(32, 1).toString('base64url');
const OTHER_CHALLENGE = Buffer.alloc(32, 2).toString('base64url');
const PERSON = { userId: 'usr_1', email: 'ada@example.com', displayName: 'Ada' };

async function enrolled() {
  const authenticator = createAuthenticator(HOME);
  const options = await webauthnPasskeys.creationOptions(ctx, { ...PERSON, challenge: CHALLENGE, exclude: [] });
  const registration = await webauthnPasskeys.verifyRegistration(ctx, { attestation: authenticator.register(options), challenge: CHALLENGE });
  if (!registration) throw new Error('the registration was refused');
  const passkey: StoredPasskey = { id: 'pk_1', ...registration };
  return { authenticator, passkey };
}

const BENT: [string, CeremonyOverrides][] = [
  ['without user verification', { userVerified: false }],
  ['for another origin', { origin: 'http://localhost:3001' }],
  ['for another RP id', { rpId: 'example.com' }],
  ['over another challenge', { challenge: OTHER_CHALLENGE }],
];

describe('making a passkey', () => {
  it('asks for a discoverable one with user verification, over our challenge', async () => {
    expect(await webauthnPasskeys.creationOptions(ctx, { ...PERSON, challenge: CHALLENGE, exclude: [] })).toMatchObject({
      challenge: CHALLENGE,
      rp: { id: 'localhost' },
      user: { id: Buffer.from('usr_1').toString('base64url'), name: 'ada@example.com' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  it('keeps the key, its counter and its known transports', async () => {
    const { passkey, authenticator } = await enrolled();
    expect(passkey).toMatchObject({ credentialId: authenticator.credentialIds[0], counter: 0n, transports: ['internal'] });
  });

  it.each(BENT)('refuses one made %s', async (_name, overrides) => {
    const options = await webauthnPasskeys.creationOptions(ctx, { ...PERSON, challenge: CHALLENGE, exclude: [] });
    const attestation = createAuthenticator(HOME).register(options, overrides);
    expect(await webauthnPasskeys.verifyRegistration(ctx, { attestation, challenge: CHALLENGE })).toBeNull();
  });
});

describe('using a passkey', () => {
  it('accepts an assertion over our challenge and moves the counter', async () => {
    const { authenticator, passkey } = await enrolled();
    const options = await webauthnPasskeys.requestOptions(ctx, { challenge: CHALLENGE, passkeys: [passkey] });
    const query = { assertion: authenticator.assert(options), challenge: CHALLENGE, passkeys: [passkey] };
    expect(await webauthnPasskeys.verifyAssertion(ctx, query)).toEqual({ passkeyId: 'pk_1', newCounter: 1n });
  });

  it.each(BENT)('refuses an assertion %s', async (_name, overrides) => {
    const { authenticator, passkey } = await enrolled();
    const options = await webauthnPasskeys.requestOptions(ctx, { challenge: CHALLENGE, passkeys: [passkey] });
    const query = { assertion: authenticator.assert(options, overrides), challenge: CHALLENGE, passkeys: [passkey] };
    expect(await webauthnPasskeys.verifyAssertion(ctx, query)).toBeNull();
  });

  it('refuses a counter that did not rise, as a copied passkey shows', async () => {
    const { authenticator, passkey } = await enrolled();
    const used = { ...passkey, counter: 5n };
    const options = await webauthnPasskeys.requestOptions(ctx, { challenge: CHALLENGE, passkeys: [used] });
    const query = { assertion: authenticator.assert(options, { counter: 5 }), challenge: CHALLENGE, passkeys: [used] };
    expect(await webauthnPasskeys.verifyAssertion(ctx, query)).toBeNull();
  });

  it("refuses an assertion of somebody else's passkey", async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const assertion = theirs.authenticator.assert({ challenge: CHALLENGE });
    expect(await webauthnPasskeys.verifyAssertion(ctx, { assertion, challenge: CHALLENGE, passkeys: [mine.passkey] })).toBeNull();
    const renamed = { ...assertion, id: mine.passkey.credentialId, rawId: mine.passkey.credentialId };
    expect(await webauthnPasskeys.verifyAssertion(ctx, { assertion: renamed, challenge: CHALLENGE, passkeys: [mine.passkey] })).toBeNull();
  });

  it('refuses a signature with one byte changed', async () => {
    const { authenticator, passkey } = await enrolled();
    const assertion = authenticator.assert({ challenge: CHALLENGE });
    const signature = Buffer.from(assertion.response.signature, 'base64url');
    signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
    const bent = { ...assertion, response: { ...assertion.response, signature: signature.toString('base64url') } };
    expect(await webauthnPasskeys.verifyAssertion(ctx, { assertion: bent, challenge: CHALLENGE, passkeys: [passkey] })).toBeNull();
  });
});

describe('garbage', () => {
  const HEAD = { id: 'x', rawId: 'x', type: 'public-key' };
  const SHAPES: unknown[] = [
    undefined, null, 0, '', [], {}, { id: 1 }, HEAD,
    { ...HEAD, response: {} },
    { ...HEAD, response: { clientDataJSON: '%', attestationObject: '%', authenticatorData: '%', signature: '%' } },
    { ...HEAD, response: { clientDataJSON: 'bnVsbA', attestationObject: 'oA', authenticatorData: '', signature: '' } },
  ];

  it.each(SHAPES.map((shape) => [JSON.stringify(shape), shape]))('%s is refused, never thrown at', async (_text, shape) => {
    const { passkey } = await enrolled();
    const passkeys = [passkey, { ...passkey, credentialId: 'x' }];
    expect(await webauthnPasskeys.verifyRegistration(ctx, { attestation: shape, challenge: CHALLENGE })).toBeNull();
    expect(await webauthnPasskeys.verifyAssertion(ctx, { assertion: shape, challenge: CHALLENGE, passkeys })).toBeNull();
  });
});
