import { closeSession } from '@/lib/auth';
import { findOwnSession } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import { chooseUiLocale, endOtherSessions, endOwnSession, endSession, loadSecurityView } from '@/lib/identity';
import { isUuid } from '@/lib/kernel/id';
import { consoleEndpoint, readBody } from './endpoint';
import { refuse } from './errors';
import { NoFields, Preferences } from './schema';

/** {user: {email, displayName}, merchantHandle, role, uiLocale}: who is signed in. */
export const getSession = consoleEndpoint('GET', '/merchant/session', 'member', async (ctx, _request, { merchantId, userId }) => {
  const session = await findOwnSession(ctx, { merchantId, userId });
  if (!session) return refuse('not_found'); // removed in this moment
  const { email, displayName, ...rest } = session;
  return answerCoded(200, { user: { email, displayName }, ...rest });
});

/** {} -> {}: the sign-in ends everywhere. */
export const postSessionLogout = consoleEndpoint('POST', '/merchant/session/logout', 'member', async (ctx, request, { sessionId }) => {
  await readBody(request, NoFields);
  await endSession(ctx, sessionId);
  return closeSession(ctx, answerCoded(200, {}));
});

/** {uiLocale: en | fr} -> {uiLocale}: the language of the console for this person. */
export const patchPreferences = consoleEndpoint('PATCH', '/merchant/session/preferences', 'member', async (ctx, request, { userId }) => {
  const { uiLocale } = await readBody(request, Preferences);
  await chooseUiLocale(ctx, { userId, uiLocale });
  return answerCoded(200, { uiLocale });
});

/** {sessions: [{sessionId, device, clientNetwork, method, createdAt, lastSeenAt, isThis}]}: where this person is signed in. */
export const getSessions = consoleEndpoint('GET', '/merchant/sessions', 'member', async (ctx, _request, { userId, sessionId }) => {
  const { sessions } = await loadSecurityView(ctx, { userId, sessionId });
  return answerCoded(200, {
    sessions: sessions.map(({ handle, createdAt, lastSeenAt, ...rest }) => ({ sessionId: handle, ...rest, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() })),
  });
});

/** 200 {}: that sign-in of this person ends, in every process from its next request on. */
export const deleteSession = consoleEndpoint('DELETE', '/merchant/sessions/[id]', 'member', async (ctx, _request, { userId }, { id = '' }) => {
  if (!isUuid(id)) return refuse('not_found');
  const ended = await endOwnSession(ctx, { userId, handle: id });
  return ended.ok ? answerCoded(200, {}) : refuse('not_found');
});

/** {} -> {ended}: how many other sign-ins ended. */
export const postSessionsEndOthers = consoleEndpoint('POST', '/merchant/sessions/end-others', 'member', async (ctx, request, { userId, sessionId }) => {
  await readBody(request, NoFields);
  return answerCoded(200, { ended: await endOtherSessions(ctx, { userId, sessionId }) });
});
