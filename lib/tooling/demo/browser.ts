import { randomBytes } from 'node:crypto';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureChromium } from '../chromium';

export type BrowserOwner = {
  readonly email: string;
  readonly password: string;
  /** Makes an agent on the wallet's pages and answers the credentials that they show once. */
  makeAgent(name: string): Promise<{ clientId: string; clientSecret: string }>;
  /** Opens an approval and presses its button; the virtual authenticator answers for a finger. */
  approve(approvalUrl: string): Promise<void>;
  close(): Promise<void>;
};

const LAUNCH_ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'];

/** A new owner, signed up in headless Chromium with a virtual authenticator, through the same pages that a person sees. */
export async function signUpOwner(baseUrl: string): Promise<BrowserOwner> {
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('there is no Chromium on this machine, and none could be installed');
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
  try {
    const page = await newPasskeyPage(browser);
    const email = `demo-${randomBytes(5).toString('hex')}@owner.example`;
    const password = randomBytes(12).toString('base64url');
    await page.goto(`${baseUrl}/sign-up`);
    await page.getByLabel('Name').fill('Demo Owner');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create wallet with passkey' }).click();
    await page.waitForURL(`${baseUrl}/wallet`);
    return { email, password, makeAgent: (name) => makeAgent(page, baseUrl, name), approve: (url) => approve(page, url), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** A page whose device has a virtual authenticator that always says yes. */
export async function newPasskeyPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return page;
}

async function makeAgent(page: Page, baseUrl: string, name: string): Promise<{ clientId: string; clientSecret: string }> {
  await page.goto(`${baseUrl}/wallet/agents/new`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('button', { name: 'Confirm with passkey' }).click();
  await page.getByText('The agent is active').waitFor();
  const text = await page.locator('main').innerText();
  const clientId = /\bagent_[0-9a-z]{26}\b/.exec(text)?.[0];
  const clientSecret = /\bcsa_[A-Za-z0-9]{40,}\b/.exec(text)?.[0];
  if (!clientId || !clientSecret) throw new Error('the page did not show the credentials of the new agent');
  return { clientId, clientSecret };
}

async function approve(page: Page, approvalUrl: string): Promise<void> {
  await page.goto(approvalUrl);
  await page.getByRole('button', { name: /^Approve .* with passkey$/ }).click();
  await page.getByText('Approved with your passkey').waitFor();
}
