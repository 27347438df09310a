import { randomUUID } from 'node:crypto';
import { createMatcher } from '@/lib/entrance/match';
import { endpoints } from '@/lib/entrance/routes';
import { runEndpointOn } from '@/lib/entrance/run';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { purchase, type Buyer, type Send } from './client';
import { recordingDb, toReplay, type Step } from './recorder';

const match = createMatcher(endpoints);

/** Every statement of a purchase by this buyer, as something to be sent again and again under new names. */
export async function recordPurchase(ctx: Ctx, buyer: Buyer): Promise<() => Step[]> {
  const first = await record(ctx, buyer);
  return toReplay(first, await record(ctx, buyer));
}

/** A purchase through the very endpoints, in this process, over a Db that writes down what it is asked. */
async function record(ctx: Ctx, buyer: Buyer): Promise<Step[]> {
  const { db, steps } = recordingDb(ctx.db);
  const send: Send = async ({ method = 'POST', path, headers, body, status }) => {
    const [, prefix = null, rest = path] = /^\/m\/([a-z0-9-]+)(\/.*)$/.exec(path) ?? [];
    const found = match(rest);
    const endpoint = found?.methods.get(method);
    invariant(found && endpoint, `an endpoint answers ${method} ${path}`);
    const request = new Request(ctx.settings.publicOrigin + path, { method, headers, body });
    const meta = { requestId: randomUUID(), clientAddress: '127.0.0.1', merchantPrefix: prefix };
    const response = await runEndpointOn({ ...ctx, db }, endpoint, request, found.params, meta);
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text;
  };
  await purchase(send, buyer);
  return steps;
}
