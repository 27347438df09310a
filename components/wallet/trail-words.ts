import type { TrailRow } from '@/lib/audit-trail';

const textAt = (detail: TrailRow['detail'], name: string): string => (typeof detail[name] === 'string' ? detail[name] : '');
const amountAt = (detail: TrailRow['detail']): string => `${textAt(detail, 'amount')} ${textAt(detail, 'currency')}`;
const SIGN_IN: Readonly<Record<string, string>> = { password: 'with a password', passkey: 'with a passkey', sign_up: 'by signing up' };
const CONNECTED: Readonly<Record<string, string>> = { device: 'by a device code', code: 'by an authorisation', pairing: 'by a pairing code' };

/** What happened, in a sentence. */
export function trailText({ kind, detail, agentName, actor }: TrailRow): string {
  const agent = agentName ?? 'An agent';
  switch (kind) {
    case 'sign_in':
      return `Signed in ${SIGN_IN[textAt(detail, 'method')] ?? ''}`.trim();
    case 'sign_out':
      return 'Signed out';
    case 'sessions.ended':
      return detail.count === 1 ? 'A sign-in was ended' : `${String(detail.count)} sign-ins were ended`;
    case 'passkey.added':
      return 'A passkey was added';
    case 'passkey.removed':
      return 'A passkey was removed';
    case 'email.changed':
      return 'The email address was changed';
    case 'email.change_undone':
      return 'The change of the email address was taken back';
    case 'time_zone.changed':
      return `The time zone was changed to ${textAt(detail, 'time_zone')}`;
    case 'deletion.requested':
      return 'The account was to be deleted';
    case 'deletion.cancelled':
      return 'The account was kept after all';
    case 'card.added':
      return `Card ${textAt(detail, 'last4')} was opened`;
    case 'card.changed':
      return `What the bank lets card ${textAt(detail, 'last4')} pay was changed`;
    case 'second_approval.changed':
      return 'What needs a second person was changed';
    case 'second_approver.accepted':
      return 'The second person accepted';
    case 'passkey.replaced':
      return 'All passkeys were replaced by a new one';
    case 'recovery.started':
      return 'The recovery of a lost passkey began';
    case 'recovery.cancelled':
      return 'The recovery of a lost passkey was cancelled';
    case 'agent.created':
      return `${agent} was created`;
    case 'agent.confirmed':
      return `${agent} was confirmed`;
    case 'agent.changed':
      return `${agent} was changed`;
    case 'agent.paused':
      return `${agent} was paused`;
    case 'agent.resumed':
      return `${agent} was resumed`;
    case 'agent.revoked':
      return `${agent} was revoked`;
    case 'agent.secret_rotated':
      return `${agent} got a new secret`;
    case 'agent.connected':
      return `${agent} was connected ${CONNECTED[textAt(detail, 'by')] ?? ''}`.trim();
    case 'limits.changed':
      return 'The limits over all agents were changed';
    case 'rules.changed':
      return agentName === null ? 'The rules over all agents were changed' : `The rules of ${agentName} were changed`;
    case 'authorization.granted':
      return `${agent} was allowed ${amountAt(detail)} beyond its limits`;
    case 'authorization.revoked':
      return `An authorisation of ${agent} was ended`;
    case 'approval.approved':
      return `Approved: ${agent} pays ${amountAt(detail)} to ${textAt(detail, 'merchant')}`;
    case 'approval.rejected':
      return `Declined: ${agent} wanted to pay ${amountAt(detail)} to ${textAt(detail, 'merchant')}`;
    case 'token.issued':
      return `A payment token over ${amountAt(detail)} was issued to ${actor}`;
    case 'token.voided':
      return `An unused payment token of ${agent} was voided`;
  }
}

/** Who did it. */
export const actorText = (actor: string): string => (actor === 'owner' ? 'You' : actor === 'system' ? 'Countersign' : actor);
