import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive, ownIdentity, withLock } from './process-lock.mjs';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = path.resolve('lib/platform/process-lock.mjs');
const run = (script: string) => spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });

it('lets one process in at a time', async () => {
  const counter = path.join(folder, 'counter');
  writeFileSync(counter, '0');
  // Reads, waits, writes: an overlap of two would lose a count.
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(MODULE)};
    for (let round = 0; round < 5; round++) await withLock(${JSON.stringify(path.join(folder, 'lock'))}, async () => {
      const count = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 3));
      writeFileSync(${JSON.stringify(counter)}, String(count + 1));
    });`;
  await Promise.all(Array.from({ length: 4 }, () => once(run(script), 'exit')));
  expect(readFileSync(counter, 'utf8')).toBe('20');
});

it('excludes calls of one process from each other', async () => {
  let inside = 0;
  const enter = () =>
    withLock(folder, async () => {
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      inside -= 1;
    });
  await Promise.all([enter(), enter(), enter()]);
});

it('takes over from a holder that was killed', async () => {
  const holder = run(`
    import { withLock } from ${JSON.stringify(MODULE)};
    await withLock(${JSON.stringify(folder)}, () => { console.log('in'); return new Promise(() => setInterval(() => {}, 1000)); });`);
  await once(holder.stdout, 'data');
  const waited: string[] = [];
  const next = withLock(folder, () => 'mine', () => waited.push('waiting'));
  await expect.poll(() => waited).toEqual(['waiting']);
  holder.kill('SIGKILL');
  expect(await next).toBe('mine');
});

it('is free again after the work threw', async () => {
  await expect(withLock(folder, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withLock(folder, () => 'next')).toBe('next');
});

it('does not take another process for one that had its pid before', () => {
  expect(isAlive(ownIdentity())).toBe(true);
  expect(isAlive(`${process.pid}-1`)).toBe(false);
});
