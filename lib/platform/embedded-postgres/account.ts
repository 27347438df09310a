import { execFileSync, spawnSync } from 'node:child_process';

/** Whom PostgreSQL runs as. It refuses to run as root, so root hands it to the user `postgres`. */
export type Account = { readonly uid: number; readonly gid: number; readonly isOther: boolean };

const idOf = (flag: '-u' | '-g'): number | null => {
  const answer = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout.trim()) : null;
};

/** The account for the database server; as root the user `postgres`, made when it is missing. */
export function databaseAccount(): Account {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (process.platform === 'win32' || uid !== 0) return { uid, gid, isOther: false };
  if (idOf('-u') === null) {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { stdio: 'pipe' });
    } catch (error) {
      throw new Error(`PostgreSQL does not run as root, and a user "postgres" could not be made: ${String(error)}`);
    }
  }
  const [userId, groupId] = [idOf('-u'), idOf('-g')];
  if (userId === null || groupId === null) throw new Error('The user "postgres" cannot be looked up');
  return { uid: userId, gid: groupId, isOther: true };
}

/** Spawn options that run a program as that account. */
export const runAs = (account: Account): { uid?: number; gid?: number } => (account.isOther ? { uid: account.uid, gid: account.gid } : {});

/** Whether the account may enter a folder, asked of the system as that account. */
export function canEnter(account: Account, folder: string): boolean {
  if (!account.isOther) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs(account), cwd: '/', stdio: 'ignore' }).status === 0;
}
