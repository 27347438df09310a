import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Account, canEnter, databaseAccount } from './account';
import { copiedPostgres, installedPostgres, linkLibraries } from './binaries';

/** Where everything of one embedded database lies, and whom it runs as. */
export type Home = {
  readonly account: Account;
  /** The programs and libraries of PostgreSQL. */
  readonly native: string;
  /** PGDATA. */
  readonly data: string;
  readonly logFile: string;
  /** One file per user process, named by its identity. */
  readonly users: string;
  readonly password: string;
  /** The TCP port, kept over restarts so that a connection string stays good. */
  readonly portFile: string;
  /** Set when the database had to be put elsewhere: the folder, for the announcement. */
  readonly fallback: string | null;
};

const FALLBACK_ROOT = '/var/tmp';

/** A folder below /var/tmp, named by what it stands in for. Refused when someone else was there first. */
function fallbackFolder(...insteadOf: string[]): string {
  const folder = path.join(FALLBACK_ROOT, `countersign-${createHash('sha256').update(insteadOf.join('\0')).digest('hex').slice(0, 16)}`);
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o711); // whatever the umask
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to someone else; set COUNTERSIGN_DATA_DIR to another folder`);
  return folder;
}

function readOrCreatePassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** The programs where the account can run them: as npm installed them, else a copy. */
function reachablePostgres(account: Account): string {
  const installed = installedPostgres();
  linkLibraries(installed);
  const reachable = canEnter(account, path.join(installed, 'bin')) && canEnter(account, path.join(installed, 'lib'));
  return reachable ? installed : copiedPostgres(installed, fallbackFolder(installed));
}

/** The folder that PostgreSQL has to itself, below `place`. One of another user is left as it is: taking it would stop their database. */
function serverFolder(account: Account, place: string): string {
  const folder = path.join(place, 'server');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!process.getuid) return folder;
  if (account.isOther && lstatSync(folder).uid === process.getuid()) chownSync(folder, account.uid, account.gid);
  const owner = lstatSync(folder).uid;
  if (owner === account.uid) return folder;
  throw new Error(`The database in ${folder} belongs to user ${owner}, and this process may not use it. Start as that user, or set COUNTERSIGN_DATA_DIR.`);
}

/** Finds or makes the folders of the database of a data folder. Called under the start lock. */
export function openHome(dataDir: string): Home {
  const root = path.join(realpathSync(dataDir), 'postgres');
  mkdirSync(root, { recursive: true, mode: 0o711 });
  const account = databaseAccount();
  const password = readOrCreatePassword(path.join(root, 'password'));
  // With the password in its name: who removes the data folder begins anew, and does not meet the database of before.
  const fallback = canEnter(account, root) ? null : fallbackFolder(root, password);
  const server = serverFolder(account, fallback ?? root);
  const users = path.join(root, 'users');
  mkdirSync(users, { recursive: true });
  return {
    account,
    native: reachablePostgres(account),
    data: path.join(server, 'data'),
    logFile: path.join(server, 'log'),
    users,
    password,
    portFile: path.join(root, 'port'),
    fallback,
  };
}
