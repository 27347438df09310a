import { addSeconds } from '@/lib/kernel/clock';
import { money } from '@/lib/kernel/money';
import type { Ctx, RiskAssessment, RiskQuestion } from '@/lib/ports';
import { decideRisk, LOOKED_AT } from './decide-risk';
import { readAgentHistory } from './store';

/** Twenty authorisations within ten minutes are fast; under the test flag only more than 500 a minute are (rules.md). */
const VELOCITY_SECONDS = 600;
const TEST_VELOCITY_SECONDS = 2;
const DECLINES_SECONDS = 3600;

/** Nothing is unusual about an agent where there is none. */
const NO_AGENT = { agentPresent: false, humanPresent: true, mandateVerified: true, agentAgeSeconds: null, transactions: 0, recentTransactions: 0, recentDeclines: 0 } as const;

/** Judges a purchase by what it is and, where an agent makes it, by what the network saw of the agent before. Reads only, in one statement. */
export async function assessRisk(ctx: Ctx, question: RiskQuestion): Promise<RiskAssessment> {
  const total = money(question.amount, question.currency);
  if (question.agentId === null) return decideRisk({ ...NO_AGENT, total });
  const { agentId, agentCreatedAt, humanPresent, mandateVerified } = question;
  const now = ctx.clock.now();
  const history = await readAgentHistory(ctx.db, {
    agentId,
    fastSince: addSeconds(now, -(ctx.settings.testMode ? TEST_VELOCITY_SECONDS : VELOCITY_SECONDS)),
    declinedSince: addSeconds(now, -DECLINES_SECONDS),
    limit: LOOKED_AT,
  });
  return decideRisk({
    ...history,
    agentPresent: true,
    humanPresent,
    mandateVerified,
    agentAgeSeconds: agentCreatedAt && (now.getTime() - agentCreatedAt.getTime()) / 1000,
    total,
  });
}
