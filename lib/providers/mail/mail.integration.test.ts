import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import type { MailPort } from '@/lib/ports';
import { describeMailPort } from '@/lib/testing/mail-contract';
import { startResendStub, startSmtpStub, type MailStub } from '@/lib/testing/mail-stubs';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadMailbox, mailBy } from '.';

const FROM = 'Shop <orders@shop.example>';
const KEY = 're_test_secret';
const LOGIN = { user: 'shop', password: 'hidden-password' };

let ctx: TestCtx;
let smtp: MailStub;
let resend: MailStub;

beforeAll(async () => {
  [ctx, smtp, resend] = await Promise.all([testCtx({ ports: {} }), startSmtpStub({ login: LOGIN }), startResendStub({ apiKey: KEY })]);
});
afterAll(() => Promise.all([smtp.close(), resend.close()]));

const overSmtp = (more: { password?: string; port?: number } = {}): MailPort =>
  mailBy({ provider: 'smtp', from: FROM, host: '127.0.0.1', port: smtp.port, secure: false, ...LOGIN, ...more }, { deployment: true });
const overResend = (more: { apiKey?: string; port?: number } = {}): MailPort =>
  mailBy({ provider: 'resend', from: FROM, apiKey: more.apiKey ?? KEY, apiBase: `http://127.0.0.1:${more.port ?? resend.port}` }, { deployment: true });
const mail = () => ({ recipient: `${newUuid()}@customer.example`, subject: 'Hello', text: 'Words' });
const to = (stub: MailStub) => (recipient: string) => Promise.resolve(stub.arrived.filter((arrived) => arrived.recipient === recipient));
const send = (port: MailPort, letter = mail(), key: string = newUuid()) => port.send(ctx, letter, key);

describeMailPort('SMTP', () => Promise.resolve({ ctx, port: overSmtp(), arrived: to(smtp) }));
describeMailPort("Resend's API", () => Promise.resolve({ ctx, port: overResend(), arrived: to(resend) }));
describeMailPort('the development mailbox', () =>
  Promise.resolve({
    ctx,
    port: mailBy({ provider: 'noop' }, { deployment: false }),
    arrived: async (recipient) => (await loadMailbox(ctx)).filter((message) => message.recipient === recipient).map(({ subject, text, id }) => ({ recipient, subject: subject ?? '', text, key: id })),
  }),
);

describe.each([
  ['SMTP', () => smtp, () => overSmtp(), { forGood: [550, 552, 553], forNow: [421, 450, 451] }],
  ['Resend', () => resend, () => overResend(), { forGood: [422], forNow: [401, 409, 429, 500] }],
] as const)('%s', (_name, stubOf, port, { forGood, forNow }) => {
  it.each([...forGood.map((status) => [status, 'Undeliverable'] as const), ...forNow.map((status) => [status, 'Unavailable'] as const)])('refusing with %s is %s, without the address in its words', async (status, name) => {
    const stub = stubOf();
    stub.refuseWith = status;
    const fault: unknown = await send(port()).catch((error: unknown) => error);
    stub.refuseWith = null;
    expect(fault).toMatchObject({ name, message: expect.stringContaining(String(status)) });
    expect(String(fault)).not.toContain('@customer.example');
  });
});

it.each([
  ['SMTP', () => overSmtp({ password: 'hidden-and-wrong' }), () => overSmtp({ port: 9 })],
  ['Resend', () => overResend({ apiKey: 're_hidden_wrong' }), () => overResend({ port: 9 })],
])('%s: a wrong secret and a server that is away are tried again, and no secret is told', async (_name, wrong, away) => {
  for (const port of [wrong(), away()]) {
    const fault: unknown = await send(port).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'Unavailable' });
    expect(String(fault)).not.toContain('hidden');
  }
});

it('Resend: another mail under a key that is taken is given up', async () => {
  const key = newUuid();
  await send(overResend(), mail(), key);
  await expect(send(overResend(), mail(), key)).rejects.toMatchObject({ name: 'Undeliverable' });
});

it('Resend: a mail that is sent twice under its key arrives once', async () => {
  const [letter, key] = [mail(), newUuid()];
  await send(overResend(), letter, key);
  await send(overResend(), letter, key);
  expect(await to(resend)(letter.recipient)).toMatchObject([{ from: FROM, key }]);
});

it('SMTP: comes from the configured address, with its name', async () => {
  const letter = mail();
  await send(overSmtp(), letter);
  expect(await to(smtp)(letter.recipient)).toMatchObject([{ from: 'orders@shop.example' }]);
});

it('SMTP: gives no password to a server elsewhere that has no TLS', async () => {
  // 127.0.0.2 is the same server under an address that is none of the loopback names we trust.
  const port = mailBy({ provider: 'smtp', from: FROM, host: '127.0.0.2', port: smtp.port, secure: false, ...LOGIN }, { deployment: true });
  const letter = mail();
  await expect(send(port, letter)).rejects.toMatchObject({ name: 'Unavailable' });
  expect(await to(smtp)(letter.recipient)).toEqual([]);
});

it('a deployment without a provider names what is missing', async () => {
  await expect(send(mailBy({ provider: 'noop' }, { deployment: true }))).rejects.toThrow('set EMAIL_PROVIDER');
});
