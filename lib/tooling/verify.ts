import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isTrail, verifyEvidence, verifyTrail, type Facts, type TrailFacts } from '@/lib/evidence';

// npm run verify -- FILE --keys JWKS_FILE [--origin URL]: verifies a payment's evidence or an exported audit trail against keys that you hold. Needs no network, no
// database and nothing beside it: the build makes it one file, dist/verify.mjs, which runs anywhere with `node verify.mjs`. Exit status: 0
// verified, 1 not, 2 not asked properly.

const USAGE = `Usage: verify FILE --keys JWKS_FILE [--origin URL]

  FILE       evidence, as GET /api/agent/v1/payments/{id}/evidence answers it, or a trail, as GET /api/agent/v1/wallet/audit-trail does
  --keys     the wallet's public keys (/.well-known/jwks.json), as you got them on a way that you trust
  --origin   the wallet's address, which passkeys are bound to; http://localhost:3000 if left out`;

class UsageError extends Error {}

function readArguments(): { file: string; keys: string; site: URL } {
  try {
    const options = { keys: { type: 'string' }, origin: { type: 'string', default: 'http://localhost:3000' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1 || values.keys === undefined) throw new UsageError('FILE and --keys are needed.');
    if (!URL.canParse(values.origin)) throw new UsageError(`${values.origin} is no URL.`);
    return { file, keys: values.keys, site: new URL(values.origin) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Names in evidence are other people's words: no control character of theirs reaches the terminal. */
// eslint-disable-next-line no-control-regex
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');

function describe(facts: Facts, origin: string): string {
  const { merchant, countersignature, limits, authorisation } = facts;
  return [
    `Verified: payment ${facts.paymentId}, ${facts.status}.`,
    `  ${facts.total} ${facts.currency} to ${merchant.name === null ? merchant.handle : `${merchant.name} (${merchant.handle})`}`,
    ...facts.items.map((item) => `    ${item.quantity} x ${item.name}, ${item.total}`),
    `  asked for by agent ${facts.agentId} of owner ${facts.ownerId}`,
    countersignature
      ? `  countersigned by the owner's passkey ${countersignature.credentialId} (enrolled ${countersignature.enrolledAt}) at ${countersignature.signedAt}`
      : '  within limits, no person',
    ...(countersignature?.second ? [`    and by the passkey ${countersignature.second.credentialId} of owner ${countersignature.second.ownerId}, over the same content`] : []),
    ...(limits ? [`    at most ${limits.perTransaction} ${facts.currency} a purchase, ${CONFIRMED[limits.confirmedBy]} at ${limits.confirmedAt}`] : []),
    ...(authorisation ? [`    beyond that under an authorisation of up to ${authorisation.amount} ${facts.currency}, signed by the owner's passkey at ${authorisation.confirmedAt}`] : []),
    ...facts.consents.map((consent) => `  consented to in mandate ${consent.mandateId} of ${consent.issuer}, checked at ${consent.checkedAt} with its key ${consent.keyThumbprint}`),
    ...facts.receipts.map((receipt) => `  order ${receipt.orderNumber} (${receipt.orderId}), ${receipt.paymentStatus}, placed at ${receipt.at}`),
    `  told by ${origin} at ${facts.issuedAt}`,
  ]
    .map(plain)
    .join('\n');
}

const CONFIRMED = { passkey: "signed by the owner's passkey", fixture: 'of the demo world, signed by nobody' } as const;

const describeTrail = (facts: TrailFacts): string =>
  [
    `Verified: the audit trail of wallet ${facts.walletId}, whole up to its last seal.`,
    `  ${facts.entries} entries from ${facts.from} to ${facts.to}`,
    `  ${facts.seals} seals, the last of ${facts.sealedAt}`,
  ]
    .map(plain)
    .join('\n');

type Checked = { readonly ok: true; readonly words: string } | { readonly ok: false; readonly faults: readonly string[] };

function check(file: unknown, jwks: unknown, site: URL): Checked {
  if (isTrail(file)) {
    const verdict = verifyTrail(file, { jwks });
    return verdict.ok ? { ok: true, words: describeTrail(verdict.facts) } : verdict;
  }
  const verdict = verifyEvidence(file, { jwks, origin: site.origin, rpId: site.hostname });
  return verdict.ok ? { ok: true, words: describe(verdict.facts, site.origin) } : verdict;
}

function main(): number {
  const { file, keys, site } = readArguments();
  const verdict = check(readJson(file), readJson(keys), site);
  console.log(verdict.ok ? verdict.words : [`NOT verified: ${file}`, ...verdict.faults.map((fault) => `  - ${plain(fault)}`)].join('\n'));
  return verdict.ok ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
