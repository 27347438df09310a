import { newId, randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { SECRET_PURPOSE } from './secret';
import { insertEndpoint, listEndpoints, lockRegistrations } from './store';
import type { AgentEventType, WebhookEndpoint } from './types';

/** Each event is posted to each endpoint that listens, so their number bounds what one agent can make us send. */
const MAX_ENDPOINTS = 10;

export type RegisterEndpoint = {
  readonly walletId: string;
  readonly agentId: string;
  readonly url: string;
  readonly events: readonly AgentEventType[];
  /** Signs the deliveries; a new one of 256 bits when none is given. */
  readonly secret?: string;
};

export type RegisteredEndpoint = { readonly endpoint: WebhookEndpoint; readonly secret: string };

/** Registers where an agent wants to be told. The secret is told here alone and kept sealed. At most ten for each agent. */
export const registerEndpoint = (
  ctx: Ctx,
  command: RegisterEndpoint,
): Promise<Result<RegisteredEndpoint, { code: 'too_many_endpoints'; max: number }>> =>
  inTransaction(ctx, async (tx) => {
    await lockRegistrations(tx, command.agentId);
    const known = await listEndpoints(tx, command.agentId);
    if (known.length >= MAX_ENDPOINTS) return err({ code: 'too_many_endpoints', max: MAX_ENDPOINTS });
    const { walletId, agentId, url, secret = randomToken('whsec_') } = command;
    const createdAt = tx.clock.now();
    const endpoint = { id: newId('webhook', createdAt.getTime()), walletId, agentId, url, events: [...new Set(command.events)], createdAt };
    await insertEndpoint(tx, { ...endpoint, sealedSecret: tx.keyring.seal(secret, SECRET_PURPOSE) });
    return ok({ endpoint, secret });
  });
