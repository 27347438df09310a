import { expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import { silentLog, testCtx } from '@/lib/testing/test-ctx';
import { loadMailbox } from './mail';
import { smsLog } from './sms-log';

const sms = { recipient: '+33 6 12 34 56 78', text: 'Your order is ready. Code 4407.' };

async function logged(embeddedDatabase: boolean) {
  const lines: object[] = [];
  const ctx = await testCtx({ ports: {}, settings: { embeddedDatabase }, log: { ...silentLog, info: (detail) => void lines.push(detail) } });
  return { ctx, lines };
}

it('keeps a text message beside the mails, once for a key, and its number out of the log', async () => {
  const { ctx, lines } = await logged(true);
  const key = newUuid();
  await smsLog.send(ctx, sms, key);
  await smsLog.send(ctx, sms, key);
  expect(await loadMailbox(ctx)).toMatchObject([{ ...sms, subject: null }]);
  expect(JSON.stringify(lines)).toContain('…78');
  expect(JSON.stringify(lines)).not.toMatch(/612|34 56|4407/);
});

it('keeps none in a deployment', async () => {
  const { ctx, lines } = await logged(false);
  const before = await loadMailbox(ctx);
  await smsLog.send(ctx, sms, newUuid());
  expect(await loadMailbox(ctx)).toEqual(before);
  expect(lines).toHaveLength(1);
});
