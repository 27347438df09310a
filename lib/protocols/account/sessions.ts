import { endOtherSessions, endOwnSession } from '@/lib/identity';
import { isUuid } from '@/lib/kernel/id';
import { answer, refuse } from './errors';
import { ownerEndpoint, ownerPost } from './owner-endpoint';
import { readBody } from './read-body';
import { NoFields } from './schema';

/** DELETE -> 200 {}: that sign-in ends, in every process from its next request on. It only narrows, so it needs no passkey. */
export const deleteSession = ownerEndpoint('DELETE', '/api/account/sessions/[id]', async (ctx, _request, { userId }, { id = '' }) => {
  if (!isUuid(id)) return refuse('session_not_found');
  const ended = await endOwnSession(ctx, { userId, handle: id });
  return ended.ok ? answer(200, {}) : refuse(ended.error.code);
});

/** {} -> {ended}: how many other sign-ins ended. */
export const postSessionsEndOthers = ownerPost('/api/account/sessions/end-others', async (ctx, request, { userId, sessionId }) => {
  await readBody(request, NoFields);
  return answer(200, { ended: await endOtherSessions(ctx, { userId, sessionId }) });
});
