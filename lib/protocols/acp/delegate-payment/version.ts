import { OPTIONAL_KEY, REQUIRED_KEY } from '../key-policy';
import { parseWith } from '../schema';
import type { AcpWire, Parser } from '../wire';
import { delegatePaymentRequest, type DelegatePaymentRequest, type VaultShape } from './schema';

/** One version of the vault: what its requests may hold, and how it treats a key. */
export type VaultWire = Pick<AcpWire, 'version' | 'idempotency'> & {
  /** Of a key whose first request is still being answered. */
  readonly inFlightCode: 'duplicate_request' | 'idempotency_in_flight';
  /** A fault has the path of its field and says what is wrong with it. */
  readonly parse: Parser<DelegatePaymentRequest>;
};

const wireOf = (version: string, shape: VaultShape, keys: Pick<VaultWire, 'idempotency' | 'inFlightCode'>): VaultWire => ({
  version,
  ...keys,
  parse: parseWith(delegatePaymentRequest(shape), (request) => request),
});

const EARLY = { idempotency: OPTIONAL_KEY, inFlightCode: 'duplicate_request' } as const;
const LATEST = { idempotency: REQUIRED_KEY, inFlightCode: 'idempotency_in_flight' } as const;

/** The versions that the vault is served in, newest first. */
export const VAULT_WIRES: readonly VaultWire[] = [
  wireOf('2026-04-17', { iinMaxLength: 8, last4IsExact: true, riskSignalsMin: 0 }, LATEST),
  wireOf('2026-01-30', { iinMaxLength: 6, last4IsExact: true, riskSignalsMin: 1 }, EARLY),
  wireOf('2026-01-16', { iinMaxLength: 8, last4IsExact: false, riskSignalsMin: 1 }, EARLY),
  wireOf('2025-12-12', { iinMaxLength: 6, last4IsExact: false, riskSignalsMin: 1 }, EARLY),
  wireOf('2025-09-29', { iinMaxLength: 6, last4IsExact: false, riskSignalsMin: 1 }, EARLY),
];
