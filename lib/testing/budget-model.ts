import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import { confirmAgent, revokeAgent, updateAgent, type AgentLimit, type AgentPatch } from '@/lib/agent';
import { cancelCheckout, completeCheckout, resumeCompletions, updateCheckout, type Checkout } from '@/lib/checkout';
import type { Currency } from '@/lib/kernel/money';
import { inTransaction, type Ctx } from '@/lib/ports';
import { confirmWalletLimits, setWalletLimits } from '@/lib/spending';
import { approveStepUp, expireApprovals, getPaymentStatus, openStepUp, voidAgentPayments } from '@/lib/wallet';
import { askFor, makeAgent, openCheckout, type Shop, type TestAgent, type Wallet } from './shop';
import type { SoftwareAuthenticator } from './software-authenticator';
import type { TestClock } from './test-ctx';

// What a budget ought to count, written down a second time and more simply than lib/spending does, and the commands that act on both. After
// every command the database must say what the model says, and must keep the invariant of `expectBudgetsHold`.

export type Limit = { readonly perTransactionAmount: bigint; readonly dailyAmount: bigint; readonly weeklyAmount?: bigint; readonly monthlyAmount: bigint };
export type Limits = Partial<Record<Currency, Limit>>;
type Status = 'active' | 'suspended' | 'revoked';

type ModelAgent = { readonly agent: TestAgent; status: Status; limits: Limits };
type ModelCheckout = { readonly agent: ModelAgent; current: Checkout; state: 'ready' | 'canceled' | 'completed' };
type ModelPayment = {
  readonly id: string;
  readonly checkout: ModelCheckout;
  readonly amount: bigint;
  readonly approvalId: string | null;
  automatic: boolean;
  /** asked: counts nothing yet. held, paying, used: counts. over: counts no more. */
  stage: 'asked' | 'held' | 'paying' | 'used' | 'over';
  /** The windows that it counts in, once it does. */
  windows: readonly string[];
  expiresAt: Date;
  token: string | null;
  tokenExpiresAt: Date;
};

export type BudgetModel = {
  readonly agents: ModelAgent[];
  readonly payments: ModelPayment[];
  /** Over all agents; a currency without one is bounded by each agent's own alone. */
  walletLimits: Limits;
  /** The highest limit that was in force when an agent, or any agent of the wallet, was granted something in a window by itself. */
  readonly highest: Map<string, bigint>;
};

export type BudgetReal = {
  readonly ctx: Ctx & { readonly clock: TestClock };
  readonly zone: string;
  readonly shops: Readonly<Record<'CAD' | 'EUR', Shop>>;
  readonly wallet: Wallet;
  readonly authenticator: SoftwareAuthenticator;
};

export type BudgetCommand = AsyncCommand<BudgetModel, BudgetReal>;

/** How often each thing happened, so that a test can see that its runs were about something. */
export const happened = new Map<string, number>();
const note = (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1);

// ---- the model ----------------------------------------------------------------------------------------------------------------------

const currencyOf = (payment: ModelPayment): Currency => payment.checkout.current.currency;
const counts = ({ stage }: ModelPayment): boolean => stage === 'held' || stage === 'paying' || stage === 'used';
/** Whose window it is: an agent's, or that of all of them. */
type Holder = ModelAgent | 'wallet';
const windowId = (holder: Holder, currency: Currency, key: string): string => `${holder === 'wallet' ? holder : holder.agent.agentId} ${currency} ${key}`;

const usageOf = (model: BudgetModel, holder: Holder, currency: Currency, key: string): bigint =>
  model.payments
    .filter((payment) => counts(payment) && (holder === 'wallet' || payment.checkout.agent === holder) && currencyOf(payment) === currency && payment.windows.includes(key))
    .reduce((total, payment) => total + payment.amount, 0n);

type Windows = { readonly day: string; readonly week: string; readonly month: string };
const keysOf = ({ day, week, month }: Windows): string[] => [day, week, month];

/** Days, weeks and months by PostgreSQL's calendar: another one than the code under test uses. */
async function windowsNow({ ctx, zone }: BudgetReal): Promise<Windows> {
  const [row] = await ctx.db.query<Windows>({
    name: 'model.windows',
    text: `select to_char($1::timestamptz at time zone $2, '"d:"YYYY-MM-DD') as day, to_char($1::timestamptz at time zone $2, '"m:"YYYY-MM') as month,
                  to_char($1::timestamptz at time zone $2, '"w:"IYYY"-W"IW') as week`,
    values: [ctx.clock.now(), zone],
  });
  if (!row) throw new Error('no calendar');
  return row;
}

/** Which limit stands in the way of a purchase by the agent itself, as rules.md orders them; null when none does. */
function obstacle(model: BudgetModel, agent: ModelAgent, currency: Currency, amount: bigint, windows: Windows): string | null {
  const limit = agent.limits[currency];
  if (!limit) return 'currency';
  const own = exceeded(model, agent, { currency, limit, amount, windows });
  if (own !== null) return own;
  const overAll = model.walletLimits[currency];
  return overAll && exceeded(model, 'wallet', { currency, limit: overAll, amount, windows }) !== null ? 'wallet' : null;
}

type Purchase = { readonly currency: Currency; readonly limit: Limit; readonly amount: bigint; readonly windows: Windows };

function exceeded(model: BudgetModel, holder: Holder, { currency, limit, amount, windows }: Purchase): string | null {
  if (amount > limit.perTransactionAmount) return 'per_transaction';
  if (usageOf(model, holder, currency, windows.day) + amount > limit.dailyAmount) return 'daily';
  if (limit.weeklyAmount !== undefined && usageOf(model, holder, currency, windows.week) + amount > limit.weeklyAmount) return 'weekly';
  if (usageOf(model, holder, currency, windows.month) + amount > limit.monthlyAmount) return 'monthly';
  return null;
}

const BOUNDLESS = 1n << 62n;

function recordGrant(model: BudgetModel, payment: ModelPayment, limit: Limit, windows: Windows): void {
  note('granted by itself');
  model.payments.push(payment);
  raise(model, payment.checkout.agent, currencyOf(payment), limit, windows);
  raise(model, 'wallet', currencyOf(payment), model.walletLimits[currencyOf(payment)] ?? null, windows);
}

function raise(model: BudgetModel, holder: Holder, currency: Currency, limit: Limit | null, windows: Windows): void {
  const bounds = [[windows.day, limit?.dailyAmount], [windows.week, limit?.weeklyAmount], [windows.month, limit?.monthlyAmount]] as const;
  for (const [key, amount = BOUNDLESS] of bounds) {
    const id = windowId(holder, currency, key);
    const known = model.highest.get(id) ?? 0n;
    model.highest.set(id, amount > known ? amount : known);
  }
}

/** Frees what ran out, of one agent or of all. */
function lapse(model: BudgetModel, now: Date, agent?: ModelAgent): void {
  for (const payment of model.payments) {
    if (payment.stage !== 'held' || payment.expiresAt > now || (agent && payment.checkout.agent !== agent)) continue;
    payment.stage = 'over';
    note('released by expiry');
  }
}

function voidPayments(model: BudgetModel, of: (payment: ModelPayment) => boolean): void {
  for (const payment of model.payments) {
    if (!of(payment) || (payment.stage !== 'held' && payment.stage !== 'asked')) continue;
    if (payment.stage === 'held') note('released by a void');
    payment.stage = 'over';
  }
}

const isReady = (checkout: ModelCheckout, now: Date): boolean => checkout.state === 'ready' && checkout.current.expiresAt > now;

// ---- the invariant ------------------------------------------------------------------------------------------------------------------

type HoldRow = { agent_id: string; currency: Currency; amount: bigint; automatic: boolean; day_key: string; week_key: string; month_key: string } & Windows;

/**
 * 1. Every window counts exactly what the model counts: what is held and used, of the purchases that were granted in it.
 * 2. What an agent holds and used by itself in a day, a week or a month of its owner's calendar is within the highest limit that was in
 *    force when it was granted any of it; and so is what all agents of the wallet hold and used together.
 */
export async function expectBudgetsHold(model: BudgetModel, { ctx, zone }: BudgetReal): Promise<void> {
  const agentIds = [...new Set([...model.agents, ...model.payments.map((payment) => payment.checkout.agent)].map(({ agent }) => agent.agentId))];
  const usage = await ctx.db.query<{ id: string; amount: bigint }>({
    name: 'model.usage',
    text: `select agent_id || ' ' || currency || ' ' || window_key as id, amount from spending_usage where agent_id = any($1) and amount <> 0`,
    values: [agentIds],
  });
  const counted = new Map<string, bigint>();
  for (const payment of model.payments.filter(counts)) {
    for (const key of payment.windows) add(counted, windowId(payment.checkout.agent, currencyOf(payment), key), payment.amount);
  }
  expect(new Map(usage.map(({ id, amount }) => [id, amount]))).toEqual(counted);

  const holds = await ctx.db.query<HoldRow>({
    name: 'model.holds',
    text: `select agent_id, currency, amount, automatic, day_key, week_key, month_key, to_char(created_at at time zone $2, '"d:"YYYY-MM-DD') as day,
                  to_char(created_at at time zone $2, '"w:"IYYY"-W"IW') as week, to_char(created_at at time zone $2, '"m:"YYYY-MM') as month
             from spending_hold where agent_id = any($1) and status in ('held', 'used')`,
    values: [agentIds, zone],
  });
  const automatic = new Map<string, bigint>();
  for (const hold of holds) {
    expect([hold.day_key, hold.week_key, hold.month_key]).toEqual(keysOf(hold));
    if (!hold.automatic) continue;
    for (const key of keysOf(hold)) for (const holder of [hold.agent_id, 'wallet']) add(automatic, `${holder} ${hold.currency} ${key}`, hold.amount);
  }
  for (const [id, amount] of automatic) expect(amount, id).toBeLessThanOrEqual(model.highest.get(id) ?? 0n);
}

const add = (sums: Map<string, bigint>, id: string, amount: bigint): void => void sums.set(id, (sums.get(id) ?? 0n) + amount);

// ---- what a client does -------------------------------------------------------------------------------------------------------------

type Cart = { readonly currency: 'CAD' | 'EUR'; readonly quantity: number };
type Answer = Awaited<ReturnType<typeof askFor>>;

async function open(real: BudgetReal, agent: ModelAgent, { currency, quantity }: Cart): Promise<ModelCheckout> {
  return { agent, current: await openCheckout(real.ctx, real.shops[currency], agent.agent, [{ id: 'tea', quantity }]), state: 'ready' };
}

const ask = (real: BudgetReal, { agent, current }: ModelCheckout): Promise<Answer> => askFor(real.ctx, agent.agent, current);

const complete = ({ ctx }: BudgetReal, { checkout, token }: ModelPayment, on: Ctx = ctx) =>
  completeCheckout(on, {
    checkoutId: checkout.current.id, actor: { kind: 'agent', agentId: checkout.agent.agent.agentId }, token: token ?? '', wireVersion: '2026-04-17', resumed: false,
  });

const cancel = ({ ctx }: BudgetReal, { agent, current }: ModelCheckout) =>
  cancelCheckout(ctx, { checkoutId: current.id, actor: { kind: 'agent', agentId: agent.agent.agentId } });

/** Answers the assertion over an approval as its page shows it now; null when it cannot be decided any more. */
async function sign({ ctx, authenticator, wallet }: BudgetReal, payment: ModelPayment): Promise<unknown> {
  const opened = await openStepUp(ctx, { approvalId: payment.approvalId ?? '', walletId: wallet.walletId });
  return opened.ok && opened.value.publicKey ? authenticator.assert(opened.value.publicKey) : null;
}

const approve = ({ ctx, wallet }: BudgetReal, payment: ModelPayment, assertion: unknown) =>
  approveStepUp(ctx, { approvalId: payment.approvalId ?? '', walletId: wallet.walletId, assertion });

/** Changes an agent as its owner: what widens is confirmed by their passkey. */
async function change({ ctx, authenticator, wallet }: BudgetReal, { agent }: ModelAgent, patch: AgentPatch): Promise<void> {
  const updated = await updateAgent(ctx, { walletId: wallet.walletId, agentId: agent.agentId, patch });
  if (updated.ok) return;
  if (updated.error.code !== 'widening_needs_confirmation') throw new Error(updated.error.code);
  const assertion = authenticator.assert(updated.error.mandate.publicKey);
  expect(await confirmAgent(ctx, { walletId: wallet.walletId, agentId: agent.agentId, assertion })).toMatchObject({ ok: true });
}

const toAgentLimits = (limits: Limits): AgentLimit[] =>
  (['CAD', 'EUR'] as const).flatMap((currency) => (limits[currency] ? [{ currency, ...limits[currency] }] : []));

/** A confirmed agent of this wallet, in the model and in the database. */
export async function newAgent(ctx: Ctx, wallet: Wallet, limits: Limits): Promise<ModelAgent> {
  return { agent: await makeAgent(ctx, { wallet, limits: toAgentLimits(limits) }), status: 'active', limits };
}

// ---- the commands -------------------------------------------------------------------------------------------------------------------

function command(name: string, check: (model: BudgetModel) => boolean, run: (model: BudgetModel, real: BudgetReal) => Promise<void>): BudgetCommand {
  return {
    check,
    toString: () => name,
    run: async (model, real) => {
      note(name.split(' ', 1)[0] ?? name);
      await run(model, real);
      await expectBudgetsHold(model, real);
    },
  };
}

const always = (): boolean => true;
const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

/** A purchase of its own: granted when every limit has room for it, else asked for the very reason that the model knows. */
export const request = (agentIndex: number, cart: Cart): BudgetCommand =>
  command(`request ${agentIndex} ${cart.quantity} ${cart.currency}`, always, async (model, real) => {
    const checkout = await open(real, pick(model.agents, agentIndex), cart);
    await judge(model, real, checkout, await ask(real, checkout));
  });

/** Asks again for a checkout that was asked for before. */
export const retry = (index: number): BudgetCommand =>
  command(`retry ${index}`, (model) => model.payments.length > 0, async (model, real) => {
    const { checkout } = pick(model.payments, index);
    await judge(model, real, checkout, await ask(real, checkout));
  });

async function judge(model: BudgetModel, real: BudgetReal, checkout: ModelCheckout, answer: Answer): Promise<void> {
  const { agent, current } = checkout;
  const now = real.ctx.clock.now();
  if (agent.status !== 'active') return expect(answer).toMatchObject({ ok: false, error: { code: agent.status === 'revoked' ? 'agent_revoked' : 'agent_suspended' } });
  if (!isReady(checkout, now)) return expect(answer).toMatchObject({ ok: false, error: { code: 'session_closed' } });
  lapse(model, now, agent);
  const windows = await windowsNow(real);
  const known = model.payments.find((payment) => payment.checkout === checkout && payment.expiresAt > now && (payment.stage === 'held' || payment.stage === 'asked'));
  if (known) {
    expect(answer).toMatchObject({ ok: true, value: { kind: known.stage === 'held' ? 'granted' : 'step_up', paymentId: known.id } });
    if (answer.ok && answer.value.kind === 'granted' && known.tokenExpiresAt > now) expect(answer.value.token).toBe(known.token);
    return record(model, checkout, answer, windows);
  }
  const over = obstacle(model, agent, current.currency, current.totals.totalAmount, windows);
  const pending = model.payments.filter((payment) => payment.stage === 'asked' && payment.checkout.agent === agent && payment.expiresAt > now).length;
  if (over !== null && pending >= 3) return expect(answer).toMatchObject({ ok: false, error: { code: 'policy_refused', rule: 'pending_approvals' } });
  expect(answer).toMatchObject({ ok: true, value: over === null ? { kind: 'granted' } : { kind: 'step_up', triggerType: over } });
  if (over !== null) note(`asked for ${over}`);
  record(model, checkout, answer, windows);
}

/** Writes a payment down as it was answered: a new one, or the token of one that is known. */
function record(model: BudgetModel, checkout: ModelCheckout, answer: Answer, windows: Windows): void {
  if (!answer.ok) return;
  const { value } = answer;
  const token = value.kind === 'granted' ? value.token : null;
  const known = model.payments.find((payment) => payment.id === value.paymentId);
  if (known) return void Object.assign(known, { token, tokenExpiresAt: value.expiresAt });
  const payment = { id: value.paymentId, checkout, amount: checkout.current.totals.totalAmount, token, expiresAt: value.expiresAt, tokenExpiresAt: value.expiresAt };
  if (value.kind === 'step_up') {
    model.payments.push({ ...payment, approvalId: value.approvalId, automatic: false, stage: 'asked', windows: [] });
    return;
  }
  const limit = checkout.agent.limits[checkout.current.currency];
  if (!limit) throw new Error('granted without a limit');
  recordGrant(model, { ...payment, approvalId: null, automatic: true, stage: 'held', windows: keysOf(windows) }, limit, windows);
}

/** Several clients, of one agent or of all, at the same moment: what is granted fits, and what is not would not have. */
export const burst = (agentIndex: number | 'all', carts: readonly Cart[]): BudgetCommand =>
  command(`burst ${agentIndex} ${carts.map(({ quantity, currency }) => `${quantity} ${currency}`).join(', ')}`, always, async (model, real) => {
    // What one agent's request frees would else be in the way of another's, or not, as it happens.
    await expireApprovals(real.ctx);
    lapse(model, real.ctx.clock.now());
    const checkouts = await Promise.all(carts.map((cart, index) => open(real, pick(model.agents, agentIndex === 'all' ? index : agentIndex), cart)));
    const answers = await Promise.all(checkouts.map((checkout) => ask(real, checkout)));
    const windows = await windowsNow(real);
    for (const [index, checkout] of checkouts.entries()) record(model, checkout, pick(answers, index), windows);
    for (const [index, { agent, current }] of checkouts.entries()) {
      const answer = pick(answers, index);
      if (agent.status !== 'active') {
        expect(answer.ok).toBe(false);
        continue;
      }
      const granted = answer.ok && answer.value.kind === 'granted';
      const amount = granted ? 0n : current.totals.totalAmount;
      const over = obstacle(model, agent, current.currency, amount, windows);
      if (granted) expect(over, 'granted although it does not fit').toBeNull();
      else expect(over, 'not granted although it fits').not.toBeNull();
    }
  });

const isPayable = ({ stage, token, tokenExpiresAt, checkout }: ModelPayment, now: Date): boolean =>
  stage === 'held' && token !== null && tokenExpiresAt > now && checkout.agent.status === 'active' && isReady(checkout, now);

const hasToken = (model: BudgetModel): boolean => model.payments.some((payment) => payment.token !== null);

/** A payment with a token: mostly one that may still be paid with. */
function withToken(model: BudgetModel, index: number): ModelPayment {
  const issued = model.payments.filter((payment) => payment.token !== null);
  const held = issued.filter((payment) => payment.stage === 'held');
  return pick(held.length > 0 && index % 4 > 0 ? held : issued, index);
}

/** Pays with a token, `times` at the same moment: once if it still may, else not at all. */
export const pay = (index: number, times: number): BudgetCommand =>
  command(`pay ${index} x${times}`, hasToken, async (model, real) => {
    const payment = withToken(model, index);
    const payable = isPayable(payment, real.ctx.clock.now());
    const results = await Promise.all(Array.from({ length: times }, () => complete(real, payment)));
    const paid = results.filter((result) => result.ok && result.value.outcome === 'completed');
    expect(paid).toHaveLength(payable ? 1 : 0);
    if (payable) used(payment);
  });

function used(payment: ModelPayment): void {
  note('used');
  payment.stage = 'used';
  payment.checkout.state = 'completed';
}

/** The bank declines: the budget is free again, the checkout can be paid anew. */
export const declined = (index: number): BudgetCommand =>
  command(`declined ${index}`, hasToken, async (model, real) => {
    const payment = withToken(model, index);
    const payable = isPayable(payment, real.ctx.clock.now());
    await setCards(real, 'frozen');
    const result = await complete(real, payment);
    await setCards(real, 'active');
    if (!payable) return expect(result.ok).toBe(false);
    expect(result).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    note('released by a decline');
    payment.stage = 'over';
  });

const setCards = ({ ctx, wallet }: BudgetReal, status: string) =>
  ctx.db.query({ name: 'model.cards', text: 'update bank_card set status = $2 where user_id = $1', values: [wallet.userId, status] });

/**
 * The process dies while it pays, before or after the network heard of it. What is held stays held, though its time runs out and its agent
 * may be revoked, until another process takes the payment to its end.
 */
export const crash = (index: number, after: boolean, revoked: boolean): BudgetCommand =>
  command(`crash ${index} ${after ? 'after' : 'before'} the network${revoked ? ', agent revoked' : ''}`, hasToken, async (model, real) => {
    const payment = withToken(model, index);
    if (!isPayable(payment, real.ctx.clock.now())) return;
    const { ctx } = real;
    const authorize: Ctx['ports']['payment']['authorize'] = async (on, what) => {
      if (after) await ctx.ports.payment.authorize(on, what);
      throw new Error('the line went dead');
    };
    const cutOff = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, authorize } } };
    expect(await complete(real, payment, cutOff)).toMatchObject({ ok: false, error: { code: 'in_progress' } });
    payment.stage = 'paying';
    if (revoked) await end(model, real, payment.checkout.agent);
    ctx.clock.advance(3_600);
    await expireApprovals(ctx);
    lapse(model, ctx.clock.now());
    await expectBudgetsHold(model, real);
    await resumeCompletions(ctx);
    used(payment);
  });

/** The cart changes: what was granted for the old one is void. */
export const edit = (index: number, quantity: number): BudgetCommand =>
  command(`edit ${index} to ${quantity}`, (model) => model.payments.length > 0, async (model, real) => {
    const { checkout } = pick(model.payments, index);
    const { agent, current } = checkout;
    const actor = { kind: 'agent', agentId: agent.agent.agentId } as const;
    const result = await updateCheckout(real.ctx, { checkoutId: current.id, actor, patch: { items: [{ id: 'tea', quantity }] } });
    expect(result.ok).toBe(isReady(checkout, real.ctx.clock.now()));
    if (!result.ok || result.value.snapshotHash === current.snapshotHash) return;
    checkout.current = result.value;
    voidPayments(model, (payment) => payment.checkout === checkout);
  });

export const cancelCart = (index: number): BudgetCommand =>
  command(`cancel ${index}`, (model) => model.payments.length > 0, async (model, real) => {
    const { checkout } = pick(model.payments, index);
    const result = await cancel(real, checkout);
    expect(result.ok).toBe(isReady(checkout, real.ctx.clock.now()));
    if (!result.ok) return;
    checkout.state = 'canceled';
    voidPayments(model, (payment) => payment.checkout === checkout);
  });

/** The job that writes down what has run out. */
export const expire = (): BudgetCommand =>
  command('expire', always, async (model, real) => {
    await expireApprovals(real.ctx);
    lapse(model, real.ctx.clock.now());
  });

const asked = (model: BudgetModel): ModelPayment[] => model.payments.filter((payment) => payment.stage === 'asked');

/** A person approves: that counts from now, whatever the limits say. */
export const approveAsked = (index: number): BudgetCommand =>
  command(`approve ${index}`, (model) => asked(model).length > 0, async (model, real) => {
    const payment = pick(asked(model), index);
    const now = real.ctx.clock.now();
    const decidable = payment.expiresAt > now && payment.checkout.agent.status === 'active' && isReady(payment.checkout, now);
    const result = await approve(real, payment, await sign(real, payment));
    expect(result.ok).toBe(decidable);
    if (result.ok) await recordApproval(real, payment);
  });

async function recordApproval(real: BudgetReal, payment: ModelPayment): Promise<void> {
  note('granted by a person');
  const status = await getPaymentStatus(real.ctx, { paymentId: payment.id, agentId: payment.checkout.agent.agent.agentId });
  if (!status.ok || status.value.token === null || !status.value.tokenExpiresAt) throw new Error(`an approved payment has no token: ${JSON.stringify(status)}`);
  const { token, tokenExpiresAt } = status.value;
  const windows = await windowsNow(real);
  Object.assign(payment, { stage: 'held', windows: keysOf(windows), expiresAt: status.value.payment.expiresAt, token, tokenExpiresAt });
}

/** The owner sets the limits: lower ones hold at once, higher ones by passkey. */
export const setLimits = (agentIndex: number, limits: Limits): BudgetCommand =>
  command(`limits ${agentIndex} ${JSON.stringify(toAgentLimits(limits), (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))}`, always, async (model, real) => {
    const agent = pick(model.agents, agentIndex);
    await change(real, agent, { limits: toAgentLimits(limits) });
    agent.limits = limits;
  });

/** The owner sets the limits over all agents: first and lower ones hold at once, higher ones and their end by passkey. */
export const setOverAll = (limits: Limits): BudgetCommand =>
  command(`over all ${JSON.stringify(toAgentLimits(limits), (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))}`, always, async (model, real) => {
    await changeOverAll(real, limits);
    model.walletLimits = limits;
  });

async function changeOverAll({ ctx, authenticator, wallet: { walletId } }: BudgetReal, limits: Limits): Promise<void> {
  const set = await setWalletLimits(ctx, { walletId, limits: toAgentLimits(limits) });
  if (set.ok) return;
  const assertion = authenticator.assert(set.error.mandate.publicKey);
  expect(await confirmWalletLimits(ctx, { walletId, assertion })).toMatchObject({ ok: true });
}

export const setStatus = (agentIndex: number, status: 'active' | 'suspended'): BudgetCommand =>
  command(`status ${agentIndex} ${status}`, always, async (model, real) => {
    const agent = pick(model.agents, agentIndex);
    await change(real, agent, { status });
    agent.status = status;
  });

export const revoke = (agentIndex: number): BudgetCommand =>
  command(`revoke ${agentIndex}`, always, (model, real) => end(model, real, pick(model.agents, agentIndex)));

/** Ends an agent, its tokens and its open questions; a new one takes its place. */
async function end(model: BudgetModel, real: BudgetReal, agent: ModelAgent): Promise<void> {
  const { ctx, wallet } = real;
  await inTransaction(ctx, async (tx) => {
    await revokeAgent(tx, { walletId: wallet.walletId, agentId: agent.agent.agentId });
    await voidAgentPayments(tx, agent.agent.agentId);
  });
  agent.status = 'revoked';
  voidPayments(model, (payment) => payment.checkout.agent === agent);
  model.agents[model.agents.indexOf(agent)] = await newAgent(ctx, wallet, agent.limits);
}

export type Jump = 'a minute' | 'six minutes' | 'sixteen minutes' | 'three hours' | 'the second before midnight' | 'midnight' | 'the next month' | 'a day and an hour';
const SECONDS: Partial<Record<Jump, number>> = { 'a minute': 60, 'six minutes': 360, 'sixteen minutes': 960, 'three hours': 10_800, 'a day and an hour': 90_000 };

/** Time passes. Midnight and the first of a month are those of the owner's calendar. */
export const jump = (to: Jump): BudgetCommand =>
  command(`jump to ${to}`, always, async (_model, { ctx, zone }) => {
    note(`jump: ${to}`);
    const seconds = SECONDS[to];
    if (seconds !== undefined) return ctx.clock.advance(seconds);
    const [unit, back] = to === 'the next month' ? ['month', 0] : ['day', to === 'midnight' ? 0 : 1];
    const [row] = await ctx.db.query<{ at: Date }>({
      name: 'model.jump',
      text: `select ((date_trunc($3, $1::timestamptz at time zone $2) + ('1 ' || $3)::interval) at time zone $2) - $4::int * interval '1 second' as at`,
      values: [ctx.clock.now(), zone, unit, back],
    });
    if (row && row.at > ctx.clock.now()) ctx.clock.set(row.at);
  });

export type Race = {
  readonly carts: readonly Cart[];
  readonly payment: number;
  readonly again: boolean;
  readonly cancel: boolean;
  readonly limits: Limits | null;
  readonly overAll: Limits | null;
  readonly pause: boolean;
  readonly expire: boolean;
};

/** Everything at the same moment: requests of all agents, a payment with its retry and its cancellation, an approval, a change of limits, a pause, the job. */
export const race = (agentIndex: number, acts: Race): BudgetCommand =>
  command(`race ${agentIndex} ${JSON.stringify(acts, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))}`, hasToken, async (model, real) => {
    const agent = pick(model.agents, agentIndex);
    const payment = withToken(model, acts.payment);
    const question = asked(model).find((each) => each.checkout !== payment.checkout);
    const assertion = question ? await sign(real, question) : null;
    const opened = await Promise.all(acts.carts.map((cart, index) => open(real, pick(model.agents, agentIndex + index), cart)));
    const checkouts = acts.again ? [...opened, payment.checkout] : opened;
    const [answers, paid, canceled, approved] = await Promise.all([
      Promise.all(checkouts.map((checkout) => ask(real, checkout))),
      complete(real, payment),
      acts.cancel ? cancel(real, payment.checkout) : null,
      question ? approve(real, question, assertion) : null,
      changeInRace(real, agent, acts),
      acts.expire ? expireApprovals(real.ctx) : null,
    ]);
    const bought = paid.ok && paid.value.outcome === 'completed';
    expect(bought && canceled?.ok === true, 'paid and canceled').toBe(false);
    if (bought) used(payment);
    if (canceled?.ok) {
      payment.checkout.state = 'canceled';
      voidPayments(model, (each) => each.checkout === payment.checkout);
    }
    if (acts.expire) lapse(model, real.ctx.clock.now());
    await recordRace(model, real, { agent, acts, checkouts, answers });
    if (question && approved?.ok) await recordApproval(real, question);
  });

/** One after the other: a passkey counts its signatures, and the server takes none that is older than the last. */
async function changeInRace(real: BudgetReal, agent: ModelAgent, { limits, overAll, pause }: Race): Promise<void> {
  if (limits) await change(real, agent, { limits: toAgentLimits(limits) });
  if (overAll) await changeOverAll(real, overAll);
  if (pause) await change(real, agent, { status: 'suspended' });
}

async function recordRace(
  model: BudgetModel,
  real: BudgetReal,
  race: { agent: ModelAgent; acts: Race; checkouts: readonly ModelCheckout[]; answers: readonly Answer[] },
): Promise<void> {
  const { agent, acts, checkouts, answers } = race;
  const windows = await windowsNow(real);
  const after = acts.limits ?? agent.limits;
  // A request was judged by the limits before the change or by those after it: the higher bounds it.
  agent.limits = { CAD: higher(agent.limits.CAD, after.CAD), EUR: higher(agent.limits.EUR, after.EUR) };
  const overAll = acts.overAll ?? model.walletLimits;
  model.walletLimits = { CAD: looser(model.walletLimits.CAD, overAll.CAD), EUR: looser(model.walletLimits.EUR, overAll.EUR) };
  for (const [index, checkout] of checkouts.entries()) {
    const answer = pick(answers, index);
    if (answer.ok || answer.error.code === 'policy_refused') lapse(model, real.ctx.clock.now(), checkout.agent);
    record(model, checkout, answer, windows);
    if (answer.ok && checkout.state === 'canceled') await settleCanceled(model, real, answer.value.paymentId);
  }
  agent.limits = after;
  model.walletLimits = overAll;
  if (acts.pause) agent.status = 'suspended';
}

/** Granted in the moment of the cancellation: void, or it runs out unpaid. */
async function settleCanceled(model: BudgetModel, real: BudgetReal, paymentId: string): Promise<void> {
  const payment = model.payments.find((each) => each.id === paymentId);
  const status = payment && (await getPaymentStatus(real.ctx, { paymentId, agentId: payment.checkout.agent.agent.agentId }));
  if (payment && status?.ok && status.value.status === 'voided') payment.stage = 'over';
  else note('granted in the moment of a cancellation');
}

/** Over all agents, no limit allows most. */
const looser = (a: Limit | undefined, b: Limit | undefined): Limit | undefined => (a && b ? higher(a, b) : undefined);

function higher(a: Limit | undefined, b: Limit | undefined): Limit | undefined {
  if (!a || !b) return a ?? b;
  const max = (x: bigint, y: bigint): bigint => (x > y ? x : y);
  return {
    perTransactionAmount: max(a.perTransactionAmount, b.perTransactionAmount),
    dailyAmount: max(a.dailyAmount, b.dailyAmount),
    ...(a.weeklyAmount === undefined || b.weeklyAmount === undefined ? {} : { weeklyAmount: max(a.weeklyAmount, b.weeklyAmount) }),
    monthlyAmount: max(a.monthlyAmount, b.monthlyAmount),
  };
}
