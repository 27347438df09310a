import { verify } from 'node:crypto';
import { canonicalJson, sha256, sha256Base64url } from '@/lib/kernel/hash';
import type { Assertion } from './bundle';
import { faultsOf } from './fault';
import { isObject, parseJson, toKey } from './signature';

const FLAG = { userPresent: 0x01, userVerified: 0x04 } as const;
const RP_ID_HASH_BYTES = 32;
const HEAD_BYTES = 37; // hash of the RP id, flags, counter

/**
 * What is wrong with a passkey's assertion over `content`: WebAuthn level 2, 7.2, without what only the server of the moment can know
 * (that the challenge was fresh, that the counter rose). `what` begins each sentence.
 */
export function checkAssertion(
  what: string,
  { clientDataJSON, authenticatorData, signature, publicKey }: Assertion,
  content: object,
  site: { origin: string; rpId: string },
): string[] {
  const clientBytes = Buffer.from(clientDataJSON, 'base64url');
  const data = Buffer.from(authenticatorData, 'base64url');
  const client = parseJson(clientBytes.toString('utf8'));
  const flags = data.length < HEAD_BYTES ? 0 : data.readUInt8(RP_ID_HASH_BYTES);
  const key = toKey(publicKey);
  const signed = Buffer.concat([data, sha256(clientBytes)]);
  return faultsOf(
    [isObject(client) && client.type === 'webauthn.get', `${what} was not made by signing with a passkey.`],
    [isObject(client) && client.challenge === sha256Base64url(canonicalJson(content)), `${what} is over something else than what is shown here.`],
    [isObject(client) && client.origin === site.origin, `${what} was made on another site than ${site.origin}.`],
    [isObject(client) && client.crossOrigin !== true, `${what} was made inside a frame of another site.`],
    [data.length >= HEAD_BYTES && data.subarray(0, RP_ID_HASH_BYTES).equals(sha256(site.rpId)), `${what} was made for another site than ${site.rpId}.`],
    [(flags & FLAG.userPresent) !== 0 && (flags & FLAG.userVerified) !== 0, `${what} was made without verifying the person.`],
    [key !== null && verify('sha256', signed, key, Buffer.from(signature, 'base64url')), `${what} is not signed by its passkey.`],
  );
}
