import type { Approval } from './types';

const TIMES = 3;

type Approved = Pick<Approval, 'id' | 'agentId' | 'merchantId' | 'triggerType' | 'currency' | 'amount'>;

/** The newest of approvals that repeat, and the highest amount among them. */
export type Repeated<A extends Approved> = { readonly approval: A; readonly amount: bigint; readonly times: number };

/**
 * What an owner approved three times over: the last three of one agent, merchant, trigger and currency, whose amounts are no more than a quarter apart.
 * `approved` is newest first, and so is the answer. Pure.
 */
export function findRepeated<A extends Approved>(approved: readonly A[]): Repeated<A>[] {
  const groups = new Map<string, A[]>();
  for (const approval of approved) {
    const key = [approval.agentId, approval.merchantId, approval.triggerType, approval.currency].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), approval]);
  }
  return [...groups.values()].flatMap((group) => {
    const last = group.slice(0, TIMES);
    const [approval] = last;
    if (!approval || last.length < TIMES) return [];
    const amounts = last.map(({ amount }) => amount);
    const [least, most] = [amounts.reduce((a, b) => (a < b ? a : b)), amounts.reduce((a, b) => (a > b ? a : b))];
    return most * 4n <= least * 5n ? [{ approval, amount: most, times: TIMES }] : [];
  });
}
