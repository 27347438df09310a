import { invariant } from '@/lib/kernel/invariant';
import { findMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { ACP_VERSIONS, type AcpVersion } from '@/lib/testing/acp-words';
import type { TestAgent } from '@/lib/testing/shop';
import {
  accessToken, completeSession, createSession, getSession, httpSender, introspect, paymentToken, purchase, toBuyer, updateSession,
  type Buyer, type PayableSession, type ReadySession, type Send,
} from './client';
import type { Installation } from './installation';
import { measure, median, type Measured } from './load';
import { decisionCases, RULES } from './measure-decision';
import { addItem, CART_COMMAND, execute, EXECUTE, openCart, readyCart } from './orchestrator-client';
import { MENU, pizzeriaCalls, QUOTE, type PizzeriaCalls } from './pizzeria-client';
import { startHttpFloor, startSqlFloor } from './processes';
import { recordPurchase } from './record-purchase';
import { giveRules, makeBenchAgents } from './world';

export const CONNECTIONS = [1, 10, 50] as const;
export type Connections = (typeof CONNECTIONS)[number];

/** How many calls a run makes: enough for a second or so, since the CPU of a process is told in hundredths. */
const CALLS: Record<Connections, number> = { 1: 200, 10: 600, 50: 600 };

export type Row = { readonly name: string; readonly connections: Connections } & Measured;

type Run = (connections: Connections) => Promise<Measured>;
type Case = { readonly name: string; readonly run: Run };

/**
 * Measures each case at each number of connections, `rounds` times, round by round, so that all of them meet the same machine. Answers
 * the median of the rounds.
 */
export async function measurePath(installation: Installation, { rounds, only, say }: { rounds: number; only?: string; say: Say }): Promise<Row[]> {
  const agents = await makeBenchAgents(installation.ctx);
  const ruled = await makeBenchAgents(installation.ctx);
  const shop = await findMerchant(installation.ctx, 'regal-moose');
  invariant(shop, 'the demo world has regal-moose');
  await giveRules(installation.ctx, ruled, { rules: RULES, merchantId: shop.id });
  const decisions = await decisionCases(installation.ctx);
  const floors = [await httpFloor(), await sqlFloor(installation, agents)];
  const sender = httpSender(installation.server.origin, 50);
  const pizzeria = pizzeriaCalls(installation.server.origin, 50);
  try {
    const cases = [...floors, ...pathCases(installation, agents, sender.send), ...ruledCases(installation, ruled, sender.send), ...decisions, ...pizzeriaCases(installation, pizzeria), ...orchestratorCases(installation, sender.send)].filter(({ name }) => only === undefined || name === only);
    return await measureCases(cases, CONNECTIONS, { rounds, say });
  } finally {
    await sender.close();
    await pizzeria.close();
    for (const floor of floors) await floor.stop();
  }
}

/** The four calls of a checkout in every version of ACP, at 10 connections, in the same way. */
export async function measureVersions(installation: Installation, { rounds, say }: { rounds: number; say: Say }): Promise<Row[]> {
  const agents = await makeBenchAgents(installation.ctx);
  const sender = httpSender(installation.server.origin, 50);
  try {
    const cases = ACP_VERSIONS.toReversed().flatMap((version) =>
      pathCases(installation, agents, sender.send, version).flatMap(({ name, run }) => (ACP_CALLS.includes(name) ? [{ name: `${name} ${version}`, run }] : [])),
    );
    return await measureCases(cases, [10], { rounds, say });
  } finally {
    await sender.close();
  }
}

/** The calls that every version has. */
export const ACP_CALLS: readonly string[] = ['create', 'get', 'update', 'complete'];

type Say = (line: string) => void;

async function measureCases(cases: readonly Case[], at: readonly Connections[], { rounds, say }: { rounds: number; say: Say }): Promise<Row[]> {
  const runs = new Map<string, Measured[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of cases) {
      for (const connections of at) {
        const measured = await run(connections);
        if (round === 0) continue; // warms up
        runs.set(`${name} ${connections}`, [...(runs.get(`${name} ${connections}`) ?? []), measured]);
      }
    }
    say(round === 0 ? 'warmed up' : `round ${round} of ${rounds}`);
  }
  return cases.flatMap(({ name }) => at.map((connections) => ({ name, connections, ...median(runs.get(`${name} ${connections}`) ?? []) })));
}

type Floor = Case & { readonly stop: () => Promise<void> };

export const HTTP_FLOOR = 'floor: node:http, JSON';
export const SQL_FLOOR = 'floor: a purchase, SQL alone';
export const PURCHASE = 'a whole purchase';

async function httpFloor(): Promise<Floor> {
  const floor = await startHttpFloor();
  const { send, close } = httpSender(floor.origin, 50);
  const run: Run = (connections) =>
    measure(floor.pid, connections, Array.from({ length: CALLS[connections] * 4 }), async () => void (await send({ path: '/', headers: {}, body: '{}', status: 200 })));
  return { name: HTTP_FLOOR, run, stop: async () => (await close(), floor.stop()) };
}

/** Latencies of single replays are not told: the process that makes them is the one that is measured. */
async function sqlFloor({ ctx, server, database }: Installation, agents: readonly TestAgent[]): Promise<Floor> {
  const { send, close } = httpSender(server.origin, 1);
  const buyers = await toBuyers(send, agents);
  await close();
  const replays = await recordAll(ctx, buyers);
  const floor = await startSqlFloor({ ...database, max: 50 });
  const run: Run = async (connections) => {
    const purchases = Array.from({ length: CALLS[connections] }, (_, index) => replays[index % replays.length]?.() ?? []);
    const [whole] = [await measure(floor.pid, 1, [purchases], (all) => floor.run({ connections, purchases: all }))];
    const calls = purchases.length;
    return { calls, cpuMsPerCall: whole.cpuMsPerCall / calls, callsPerSecond: whole.callsPerSecond * calls, p50Ms: Number.NaN, p99Ms: Number.NaN };
  };
  return { name: SQL_FLOOR, run, stop: floor.stop };
}

async function recordAll(ctx: Ctx, buyers: readonly Buyer[]): Promise<Awaited<ReturnType<typeof recordPurchase>>[]> {
  const replays = [];
  for (const buyer of buyers) replays.push(await recordPurchase(ctx, buyer));
  return replays;
}

/** Access tokens live ten minutes, a run of the bench longer: they are asked for anew by each case that needs them. */
async function toBuyers(send: Send, agents: readonly TestAgent[]): Promise<Buyer[]> {
  return Promise.all(agents.map((agent, index) => toBuyer(send, agent, index)));
}

function pathCases({ server, merchantKey }: Installation, agents: readonly TestAgent[], send: Send, version: AcpVersion = '2026-04-17'): Case[] {
  const { pid } = server;
  const spread = async <Made>(connections: Connections, make: (buyer: Buyer) => Promise<Made>): Promise<Made[]> => {
    const buyers = await toBuyers(send, agents);
    const made: Made[] = [];
    const queue = Array.from({ length: CALLS[connections] }, (_, index) => buyers[index % buyers.length]).values();
    const loop = async (): Promise<void> => {
      for (const buyer of queue) if (buyer) made.push(await make(buyer));
    };
    await Promise.all(Array.from({ length: 8 }, loop));
    return made;
  };
  const one = async <Input>(connections: Connections, make: (buyer: Buyer) => Promise<Input>, call: (input: Input) => Promise<unknown>): Promise<Measured> =>
    measure(pid, connections, await spread(connections, make), async (input) => void (await call(input)));

  const ready = (buyer: Buyer): Promise<ReadySession> => createSession(send, buyer, version);
  // One for each buyer and run, read or changed again and again.
  const opened = async (buyer: Buyer): Promise<ReadySession> => {
    const known = sessions.get(buyer);
    const session = known ?? ready(buyer);
    sessions.set(buyer, session);
    return session;
  };
  const payable = async (buyer: Buyer): Promise<PayableSession> => paymentToken(send, await ready(buyer));
  const sessions = new WeakMap<Buyer, Promise<ReadySession>>();
  const asIs = (buyer: Buyer): Promise<Buyer> => Promise.resolve(buyer);
  return [
    { name: 'token', run: (n) => one(n, asIs, ({ agent }) => accessToken(send, agent)) },
    { name: 'introspection', run: (n) => one(n, asIs, ({ bearer }) => introspect(send, merchantKey, bearer)) },
    { name: 'create', run: (n) => one(n, asIs, (buyer) => createSession(send, buyer, version)) },
    { name: 'get', run: (n) => one(n, opened, (session) => getSession(send, session)) },
    { name: 'update', run: (n) => one(n, opened, (session) => updateSession(send, session, 2)) },
    { name: 'payments/token', run: (n) => one(n, ready, (session) => paymentToken(send, session)) },
    { name: 'complete', run: (n) => one(n, payable, (session) => completeSession(send, session)) },
    { name: PURCHASE, run: (n) => one(n, asIs, (buyer) => purchase(send, buyer)) },
  ];
}

/** What the owners' rules add to a request to pay. */
export const TOKEN_UNDER_RULES = 'payments/token, 20 rules';

const ruledCases = (installation: Installation, agents: readonly TestAgent[], send: Send): Case[] =>
  pathCases(installation, agents, send).flatMap(({ name, run }) => (name === 'payments/token' ? [{ name: TOKEN_UNDER_RULES, run }] : []));

function pizzeriaCases({ server: { pid } }: Installation, calls: PizzeriaCalls): Case[] {
  return ([MENU, QUOTE] as const).map((name) => ({ name, run: (n) => measure(pid, n, Array.from({ length: CALLS[n] }), async () => void (await calls[name]())) }));
}

function orchestratorCases({ server: { pid }, merchantKey: key }: Installation, send: Send): Case[] {
  const each = async <Input>(connections: Connections, make: () => Promise<Input>, call: (input: Input) => Promise<unknown>): Promise<Measured> => {
    const inputs: Input[] = [];
    while (inputs.length < CALLS[connections]) inputs.push(...(await Promise.all(Array.from({ length: 8 }, make))));
    return measure(pid, connections, inputs.slice(0, CALLS[connections]), async (input) => void (await call(input)));
  };
  return [
    { name: CART_COMMAND, run: (n) => each(n, () => openCart(send, key), (cart) => addItem(send, key, cart)) },
    { name: EXECUTE, run: (n) => each(n, () => readyCart(send, key), (cart) => execute(send, key, cart)) },
  ];
}
