import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fiveCalls } from '@/components/site/five-calls';
import { toCurl, vaultWalk, WALK_VERSIONS } from '@/components/site/vault-walk';
import { makeAgent, toMajorUnits } from './fixtures/api';
import { expect, test } from './fixtures/test';

const run = promisify(execFile);

test('the five calls of /docs, pasted into a shell one after another, end in a paid order', async ({ server }) => {
  const agent = await makeAgent(server);
  const env: Record<string, string> = { PATH: process.env.PATH ?? '', CLIENT_ID: agent.clientId, CLIENT_SECRET: agent.clientSecret };
  const calls = fiveCalls(server.demo.baseUrl);
  const paste = async <T>(index: number, answer: z.ZodType<T>): Promise<T> => {
    const { stdout } = await run('bash', ['-c', calls[index]?.code ?? ''], { env: env as NodeJS.ProcessEnv });
    return answer.parse(JSON.parse(stdout));
  };

  env.TOKEN = (await paste(0, z.object({ access_token: z.string() }))).access_token;
  const { products } = await paste(1, z.object({ products: z.array(z.object({ id: z.string() })) }));
  env.ITEM_ID = products[0]?.id ?? '';
  const checkout = await paste(2, z.object({ id: z.string(), status: z.literal('ready_for_payment'), totals: z.array(z.object({ type: z.string(), amount: z.number() })) }));
  env.CHECKOUT_ID = checkout.id;
  env.TOTAL = toMajorUnits(checkout.totals.find(({ type }) => type === 'total')?.amount ?? 0);
  env.PAYMENT_TOKEN = (await paste(3, z.object({ payment_token: z.string() }))).payment_token;
  const done = await paste(4, z.object({ status: z.string(), order: z.object({ permalink_url: z.string() }) }));
  expect(done.status).toBe('completed');
  expect((await fetch(done.order.permalink_url)).status).toBe(200);
});

for (const version of WALK_VERSIONS) {
  test(`the walk of /docs/acp in ${version}, pasted into a shell command by command, pays once and refuses the token after that`, async ({ server }) => {
    const { baseUrl, merchants } = server.demo;
    const env: Record<string, string> = { PATH: process.env.PATH ?? '', API_KEY: merchants.find(({ handle }) => handle === 'regal-moose')?.apiKey ?? '' };
    const answers: Record<string, unknown>[] = [];
    for (const [index, step] of vaultWalk(version, new Date(Date.now() + 3_600_000).toISOString()).entries()) {
      const command = toCurl(step, { origin: baseUrl, version, number: index + 1 }).replace('curl -s', `curl -s -w '\\n%{http_code}'`);
      const { stdout } = await run('bash', ['-c', command], { env: env as NodeJS.ProcessEnv });
      const [text = '', status = ''] = stdout.split(/\n(?=\d{3}$)/);
      expect(Number(status), `${step.title}: ${text}`).toBe(step.status);
      const answer = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      answers.push(answer);
      if (step.keeps) env[step.keeps.name] = z.string().parse(answer[step.keeps.field]);
    }
    expect(answers[3]).toMatchObject({ status: 'completed', order: { checkout_session_id: env.CHECKOUT_ID } });
    expect(answers[5]).toMatchObject({ type: 'invalid_request', code: 'invalid', param: '$.payment_data.token' });
  });
}
