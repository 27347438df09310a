import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import type { Agent } from './types';
import { updateAgent, type UpdateError } from './update-agent';

/** Pauses an agent: its next call is refused, its unused payment tokens are refused while it is paused. Resuming it needs the owner's passkey. */
export const suspendAgent = (ctx: Ctx, command: { walletId: string; agentId: string }): Promise<Result<Agent, UpdateError>> =>
  updateAgent(ctx, { ...command, patch: { status: 'suspended' } });
