import { addSeconds } from '@/lib/kernel/clock';
import { askedOutside, unitOf, type Ctx, type UnitOfWork } from '@/lib/ports';

/** How long an answer serves other work of this process. A cart's commands follow each other closely. */
const KEPT_SECONDS = 5;
const MAX_KEPT = 1_000;

/**
 * What a service says, for work that may be in a transaction: no one is asked while one is open. There an answer is there already, or the work is
 * rolled back, the service asked, and the work run again (lib/ports/unit-of-work.ts). One unit of work hears one answer to a question, however long
 * it takes. `name` tells questions of this kind from others.
 */
export function readOutside<Query extends object, Answer>(name: string, ask: (ctx: Ctx, query: Query) => Promise<Answer>): (ctx: Ctx, query: Query) => Promise<Answer> {
  type Heard = { readonly answer: Answer; readonly until: Date };
  const kept = new Map<string, Heard>();
  const heard = new WeakMap<UnitOfWork, Map<string, Heard>>();

  const askAndKeep = async (ctx: Ctx, key: string, query: Query): Promise<Heard> => {
    const word = { answer: await ask(ctx, query), until: addSeconds(ctx.clock.now(), KEPT_SECONDS) };
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= MAX_KEPT) kept.delete(oldest);
    kept.delete(key);
    kept.set(key, word);
    return word;
  };
  const findKept = (ctx: Ctx, key: string): Heard | undefined => {
    const known = kept.get(key);
    return known && known.until > ctx.clock.now() ? known : undefined;
  };
  const heardBy = (unit: UnitOfWork): Map<string, Heard> => {
    const answers = heard.get(unit) ?? new Map<string, Heard>();
    heard.set(unit, answers);
    return answers;
  };

  return async (ctx, query) => {
    const key = JSON.stringify(query);
    const unit = unitOf(ctx.db);
    if (unit === null) return (findKept(ctx, key) ?? (await askAndKeep(ctx, key, query))).answer;
    const answers = heardBy(unit);
    const known = answers.get(key) ?? findKept(ctx, key);
    if (!known) return askedOutside(unit, `${name} ${key}`, async (outside) => void answers.set(key, await askAndKeep(outside, key, query)));
    answers.set(key, known);
    return known.answer;
  };
}
