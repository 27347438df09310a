import { accessToken, call, createCheckout, makeAgent, must, requestToken } from './fixtures/api';
import { newDataDir, removeDataDir, startServer, type Server } from './fixtures/server';
import { fromPage, signIn } from './fixtures/session';
import { expect, test } from './fixtures/test';

// Server-sent events over a real connection: what each entrance lets through, and what becomes of a stream when its process stops.

type Waiting = { readonly token: string; readonly paymentId: string; readonly stepUpId: string };

async function overspend(server: Server): Promise<Waiting> {
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  const { body } = must(await requestToken(server.baseUrl, token, checkout), 200);
  return { token, paymentId: String(body.payment_id), stepUpId: String(body.step_up_id) };
}

/** Opens a stream and answers what it has told so far, and its end. */
async function openStream({ baseUrl }: Server, { token, paymentId }: Waiting) {
  const response = await fetch(`${baseUrl}/api/agent/v1/payments/${paymentId}/events`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  const told: string[] = [];
  const ended = (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString('utf8');
      told.splice(0, told.length, ...[...text.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status ?? ''));
    }
  })();
  return { told, ended };
}

test('an agent is told of a decision without polling, by each of two entrances on one database', async ({ server }) => {
  const byNext = await startServer({ dataDir: server.dataDir, publicOrigin: server.baseUrl, env: { COUNTERSIGN_ENTRANCE: 'next' } });
  try {
    const waiting = await overspend(server);
    const streams = [await openStream(server, waiting), await openStream(byNext, waiting)];
    await expect.poll(() => streams.map(({ told }) => told)).toEqual([['step_up_required'], ['step_up_required']]);
    const owner = await signIn(server, server.demo.wallet);
    must(await call(server.baseUrl, { path: `/api/step-up/${waiting.stepUpId}/reject`, headers: fromPage(owner), body: {} }), 200);
    await Promise.all(streams.map(({ ended }) => ended));
    expect(streams.map(({ told }) => told)).toEqual(Array(2).fill(['step_up_required', 'rejected']));
  } finally {
    await byNext.stop();
  }
});

test('streams end when their process is asked to stop, and do not hold it up', async () => {
  const dataDir = newDataDir();
  const server = await startServer({ dataDir });
  try {
    const waiting = await overspend(server);
    const streams = await Promise.all([1, 2, 3].map(() => openStream(server, waiting)));
    await expect.poll(() => streams.map(({ told }) => told.length)).toEqual([1, 1, 1]);
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    await Promise.all(streams.map(({ ended }) => ended));
  } finally {
    await server.stop();
    await removeDataDir(dataDir);
  }
});
