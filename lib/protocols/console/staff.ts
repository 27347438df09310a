import { acceptInvitation, changeRole, inviteStaff, listInvitations, listMembers, removeMember, revokeInvitation, type Invitation, type Member } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import { consoleEndpoint, publicPost, readBody } from './endpoint';
import { invalidField, rateLimited, refuse } from './errors';
import { AcceptInvitation, NewInvitation, NewRole } from './schema';
import { answerEntered, debugToken, originOf } from './sign-in-answer';

const toInvitation = ({ id, email, role, createdAt, expiresAt }: Invitation) => ({
  invitationId: id, email, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(),
});

const toMember = ({ userId, email, displayName, role, since }: Member) => ({ memberId: userId, email, displayName, role, since: since.toISOString() });

/** {invitations: [{invitationId, email, role, createdAt, expiresAt}]}: those that nobody has accepted. Of an owner. */
export const getInvitations = consoleEndpoint('GET', '/merchant/staff/invitations', 'owner', async (ctx, _request, { merchantId }) =>
  answerCoded(200, { invitations: (await listInvitations(ctx, merchantId)).map(toInvitation) }),
);

/** {email, role: owner | manager | staff} -> 201 the invitation, mailed. 403 EMAIL_UNVERIFIED, 409 ALREADY_MEMBER. Of an owner. */
export const postInvitation = consoleEndpoint('POST', '/merchant/staff/invitations', 'owner', async (ctx, request, { merchantId, userId }) => {
  const body = await readBody(request, NewInvitation);
  const invited = await inviteStaff(ctx, { merchantId, userId, ...body });
  if (invited.ok) return answerCoded(201, { ...toInvitation(invited.value.invitation), ...debugToken(ctx, invited.value.token) });
  switch (invited.error.code) {
    case 'invalid_field':
      throw invalidField(invited.error);
    case 'rate_limited':
      throw rateLimited(invited.error);
    case 'email_unverified':
    case 'already_member':
      return refuse(invited.error.code);
  }
});

/** 200 {}: the link of the invitation opens nothing any more. Of an owner. */
export const deleteInvitation = consoleEndpoint('DELETE', '/merchant/staff/invitations/[id]', 'owner', async (ctx, _request, { merchantId }, { id = '' }) => {
  const revoked = await revokeInvitation(ctx, { merchantId, id });
  return revoked.ok ? answerCoded(200, {}) : refuse('not_found');
});

/** {challengeToken, displayName, password} -> 200 {next, providers}, once: a member from now on, and signed in. */
export const postInvitationAccept = publicPost('/merchant/staff/invitations/accept', AcceptInvitation, async (ctx, body, request) => {
  const { challengeToken: token, displayName, password } = body;
  const entered = await acceptInvitation(ctx, { token, displayName, password, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 200, entered.value);
  switch (entered.error.code) {
    case 'invalid_field':
      throw invalidField(entered.error);
    case 'rate_limited':
      throw rateLimited(entered.error);
    case 'invalid_challenge':
    case 'invalid_credentials':
    case 'works_elsewhere':
      return refuse(entered.error.code);
  }
});

/** {members: [{memberId, email, displayName, role, since}]}. Of an owner. */
export const getMembers = consoleEndpoint('GET', '/merchant/staff/members', 'owner', async (ctx, _request, { merchantId }) =>
  answerCoded(200, { members: (await listMembers(ctx, merchantId)).map(toMember) }),
);

/** {role} -> the member: in force from their next request on. 409 LAST_OWNER. Of an owner. */
export const patchMember = consoleEndpoint('PATCH', '/merchant/staff/members/[id]', 'owner', async (ctx, request, { merchantId }, { id = '' }) => {
  const { role } = await readBody(request, NewRole);
  const changed = await changeRole(ctx, { merchantId, userId: id, role });
  return changed.ok ? answerCoded(200, toMember(changed.value)) : refuse(changed.error.code);
});

/** 200 {}: works there no more, and every sign-in of theirs has ended. 409 LAST_OWNER. Of an owner. */
export const deleteMember = consoleEndpoint('DELETE', '/merchant/staff/members/[id]', 'owner', async (ctx, _request, { merchantId }, { id = '' }) => {
  const removed = await removeMember(ctx, { merchantId, userId: id });
  return removed.ok ? answerCoded(200, {}) : refuse(removed.error.code);
});
