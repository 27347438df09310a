import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { z } from 'zod';
import { ensureChromium } from './chromium';
import { newPasskeyPage } from './demo/browser';
import { callJson } from './demo/http';

// npm run screenshots [-- folder]: each page of a running demo server at 390 and 1280 px, light and dark; without a folder those few that
// README shows. Meant for a data folder to throw away: the demo wallet gets a passkey that nobody holds afterwards.

const WIDTHS = [390, 1280] as const;
const THEMES = ['light', 'dark'] as const;
const LAUNCH_ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'];

const Account = z.object({ email: z.string(), password: z.string() });
const Demo = z.object({ baseUrl: z.url(), wallet: Account, merchants: z.array(z.object({ handle: z.string(), owner: Account })) });
type Demo = z.infer<typeof Demo>;
type Shot = { readonly name: string; readonly url: string; readonly as: 'anyone' | 'owner' | 'merchant' };

/** What README shows. */
const README_SHOTS = ['landing-1280-light', 'approve-390-light', 'approve-390-dark', 'wallet-1280-light', 'order-1280-light'];

const everything = process.argv[2] !== undefined;
const folder = path.resolve(process.argv[2] ?? 'docs/screenshots');
const demo = Demo.parse(JSON.parse(readFileSync(path.resolve(process.env.COUNTERSIGN_DATA_DIR ?? '.countersign', 'demo.json'), 'utf8')));

const executablePath = await ensureChromium();
if (executablePath === null) throw new Error('there is no Chromium on this machine');
const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
try {
  mkdirSync(folder, { recursive: true });
  await enrolPasskey(browser);
  const shots = await listShots(demo);
  for (const theme of THEMES) for (const width of WIDTHS) await shoot(browser, shots, theme, width);
} finally {
  await browser.close();
}

async function listShots({ baseUrl }: Demo): Promise<Shot[]> {
  const { body } = await callJson(`${baseUrl}/api/demo/overspend`, z.object({ approval_url: z.string() }), { method: 'POST' });
  const page = (name: string, url: string, as: Shot['as']): Shot => ({ name, url: url.startsWith('http') ? url : baseUrl + url, as });
  return [
    page('landing', '/', 'anyone'),
    page('sign-up', '/sign-up', 'anyone'),
    page('recover', '/recover', 'anyone'),
    page('sign-in', '/sign-in', 'anyone'),
    page('docs', '/docs', 'anyone'),
    page('returns', '/returns', 'anyone'),
    page('mailbox', '/mailbox', 'anyone'),
    page('wallet', '/wallet', 'owner'),
    page('agents', '/wallet/agents', 'owner'),
    page('new-agent', '/wallet/agents/new', 'owner'),
    page('policy', '/wallet/policy', 'owner'),
    page('policy-simulator', '/wallet/policy/simulator', 'owner'),
    page('activity', '/wallet/activity', 'owner'),
    page('notifications', '/wallet/notifications', 'owner'),
    page('stop', '/stop#nothing', 'anyone'),
    page('bank', '/bank', 'owner'),
    page('approve', body.approval_url, 'owner'),
    page('orders', '/dashboard/orders', 'merchant'),
    page('not-found', '/nothing-here', 'anyone'),
  ];
}

async function shoot(on: Browser, shots: readonly Shot[], theme: (typeof THEMES)[number], width: (typeof WIDTHS)[number]): Promise<void> {
  const context = (): Promise<BrowserContext> => on.newContext({ colorScheme: theme, viewport: { width, height: width === 390 ? 844 : 860 }, deviceScaleFactor: 1 });
  const visitors = { anyone: await context(), owner: await context(), merchant: await context() };
  await signIn(await visitors.owner.newPage(), demo.wallet);
  await signIn(await visitors.merchant.newPage(), demo.merchants[0]?.owner);
  for (const { name, url, as } of [...shots, ...(await detailShots(visitors))]) {
    if (!everything && !README_SHOTS.includes(`${name}-${width}-${theme}`)) continue;
    const page = await visitors[as].newPage();
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.screenshot({ path: path.join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
    await page.close();
  }
  await Promise.all(Object.values(visitors).map((visitor) => visitor.close()));
}

/** Pages that are reached from others: the first agent, the first order and its permalink. */
async function detailShots(visitors: { owner: BrowserContext; merchant: BrowserContext }): Promise<Shot[]> {
  const agent = await firstLink(visitors.owner, '/wallet/agents', 'a[href^="/wallet/agents/agent_"]');
  const order = await firstLink(visitors.merchant, '/dashboard/orders', 'a[href^="/dashboard/orders/"]');
  return [
    ...(agent ? [{ name: 'agent', url: demo.baseUrl + agent, as: 'owner' } as const] : []),
    ...(order ? [{ name: 'order', url: demo.baseUrl + order, as: 'merchant' } as const] : []),
    ...(order ? [{ name: 'order-pass', url: `${demo.baseUrl}/orders/${order.split('/').at(-1) ?? ''}`, as: 'merchant' } as const] : []),
  ];
}

async function firstLink(context: BrowserContext, from: string, selector: string): Promise<string | null> {
  const page = await context.newPage();
  await page.goto(demo.baseUrl + from, { waitUntil: 'networkidle' });
  const link = page.locator(selector).first();
  const href = (await link.count()) > 0 ? await link.getAttribute('href') : null;
  await page.close();
  return href;
}

/** So that the approval shows its button. */
async function enrolPasskey(on: Browser): Promise<void> {
  const page = await newPasskeyPage(on);
  await signIn(page, demo.wallet);
  await page.goto(`${demo.baseUrl}/wallet`, { waitUntil: 'networkidle' });
  const add = page.getByRole('button', { name: 'Add a passkey' });
  if ((await add.count()) > 0) {
    await add.click();
    await add.waitFor({ state: 'detached' });
  }
  await page.context().close();
}

async function signIn(page: Page, account: z.infer<typeof Account> | undefined): Promise<void> {
  if (!account) throw new Error('demo.json names no such account');
  await page.goto(`${demo.baseUrl}/sign-in`);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
