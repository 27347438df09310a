import type { BrowserContext, Page } from '@playwright/test';
import { createPushBrowser, type PushBrowser } from '@/lib/testing/push-browser';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { accessToken, call, createCheckout, makeAgent, must, requestToken } from './fixtures/api';
import { expectAccessible, newDevice, signIn, signUp, type Person } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import type { Server } from './fixtures/server';

const WIDE = { viewport: { width: 1280, height: 860 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** The push service, as far as our server knows: what it is posted lies here, and the test carries it to the browser. */
let service: WebhookReceiver;
test.beforeAll(async () => {
  service = await startReceiver();
});
test.afterAll(() => service.close());

/** An agent of this person that asks for more than it may. */
async function overspend(server: Server, person: Person): Promise<{ approvalUrl: string; token: string }> {
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  return { token, approvalUrl: String(must(await requestToken(server.baseUrl, token, checkout), 200).body.approval_url) };
}

/** Subscribes without the push service of the browser's maker, which no test reaches; everything after it is real. */
async function standInForPushService(page: Page, { subscription }: PushBrowser): Promise<void> {
  await page.addInitScript((json) => {
    const made = { endpoint: json.endpoint, toJSON: () => json, unsubscribe: () => Promise.resolve(delete localStorage.subscribed) };
    const current = () => (localStorage.subscribed ? made : null);
    Object.assign(PushManager.prototype, {
      getSubscription: () => Promise.resolve(current()),
      subscribe: (options: PushSubscriptionOptionsInit) => {
        localStorage.subscribed = String(options.applicationServerKey);
        return Promise.resolve(made);
      },
    });
  }, subscription);
}

type Message = { readonly type: string; readonly tag: string; readonly title: string; readonly body: string; readonly url: string; readonly stopUrl?: string };

/** What the push service was given for this browser next, as bytes that only it can read. */
async function nextMessage(browser: PushBrowser, count: number): Promise<{ text: string; message: Message }> {
  const path = new URL(browser.subscription.endpoint).pathname;
  const sent = () => service.received.filter((each) => each.path === path);
  await expect.poll(() => sent().length).toBeGreaterThanOrEqual(count);
  const bytes = sent()[count - 1]?.bytes ?? Buffer.alloc(0);
  expect(bytes.includes('approve'), 'it is encrypted').toBe(false);
  const text = browser.decrypt(bytes);
  return { text, message: JSON.parse(text) as Message };
}

/** Brings a message to the page's service worker, as the browser does with what its push service sends. */
async function postman(page: Page, { baseUrl }: Server): Promise<(data: string) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${baseUrl}/` && !isDeleted);
      if (ours) resolve(ours.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registration;
  return async (data) => void (await devtools.send('ServiceWorker.deliverPushMessage', { origin: baseUrl, registrationId, data }));
}

type Shown = { title: string; body: string; tag: string; actions: string[] };
const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/');
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map((each) => ({
      title: each.title, body: each.body, tag: each.tag,
      actions: ((each as Notification & { actions?: { action: string }[] }).actions ?? []).map(({ action }) => action),
    }));
  });

/** Presses the notification that is shown, or its action, and answers what the service worker opens. A test has no hand that could. */
async function press(context: BrowserContext, action: string): Promise<string> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('the service worker runs');
  return worker.evaluate(async (pressed) => {
    type Worker = {
      registration: ServiceWorkerRegistration;
      clients: { openWindow: (url: string) => Promise<null> };
      NotificationEvent: new (type: string, init: object) => Event;
      dispatchEvent: (event: Event) => boolean;
    };
    const scope = globalThis as unknown as Worker;
    const [notification] = await scope.registration.getNotifications();
    return new Promise<string>((resolve) => {
      scope.clients.openWindow = (url) => (resolve(url), Promise.resolve(null));
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification, action: pressed }));
    });
  }, action);
}

/** What a browser tells its service worker when the push service gives it another address. */
async function changeSubscription(context: BrowserContext, before: PushBrowser, after: PushBrowser): Promise<void> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('the service worker runs');
  await worker.evaluate(
    ([old, made]) => {
      const event = Object.assign(new Event('pushsubscriptionchange'), {
        oldSubscription: { endpoint: old.endpoint, options: { applicationServerKey: null } },
        newSubscription: { toJSON: () => made },
        waitUntil: (work: Promise<void>) => work,
      });
      globalThis.dispatchEvent(event);
    },
    [before.subscription, after.subscription] as const,
  );
}

test('a phone that was subscribed is told of a step-up, opens it, and is relieved of it once it is decided', async ({ browser, server }) => {
  const device = await newDevice(browser, { ...PHONE, permissions: ['notifications'] });
  const { page } = device;
  const phone = createPushBrowser(`${service.url}/phone`);
  await standInForPushService(page, phone);
  const person = await signUp(device, server);
  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await expect(page.getByText('No device is told yet.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Notify me on this device' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();
  await expectAccessible(page);

  const { approvalUrl } = await overspend(server, person);
  const { text, message } = await nextMessage(phone, 1);
  expect(message).toMatchObject({ title: 'An agent waits for your approval', url: new URL(approvalUrl).pathname });
  const deliver = await postman(page, server);
  await deliver(text);
  await expect.poll(() => shownOn(page)).toEqual([{ title: message.title, body: message.body, tag: message.tag, actions: ['stop'] }]);
  const opened = await press(page.context(), '');
  expect(opened).toBe(approvalUrl);

  await page.goto(opened);
  await deliver(text); // pressing closed it: shown again, as on a second device
  await expect.poll(() => shownOn(page)).toHaveLength(1);
  await page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
  const withdrawal = await nextMessage(phone, 2);
  expect(withdrawal.message).toMatchObject({ type: 'withdraw', tag: message.tag });
  await deliver(withdrawal.text);
  await expect.poll(() => shownOn(page)).toMatchObject([{ body: 'You approved this purchase.' }]);
  await expect.poll(() => shownOn(page)).toEqual([]);

  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await page.getByRole('button', { name: /^Remove / }).click();
  await expect(page.getByText('No device is told yet.')).toBeVisible();
});

test('a phone whose push service gives it another address is told there, without its owner doing anything', async ({ browser, server }) => {
  const device = await newDevice(browser, { ...PHONE, permissions: ['notifications'] });
  const { page } = device;
  const before = createPushBrowser(`${service.url}/address-before`);
  await standInForPushService(page, before);
  const person = await signUp(device, server);
  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await page.getByRole('button', { name: 'Notify me on this device' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();

  const after = createPushBrowser(`${service.url}/address-after`);
  const told = page.context().waitForEvent('response', (response) => response.url().endsWith('/wallet/push-subscriptions') && response.request().method() === 'POST');
  await changeSubscription(page.context(), before, after);
  expect((await told).status()).toBe(201);

  await overspend(server, person);
  expect((await nextMessage(after, 1)).message).toMatchObject({ title: 'An agent waits for your approval' });
  expect(service.received.filter(({ path }) => path === '/address-before')).toEqual([]);
});

test('the action of a notification opens a page that stops all agents, signed out, when its button is pressed', async ({ browser, server }) => {
  const device = await newDevice(browser, { ...WIDE, permissions: ['notifications'] });
  const { page } = device;
  const laptop = createPushBrowser(`${service.url}/laptop`);
  await standInForPushService(page, laptop);
  const person = await signUp(device, server);
  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await page.getByRole('button', { name: 'Notify me on this device' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();
  const { token, approvalUrl } = await overspend(server, person);
  const { text } = await nextMessage(laptop, 1);
  await (await postman(page, server))(text);
  await expect.poll(() => shownOn(page)).toHaveLength(1);
  const link = await press(page.context(), 'stop');
  expect(link).toMatch(/\/stop#[\w-]+\.[\w-]+$/);

  await page.goto(approvalUrl); // stays open, and is live
  const stranger = await (await browser.newContext(PHONE)).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText('These agents will be stopped')).toBeVisible();
  await expectAccessible(stranger);
  const limits = () => call(server.baseUrl, { path: '/api/agent/v1/limits', token });
  expect((await limits()).status, 'opening the link stops nothing').toBe(200);
  await stranger.getByRole('button', { name: 'Stop all agents' }).click();
  await expect(stranger.getByText('All your agents are stopped')).toBeVisible();
  await expectAccessible(stranger);
  expect((await limits()).body).toMatchObject({ error: 'agent_suspended' });
  await expect(page.getByText('This request was withdrawn')).toBeVisible();

  await stranger.reload();
  await expect(stranger.getByText('No agent runs')).toBeVisible();
  await stranger.goto(`${server.baseUrl}/stop#e30.c2ln`);
  await stranger.reload();
  await expect(stranger.getByText('This link is none of ours, or a part of it is missing.')).toBeVisible();
  await expectAccessible(stranger);
});

test('the wallet stops all agents with a button, and says what it would stop first', async ({ browser, server }) => {
  const device = await newDevice(browser, WIDE);
  const { page } = device;
  const person = await signUp(device, server);
  await expect(page.getByRole('button', { name: 'Stop all' }), 'nothing runs').toHaveCount(0);
  const { token } = await overspend(server, person);
  await page.goto(`${server.baseUrl}/wallet`);
  await page.getByRole('button', { name: 'Stop all' }).click();
  await expect(page.getByRole('list', { name: 'Agents that will be stopped' }).getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stop all agents' }).click();
  await expect(page.getByRole('button', { name: 'Stop all' })).toHaveCount(0);
  await expect(page.getByText('Nothing waits for your countersignature.')).toBeVisible();
  expect((await call(server.baseUrl, { path: '/api/agent/v1/limits', token })).status).toBe(403);
});

test('an approval page follows a decision made elsewhere, and shows a code for the phone', async ({ browser, server }) => {
  const device = await newDevice(browser, WIDE);
  const { page } = device;
  const person = await signUp(device, server);
  const { approvalUrl } = await overspend(server, person);
  await page.goto(approvalUrl);
  await page.getByText('Approve on your phone').click();
  await expect(page.getByRole('img', { name: `QR code of ${approvalUrl}` })).toBeVisible();
  await expectAccessible(page);
  const elsewhere = await (await browser.newContext(PHONE)).newPage();
  await signIn(elsewhere, server, person, new URL(approvalUrl).pathname);
  // A press before the page has come alive is lost: a person presses again.
  await expect(async () => {
    const decline = elsewhere.getByRole('button', { name: 'Decline' });
    if (await decline.isEnabled({ timeout: 500 }).catch(() => false)) await decline.click({ timeout: 2_000 });
    await expect(elsewhere.getByText('Declined', { exact: true }).first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(page.getByText('Nothing was paid.')).toBeVisible();
});

test('a mail to the confirmed address leads to the approval, and choices hold', async ({ browser, server }) => {
  const device = await newDevice(browser, WIDE);
  const { page } = device;
  const person = await signUp(device, server);
  const mail = (subject: string) => page.getByRole('listitem').filter({ hasText: person.email }).filter({ hasText: subject }).first();
  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await expect(page.getByText('Your email is not confirmed yet')).toBeVisible();
  await page.goto(`${server.baseUrl}/mailbox`);
  await mail('Confirm').getByRole('link', { name: /verify-email/ }).click();
  await page.waitForURL(`${server.baseUrl}/wallet`);

  await page.goto(`${server.baseUrl}/wallet/notifications`);
  await expect(page.getByRole('checkbox', { name: 'Security by email' })).toBeDisabled();
  const saved = page.waitForResponse((response) => response.request().method() !== 'GET' && response.url().startsWith(server.baseUrl));
  await page.getByRole('checkbox', { name: 'Purchases by devices' }).uncheck();
  expect((await saved).status(), 'the choice is saved').toBeLessThan(300);
  await page.reload();
  await expect(page.getByRole('checkbox', { name: 'Purchases by devices' })).not.toBeChecked();
  await expectAccessible(page);

  const { approvalUrl } = await overspend(server, person);
  await expect(async () => {
    await page.goto(`${server.baseUrl}/mailbox`);
    await expect(mail('An agent waits for your approval').getByRole('link', { name: approvalUrl })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(mail('An agent waits for your approval').getByRole('link', { name: /\/stop#/ })).toHaveAttribute('href', /\/stop#[\w-]+\.[\w-]+$/);
  await mail('An agent waits for your approval').getByRole('link', { name: approvalUrl }).click();
  await expect(page.getByRole('button', { name: 'Decline' })).toBeVisible();
});

test('Countersign can be put on a home screen', async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.goto(server.baseUrl);
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const manifest = (await (await page.request.get(server.baseUrl + (href ?? ''))).json()) as { icons: { src: string }[]; start_url: string };
  for (const { src } of manifest.icons) expect((await page.request.get(server.baseUrl + src)).headers()['content-type']).toMatch(/^image\/(png|svg)/);
  expect((await page.request.get(`${server.baseUrl}/sw.js`)).headers()['content-type']).toContain('javascript');
  const devtools = await page.context().newCDPSession(page);
  const { errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((errorId) => errorId !== 'in-incognito')).toEqual([]);
});
