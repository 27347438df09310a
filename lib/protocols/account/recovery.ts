import { endpoint } from '@/lib/http/endpoint';
import {
  beginRecoveredPasskey,
  cancelRecoveryByLink,
  findRecoveryByLink,
  finishRecovery,
  requestRecovery,
  startRecovery,
} from '@/lib/identity';
import { answer, refuse } from './errors';
import { linkPost } from './link-post';
import { rateLimited } from './rate-limited';
import { readBody } from './read-body';
import { FinishRecovery, RequestRecovery, WithRecoveryToken } from './schema';

/** {email} -> 202 {}, whether the address is known or not. */
export const postRecovery = endpoint({
  method: 'POST',
  path: '/api/account/recovery',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const { email } = await readBody(request, RequestRecovery);
    const asked = await requestRecovery(ctx, { email, clientAddress: ctx.clientAddress });
    if (!asked.ok) throw rateLimited(asked.error.retryAfterSeconds);
    return answer(202, {});
  },
});

/** {token} -> {status link|waiting|ready, ready_at?}. */
export const postRecoveryStatus = linkPost('/api/account/recovery/status', WithRecoveryToken, async (ctx, body) => {
  const found = await findRecoveryByLink(ctx, body);
  if (!found.ok) return refuse(found.error.code);
  const { status } = found.value;
  return answer(200, status === 'link' ? { status } : { status, ready_at: found.value.readyAt.toISOString() });
});

/** {token} -> {ready_at}: the 24 hours begin. 409 recovery_under_way. */
export const postRecoveryStart = linkPost('/api/account/recovery/start', WithRecoveryToken, async (ctx, body) => {
  const started = await startRecovery(ctx, body);
  return started.ok ? answer(200, { ready_at: started.value.readyAt.toISOString() }) : refuse(started.error.code);
});

/** {token} -> {}: nothing comes of it. */
export const postRecoveryCancel = linkPost('/api/account/recovery/cancel', WithRecoveryToken, async (ctx, body) => {
  const cancelled = await cancelRecoveryByLink(ctx, body);
  return cancelled.ok ? answer(200, {}) : refuse(cancelled.error.code);
});

/** {token} -> {ceremony_id, publicKey}: the new passkey is asked for. 409 recovery_not_ready. */
export const postRecoveryPasskey = linkPost('/api/account/recovery/passkey', WithRecoveryToken, async (ctx, body) => {
  const begun = await beginRecoveredPasskey(ctx, body);
  return begun.ok ? answer(200, { ceremony_id: begun.value.ceremonyId, publicKey: begun.value.publicKey }) : refuse(begun.error.code);
});

/** {token, ceremony_id, attestation} -> {ticket}: the new passkey replaced the others, and the ticket signs in once. */
export const postRecoveryFinish = linkPost('/api/account/recovery/finish', FinishRecovery, async (ctx, body) => {
  const finished = await finishRecovery(ctx, { token: body.token, ceremonyId: body.ceremony_id, attestation: body.attestation });
  return finished.ok ? answer(200, { ticket: finished.value.ticket }) : refuse(finished.error.code);
});
