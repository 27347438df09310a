// Plain JavaScript without dependencies: `npm start` needs it before anything is installed. Types: process-lock.d.mts.
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 40;
const FREE = 'free';

/** When a process was started, in the words of the system; null when there is none. With the pid it names a process for good. */
function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : fields[19];
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (process.platform === 'win32') return '0';
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? null : String(Date.parse(started));
  } catch {
    return null;
  }
}

export const ownIdentity = () => `${process.pid}-${startOf(process.pid)}`;

export function isAlive(identity) {
  const [pid, start] = identity.split('-');
  return startOf(Number(pid)) === start;
}

const generationOf = (name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? -1);
const newest = (folder) => Math.max(-1, ...readdirSync(folder).map(generationOf));

/** The holder of a generation: an identity, `free`, or null when the file went away meanwhile. */
function holderOf(folder, generation) {
  try {
    return readFileSync(path.join(folder, `lock.${generation}`), 'utf8');
  } catch {
    return null;
  }
}

const remove = (file) => {
  try {
    unlinkSync(file);
  } catch {
    // another process removed it
  }
};

/**
 * Each holder owns one numbered file, made by link(2), which only one process can do. The highest number is the lock; who finds its
 * holder dead or done may make the next. Lower numbers are removed only when a higher one exists, so the highest never goes back.
 */
function tryLock(folder, token) {
  const latest = newest(folder);
  if (latest >= 0) {
    const holder = holderOf(folder, latest);
    if (holder === null || (holder !== FREE && isAlive(holder))) return null;
  }
  const file = path.join(folder, `lock.${latest + 1}`);
  try {
    linkSync(token, file);
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    throw error;
  }
  if (newest(folder) !== latest + 1) {
    remove(file); // the folder was read long ago: others have come and gone
    return null;
  }
  for (const name of readdirSync(folder)) if (generationOf(name) >= 0 && generationOf(name) <= latest) remove(path.join(folder, name));
  return file;
}

export async function withLock(folder, work, onWait = () => {}) {
  mkdirSync(folder, { recursive: true });
  const unique = `${ownIdentity()}.${Math.random().toString(36).slice(2)}`;
  const token = path.join(folder, `token.${unique}`);
  writeFileSync(token, ownIdentity());
  let file = null;
  try {
    for (let round = 0; (file = tryLock(folder, token)) === null; round++) {
      if (round === 1) onWait();
      await delay(POLL_MS);
    }
    return await work();
  } finally {
    if (file !== null) {
      const free = path.join(folder, `free.${unique}`);
      writeFileSync(free, FREE);
      renameSync(free, file);
    }
    remove(token);
  }
}
