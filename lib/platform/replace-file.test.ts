import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { replaceFile } from './replace-file';

const folder = mkdtempSync(path.join(tmpdir(), 'replace-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a file over and over until told to stop; answers every text that it saw. */
const READER = `
  const { readFileSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const seen = new Set();
  let over = false;
  parentPort.on('message', () => { over = true; });
  const look = () => {
    for (let turn = 0; turn < 50; turn++) seen.add(readFileSync(workerData, 'utf8'));
    if (over) parentPort.postMessage([...seen]);
    else setImmediate(look);
  };
  look();
`;

describe('replaceFile', () => {
  it('never lets another thread read half a file, or none', async () => {
    const file = path.join(folder, 'port');
    replaceFile(file, '50000');
    const reader = new Worker(READER, { eval: true, workerData: file });
    const seen = new Promise<string[]>((resolve, reject) => reader.once('message', resolve).once('error', reject));
    await new Promise((resolve) => reader.once('online', resolve));
    for (let port = 50_001; port <= 50_500; port++) replaceFile(file, String(port));
    reader.postMessage('stop');
    expect((await seen).filter((text) => !/^50\d{3}$/.test(text))).toEqual([]);
    await reader.terminate();
  });

  it('gives it the mode that is asked for, and leaves nothing beside it', () => {
    const file = path.join(folder, 'secret');
    replaceFile(file, 'a', { mode: 0o600 });
    replaceFile(file, 'b', { mode: 0o600 });
    expect(readFileSync(file, 'utf8')).toBe('b');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('secret'))).toEqual(['secret']);
  });
});
