import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Db, Statement } from '@/lib/db';

/** What a purchase does at the database, in order: transactions and single statements. */
export type Step = { readonly inTransaction: boolean; readonly statements: readonly Statement[] };

/** A Db that works as `db` does and writes down what it is asked. One caller at a time. */
export function recordingDb(db: Db): { db: Db; steps: Step[] } {
  const steps: Step[] = [];
  const recorded = (inner: Db, note: (statement: Statement) => void): Db => {
    const wrapped: Db = {
      query: (statement) => (note(statement), inner.query(statement)),
      write: (statement) => (note(statement), inner.write(statement)),
      transaction: (work) => work(wrapped),
    };
    return wrapped;
  };
  const outer = recorded(db, (statement) => steps.push({ inTransaction: false, statements: [statement] }));
  const transaction: Db['transaction'] = (work) => {
    const statements: Statement[] = [];
    steps.push({ inTransaction: true, statements });
    return db.transaction((tx) => work(recorded(tx, (statement) => statements.push(statement))));
  };
  return { db: { ...outer, transaction }, steps };
}

const NAMES = /[a-z]{2,8}_[0-9a-z]{26}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g;

const namesIn = (steps: readonly Step[]): Set<string> => new Set(JSON.stringify(steps, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)).match(NAMES));

function freshName(name: string): string {
  if (name.includes('-')) return randomUUID();
  if (!name.includes('_')) return randomBytes(32).toString('hex');
  const prefix = name.slice(0, name.indexOf('_') + 1);
  return prefix + Array.from({ length: 26 }, () => randomInt(36).toString(36)).join('');
}

/**
 * One purchase's statements, to be sent again as new purchases: what is named in one recording and not in the other (ids, hashes, keys) is
 * a new name in every replay; what both name is the world that they share.
 */
export function toReplay(first: readonly Step[], second: readonly Step[]): () => Step[] {
  const shared = namesIn(second);
  const own = new Set([...namesIn(first)].filter((name) => !shared.has(name)));
  return () => {
    const fresh = new Map<string, string>();
    const rename = (name: string): string => {
      if (!own.has(name)) return name;
      const known = fresh.get(name) ?? freshName(name);
      fresh.set(name, known);
      return known;
    };
    const renew = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(NAMES, rename);
      return Array.isArray(value) ? value.map(renew) : value;
    };
    return first.map(({ inTransaction, statements }) => ({
      inTransaction,
      statements: statements.map((statement) => ({
        ...statement,
        // The number of an advisory lock is made of its key.
        values: statement.name === 'idempotency.lock-and-find' ? statement.values.map((value, index) => (index === 3 ? randomBytes(8).readBigInt64BE().toString() : renew(value))) : statement.values.map(renew),
      })),
    }));
  };
}
