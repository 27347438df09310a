import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './prepare.mjs';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const works = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The executable of a Chromium on this machine: the system's, else the one that Playwright has downloaded; null when there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [...ON_PATH.flatMap((name) => folders.map((folder) => path.join(folder, name))), chromium.executablePath()];
  return candidates.find((file) => existsSync(file) && works(file, ['--version'])) ?? null; // Ubuntu's package is a note that it is a snap
}

/** A Chromium, installed when there is none: Debian's package where apt is there and we may use it, else Playwright's own download. */
export async function ensureChromium(): Promise<string | null> {
  return findChromium() ?? (await installPackage()) ?? (await download());
}

async function installPackage(): Promise<string | null> {
  if (!works('sh', ['-c', 'command -v apt-get'])) return null;
  const root = process.getuid?.() === 0;
  if (!root && !works('sudo', ['-n', 'true'])) return null;
  console.log('Installing Chromium with apt ...');
  const install = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium';
  if (root) await run('sh', ['-c', install]);
  else await run('sudo', ['-n', 'sh', '-c', install]);
  return findChromium();
}

async function download(): Promise<string | null> {
  console.log("Installing Playwright's Chromium ...");
  await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  return findChromium();
}
