import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { windowKeys, type Calendar, type WindowKeys } from '@/lib/spending';
import { localMoment } from './hours';
import { findGround, lockGround, type Ground } from './store';
import type { LocalMoment } from './types';

export type FactsQuery = {
  readonly walletId: string;
  readonly agentId: string;
  /** Handle. */
  readonly merchant: string;
  readonly currency: Currency;
  readonly amount: bigint;
  /** Of its items, each once, as the merchant sorts them. */
  readonly categories: readonly string[];
  /** The owner's: days, weeks and months are cut by it. */
  readonly calendar: Calendar;
  /** The caller acts on the answer, and holds the agent's row lock. */
  readonly lock: boolean;
};

export type PolicyFacts = Ground & {
  readonly moment: LocalMoment;
  /** The windows that the limits were read in: what is held is held in these, so that no midnight comes between. */
  readonly keys: WindowKeys;
};

/**
 * The owner's limits and rules, and what they are judged by, in one statement. Who acts on it locks what all agents have in common, where
 * there is something of the kind, and reads it in a second one.
 */
export async function loadFacts(ctx: Ctx, { lock, calendar, ...query }: FactsQuery): Promise<PolicyFacts> {
  const now = ctx.clock.now();
  const moment = localMoment(now, calendar.timeZone);
  const keys = windowKeys(now, calendar);
  const ground = await (lock ? lockGround : findGround)(ctx, { ...query, keys, hour: Math.floor(moment.minute / 60) });
  return { ...ground, moment, keys };
}
