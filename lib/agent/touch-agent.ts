import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { moveLastUsed } from './store';

const TOUCH_SECONDS = 60;

/** Records that an agent was here, at most once a minute: most calls cost no write. */
export async function touchAgent(ctx: Ctx, agent: { agentId: string; lastUsedAt: Date | null }): Promise<void> {
  const before = addSeconds(ctx.clock.now(), -TOUCH_SECONDS);
  if (!agent.lastUsedAt || agent.lastUsedAt < before) await moveLastUsed(ctx, agent.agentId, before);
}
