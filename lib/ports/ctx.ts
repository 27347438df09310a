import type { Db } from '@/lib/db';
import type { Clock } from '@/lib/kernel/clock';
import type { Keyring } from '@/lib/kernel/keyring';
import type { Ports } from './ports';
import { asUnitOfWork } from './unit-of-work';

export type Log = {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
};

/** What the domains may know of how this installation was started. */
export type Settings = {
  /** Scheme, host and port of every URL that we emit; also the issuer, and the origin of passkeys. */
  readonly publicOrigin: string;
  /** On the embedded database: new owners get a funded card, the demo wallet may enrol its first passkey. */
  readonly embeddedDatabase: boolean;
  /** COUNTERSIGN_TEST=1: test routes answer, limits of rate are lifted. */
  readonly testMode: boolean;
  /** PUBLIC_API_AUTH_MODE=api-key: /v1/** answers nobody without a scoped X-API-Key. */
  readonly publicApiNeedsKey: boolean;
  /** Who carries mails; noop: the development mailbox, or in a deployment nobody. */
  readonly mailProvider: 'smtp' | 'resend' | 'noop';
  /** What the links to order passes begin with: scheme, host and port, maybe with a path; no slash at its end. */
  readonly orderPassBaseUrl: string;
  /** AP2_STRICT=1: the orchestrator's checkout is executed with a consent proof alone. */
  readonly needsConsentProof: boolean;
  /** How long a completion may be silent before another process resumes it. */
  readonly completionLeaseSeconds: number;
};

/** Handed to every use case. `db` is the pool, or the transaction that is under way. */
export type Ctx = {
  readonly db: Db;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly ports: Ports;
  readonly log: Log;
};

/**
 * Runs `work` in one transaction; inside one already, it joins it. Rolls back on any throw. Work that turns out to need a word from a service outside
 * is rolled back, the service is asked, and the work runs again (unit-of-work.ts): nobody is asked while a transaction is open.
 */
export function inTransaction<C extends Ctx, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  return asUnitOfWork(ctx, (belonging) => ctx.db.transaction((db) => work({ ...ctx, db: belonging(db) })));
}

/** What was promised can never be done: trying again would end the same. Its message holds no secret and no address. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** Told by its name: the class exists once per bundle. */
export const isUndeliverable = (error: unknown): boolean => error instanceof Error && error.name === 'Undeliverable';
