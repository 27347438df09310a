import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { readStopToken } from '@/lib/notification';
import { listRunningAgents, stopAgents, type StoppedAgent } from '@/lib/wallet';
import { answer, refuse } from './errors';
import { readBody } from './read-body';
import { WithStopToken } from './schema';

/** A POST that the link of a notification vouches for, signed in or not: its token stands in the body, so that no log of addresses keeps it. */
const linkPost = (path: Endpoint['path'], handle: (ctx: RequestCtx, link: { walletId: string; expiresAt: Date }) => Promise<Response>): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'account',
    credentials: ['none'],
    scope: null,
    tenant: 'none',
    async handle(ctx, request) {
      const { token } = await readBody(request, WithStopToken);
      const link = readStopToken(ctx, token);
      return link.ok ? handle(ctx, link.value) : refuse(link.error.code);
    },
  });

/** {token} -> {agents: [{name}], expires_at}: what the link would stop. It stops nothing. */
export const postStopStatus = linkPost('/api/account/stop/status', async (ctx, { walletId, expiresAt }) =>
  answer(200, { agents: toNames(await listRunningAgents(ctx, walletId)), expires_at: expiresAt.toISOString() }),
);

/** {token} -> {stopped: [{name}]}: pauses every agent of the wallet. Again, it finds none left to pause. */
export const postStopAgents = linkPost('/api/account/stop', async (ctx, { walletId }) => answer(200, { stopped: toNames(await stopAgents(ctx, walletId)) }));

const toNames = (agents: readonly StoppedAgent[]) => agents.map(({ name }) => ({ name }));
