import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { getMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx, type FeedAnswer, type FeedSeller } from '@/lib/ports';
import { decideNext, type Next } from './decide-next';
import { findTarget, forgetFeed, forgetRefusals, keepRefusal, listChanges, markEverything, recordCounts, recordEnd, recordError, recordFeed, settleChanges } from './store';
import type { FeedChange, FeedError, FeedTarget } from './types';

const BATCH = 100;
/** After it no further call is begun. With the longest call it stays under the relay's own limit; what is left waits for the next run. */
const RUN_MS = 12_000;

/**
 * The consumer of a promised run: publishes what waits, batch by batch, the longest waiting first, until nothing does, the run's time is over
 * or the target wants to be left alone. What was accepted is recorded after each call, with the revision that was sent: whoever dies in
 * between leaves it to be sent again, and what changed meanwhile waits on. Throws only on a fault of ours.
 */
export async function publishFeed(ctx: Ctx, { merchantId }: { merchantId: string }): Promise<void> {
  const target = await findTarget(ctx, merchantId);
  if (!target || target.status === 'stopped' || target.nextTryAt > ctx.clock.now()) return;
  const { handle, name, country } = await getMerchant(ctx, merchantId);
  const run: Run = { ctx, seller: { handle, name, country }, endsAt: performance.now() + RUN_MS };
  const ready = await withFeed(run, target);
  while (ready && hasTime(run)) {
    const changes = await listChanges(ctx, { merchantId, limit: BATCH });
    if (changes.length === 0) break;
    if (!(await publishBatch(run, ready, changes))) return;
  }
  if (ready) await recordEnd(ctx, ready);
}

type Run = { readonly ctx: Ctx; readonly seller: FeedSeller; readonly endsAt: number };
type ReadyTarget = FeedTarget & { readonly feedId: string };

const hasTime = ({ endsAt }: Run): boolean => performance.now() < endsAt;

/** The target with its feed, made if it has none; null when it could not be. */
async function withFeed({ ctx, seller }: Run, target: FeedTarget): Promise<ReadyTarget | null> {
  if (target.feedId !== null) return { ...target, feedId: target.feedId };
  const answer = await ctx.ports.productFeed.create(ctx, target, { country: seller.country, idempotencyKey: target.generation });
  if (answer.kind === 'accepted' && answer.feedId !== undefined) {
    return (await recordFeed(ctx, target, answer.feedId)) ? { ...target, feedId: answer.feedId, attempts: 0 } : null;
  }
  await recordFailure(ctx, target, answer, decideNext(answer, { itemCount: 0, attempts: target.attempts, random: Math.random() }));
  return null;
}

/** One batch, in halves and halves of halves where the target refuses it. False when the run is to end. */
async function publishBatch(run: Run, target: ReadyTarget, changes: readonly FeedChange[]): Promise<boolean> {
  const { ctx, seller } = run;
  const parts: (readonly FeedChange[])[] = [changes];
  for (let part = parts.shift(); part; part = parts.shift()) {
    if (!hasTime(run)) return true;
    const answer = await ctx.ports.productFeed.upsert(ctx, target, { feedId: target.feedId, seller, items: part.map(({ item }) => item) });
    const next = decideNext(answer, { itemCount: part.length, attempts: target.attempts, random: Math.random() });
    if (next.kind === 'split') parts.unshift(part.slice(0, Math.ceil(part.length / 2)), part.slice(Math.ceil(part.length / 2)));
    else if (next.kind === 'accepted' || next.kind === 'refused') {
      if (!(await recordOutcome(ctx, target, part, answer))) return false;
    } else {
      await recordFailure(ctx, target, answer, next);
      return false;
    }
  }
  return true;
}

/** What was taken, or the one item that was not, waits no more. False when the target is another by now: then all of it waits for that one. */
const recordOutcome = (ctx: Ctx, target: ReadyTarget, part: readonly FeedChange[], answer: FeedAnswer): Promise<boolean> =>
  inTransaction<Ctx, boolean>(ctx, async (tx) => {
    const { merchantId } = target;
    const refused = answer.kind === 'refused' ? answer : null;
    if (!(await recordCounts(tx, target, refused ? { accepted: 0, refused: part.length } : { accepted: part.length, refused: 0 }))) return false;
    await settleChanges(tx, merchantId, part);
    if (refused) for (const { item } of part) await keepRefusal(tx, { merchantId, itemId: item.id, ...refused });
    else await forgetRefusals(tx, merchantId, part);
    return true;
  });

async function recordFailure(ctx: Ctx, target: FeedTarget, answer: FeedAnswer, next: Next): Promise<void> {
  const error = toError(answer, ctx.clock.now());
  ctx.log.warn({ merchantId: target.merchantId, ...error }, next.kind === 'retry' ? 'a product feed will be tried again' : 'a product feed is stopped');
  const nextTryAt = next.kind === 'retry' ? addSeconds(ctx.clock.now(), next.seconds) : null;
  await inTransaction(ctx, async (tx) => {
    if (!(await recordError(tx, target, { error, nextTryAt }))) return;
    if (next.kind !== 'retry' || next.feedIsGone !== true) return;
    await forgetFeed(tx, target, newUuid());
    await markEverything(tx, target.merchantId);
  });
}

function toError(answer: FeedAnswer, at: Date): FeedError {
  switch (answer.kind) {
    case 'refused':
      return { status: answer.status, code: answer.code, message: answer.message, at: at.toISOString() };
    case 'unreachable':
      return { status: null, code: 'unreachable', message: answer.reason, at: at.toISOString() };
    case 'accepted':
      return { status: null, code: 'invalid_answer', message: 'The target made a feed without an id.', at: at.toISOString() };
  }
}
