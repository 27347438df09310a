import pg from 'pg';
import { BatchingSocket } from './batching-socket';
import { traced } from '@/lib/kernel/tracing';
import { isTransient } from './errors';

/** A statement by name: the driver prepares it once per connection. */
export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

/** The pool, or the transaction that is under way. int8 comes back as bigint, timestamptz as Date. */
export interface Db {
  query<Row extends object = Record<string, never>>(statement: Statement): Promise<Row[]>;
  /**
   * A write whose answer nobody reads. In a transaction it is sent and not waited for: what comes after it sees it, and if it fails, the
   * transaction fails with its error. Outside of one it is waited for.
   */
  write(statement: Statement): Promise<void>;
  /**
   * One transaction, read committed; joined when one is under way. A deadlock is tried again, at most three times. Work that goes on after the end
   * is refused its statements.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}

const INT8 = 20;
type Parser = (text: string) => unknown;

// int8 is a bigint; everything else is parsed as the driver does.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser => {
    const parse = pg.types.getTypeParser(oid, format) as Parser;
    return oid === INT8 ? BigInt : parse;
  },
};

/** `role` is taken at connection time: the application never works as the owner of its tables. */
export function createPool(options: { connectionString: string; role: string | null; max: number }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    types,
    stream: () => new BatchingSocket(),
    pipeline: true, // a statement is sent while earlier ones of its connection are still under way
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    options: options.role ? `-c role=${options.role}` : undefined,
  });
  // A connection that breaks between two queries tells so by an event; unheard it would end the process. The next query fails, and says why.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined); // the same for a connection that waits in the pool, which lets it go; the server also logs it
  return pool;
}

/** What a span of the database says of it. */
export const SPAN = { 'db.system.name': 'postgresql' };

export function createDb(pool: pg.Pool): Db {
  return {
    query: (statement) => traced(statement.name, SPAN, async () => (await pool.query(toQuery(statement))).rows as never),
    write: (statement) => traced(statement.name, SPAN, async () => void (await pool.query(toQuery(statement)))),
    transaction: (work) => traced('transaction', SPAN, async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await runTransaction(pool, work);
        } catch (error) {
          if (attempt === 3 || !isTransient(error)) throw error;
        }
      }
    }),
  };
}

export async function runTransaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const sent: Promise<unknown>[] = [];
  const send = (query: string | pg.QueryConfig): void => {
    const answer = client.query(query as pg.QueryConfig);
    answer.catch(() => undefined); // it is looked at below
    sent.push(answer);
  };
  let broken: Error | undefined;
  let hasEnded = false;
  // Of work side by side one part may fail and another go on: what that sent would be done without a transaction, or in the next one of this connection.
  const requireOpen = (statement: Statement): pg.QueryConfig => {
    if (hasEnded) throw new Error(`${statement.name}: its transaction has ended`);
    return toQuery(statement);
  };
  const tx: Db = {
    query: async (statement) => (await client.query(requireOpen(statement))).rows as never,
    write: async (statement) => send(requireOpen(statement)),
    transaction: (inner) => inner(tx),
  };
  try {
    send('begin');
    const result = await work(tx);
    hasEnded = true;
    send('commit'); // of a transaction that failed it is a rollback
    await Promise.all(sent);
    return result;
  } catch (error) {
    hasEnded = true;
    await client.query('rollback').catch((fault: Error) => (broken = fault));
    throw await firstFailure(sent, error);
  } finally {
    client.release(broken);
  }
}

/** A statement that nobody waited for may have failed first; what was thrown then only says that the transaction is aborted. */
async function firstFailure(sent: readonly Promise<unknown>[], thrown: unknown): Promise<unknown> {
  const failed = (await Promise.allSettled(sent)).find((outcome) => outcome.status === 'rejected');
  return failed ? (failed.reason as unknown) : thrown;
}

export const toQuery = (statement: Statement): pg.QueryConfig => ({ name: statement.name, text: statement.text, values: statement.values as unknown[] });

/**
 * Calls back on NOTIFY of a channel with what was told, and with nothing each time that listening begins: what came before is unknown then. Over
 * a connection of its own that is renewed when it breaks. Returns the stop function.
 */
export function listen(pool: pg.Pool, channel: string, onNotify: (payload?: string) => void): () => Promise<void> {
  let stopped = false;
  let client: pg.PoolClient | undefined;
  const again = () => void setTimeout(() => void connect(), 1_000).unref();
  /** Lets a broken connection go, once however often it says so. */
  const renew = (broken: pg.PoolClient): void => {
    if (client !== broken) return;
    client = undefined;
    broken.release(true);
    again();
  };
  const connect = async (): Promise<void> => {
    const connected = stopped ? undefined : await pool.connect().catch(again);
    if (!connected) return;
    if (stopped) return connected.release(true);
    client = connected;
    connected.on('notification', ({ payload }) => onNotify(payload ?? '')).on('error', () => renew(connected));
    try {
      await connected.query(`listen ${channel}`);
      onNotify();
    } catch {
      renew(connected);
    }
  };
  void connect();
  return () => {
    stopped = true;
    client?.release(true);
    client = undefined;
    return Promise.resolve();
  };
}
