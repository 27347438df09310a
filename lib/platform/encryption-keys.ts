import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { equalInConstantTime } from '@/lib/kernel/hash';
import { createKeyring, MissingKeyError, type Keyring } from '@/lib/kernel/keyring';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns';

const BATCH = 500;

export type SealedCount = { readonly table: string; readonly keyId: string; readonly rows: number };

/** How many texts of each sealed column name which key. Reads every sealed row. */
export async function countSealed(client: pg.ClientBase): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const { table, sealed } of SEALED_COLUMNS) {
    const { rows } = await client.query<{ key_id: string; rows: number }>(
      `select split_part(${sealed}, '.', 1) as key_id, count(*)::int as rows from ${table} where ${sealed} is not null group by 1 order by 1`,
    );
    counts.push(...rows.map((row) => ({ table, keyId: row.key_id, rows: row.rows })));
  }
  return counts;
}

/**
 * Proves at start-up that this ring opens this database: each key that something is sealed with is in it, the current signing keys open,
 * and the oldest key is the one that derived the owners' ids. Throws MissingKeyError, or a plain message, otherwise.
 */
export async function checkEncryptionKeys(client: pg.ClientBase, spec: string): Promise<void> {
  const ids = keyIdsOf(spec);
  const missing = (await countSealed(client)).find(({ keyId }) => !ids.includes(keyId));
  if (missing) throw new MissingKeyError(missing.keyId);
  const keyring = createKeyring(spec);
  await checkValues(client, keyring);
  await checkOldest(client, keyring);
}

/** The names of the keys, the current one first. */
export const keyIdsOf = (spec: string): string[] => spec.split(',').map((part) => part.trim().split(':')[0] ?? '');

/** The right name over the wrong bytes: the signing keys would tell at the first request. */
async function checkValues(client: pg.ClientBase, keyring: Keyring): Promise<void> {
  const { rows } = await client.query<{ purpose: string; sealed: string }>(
    `select 'signing_key:' || purpose as purpose, sealed_private as sealed from signing_key where retired_at is null`,
  );
  for (const { purpose, sealed } of rows) {
    try {
      keyring.open(sealed, purpose);
    } catch {
      const [id] = sealed.split('.');
      throw new Error(`The key "${id}" in COUNTERSIGN_KEYS is not the one of that name that data was sealed with. Restore that key next to the database.`);
    }
  }
}

const OLDEST = 'keyring.oldest';

/** Pairwise owner ids derive from the oldest key (kernel/keyring): without it merchants would see strangers. */
async function checkOldest(client: pg.ClientBase, keyring: Keyring): Promise<void> {
  const mark = keyring.derive(OLDEST).toString('base64url');
  await client.query('insert into installation (key, value) values ($1, $2) on conflict (key) do nothing', [OLDEST, mark]);
  const { rows } = await client.query<{ value: string }>('select value from installation where key = $1', [OLDEST]);
  if (equalInConstantTime(rows[0]?.value ?? '', mark)) return;
  throw new Error(
    'The last key in COUNTERSIGN_KEYS is not the oldest of this database: the ids that merchants know owners by derive from it. Put it back at the end.',
  );
}

/** The ring with a new key in front. Every old one stays: a backup may need it, and the last one derives ids. */
export function prependKey(spec: string): string {
  const ids = keyIdsOf(spec);
  let number = ids.length + 1;
  while (ids.includes(`k${number}`)) number += 1;
  return `k${number}:${randomBytes(32).toString('base64')},${spec}`;
}

/**
 * Seals anew, with the current key, every text that another key of the ring has sealed. Each row on its own and only if it is as it was
 * read, so that it may run beside servers that know the ring, be cut off anywhere and be started again. Answers how many it sealed.
 */
export async function resealAll(client: pg.ClientBase, keyring: Keyring): Promise<number> {
  // Lost with a power cut, a row is sealed by its old key again: nothing that the next run would not see to.
  await client.query('set synchronous_commit = off');
  let resealed = 0;
  for (const column of SEALED_COLUMNS) resealed += await resealColumn(client, keyring, column);
  await client.query('reset synchronous_commit');
  return resealed;
}

async function resealColumn(client: pg.ClientBase, keyring: Keyring, column: SealedColumn): Promise<number> {
  let resealed = 0;
  let after = column.key.map(() => '');
  for (;;) {
    const rows = await readOutdated(client, column, keyring.currentKeyId, after);
    for (const row of rows) if (await resealRow(client, keyring, column, row)) resealed += 1;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return resealed;
    after = last.key;
  }
}

type SealedRow = { readonly key: string[]; readonly sealed: string; readonly purpose: string };

async function readOutdated(client: pg.ClientBase, { table, key, sealed, purpose }: SealedColumn, currentKeyId: string, after: string[]): Promise<SealedRow[]> {
  const columns = key.join(', ');
  const places = key.map((_column, index) => `$${index + 2}`).join(', ');
  const { rows } = await client.query<SealedRow>(
    `select array[${columns}] as key, ${sealed} as sealed, ${purpose} as purpose from ${table}
      where (${columns}) > (${places}) and split_part(${sealed}, '.', 1) <> $1 order by ${columns} limit ${BATCH}`,
    [currentKeyId, ...after],
  );
  return rows;
}

async function resealRow(client: pg.ClientBase, keyring: Keyring, column: SealedColumn, row: SealedRow): Promise<boolean> {
  const text = openOrTell(keyring, column, row);
  const isRow = column.key.map((name, index) => `${name} = $${index + 3}`).join(' and ');
  const { rowCount } = await client.query(`update ${column.table} set ${column.assign('$1::text')} where ${isRow} and ${column.sealed} = $2`, [
    keyring.seal(text, row.purpose),
    row.sealed,
    ...row.key,
  ]);
  return rowCount === 1;
}

function openOrTell(keyring: Keyring, { table }: SealedColumn, row: SealedRow): string {
  try {
    return keyring.open(row.sealed, row.purpose);
  } catch (error) {
    if (error instanceof MissingKeyError) throw error;
    throw new Error(`${table} ${row.key.join(' ')} does not open: it was altered, or sealed with another key of the same name.`);
  }
}
