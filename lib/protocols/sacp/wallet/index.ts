import type { Endpoint } from '@/lib/http/endpoint';
import { getActivityCsv } from './activity';
import { getAuditTrail } from './audit-trail';
import { deleteAuthorization, getAuthorizations, postAuthorization, postConfirmAuthorization } from './authorizations';
import { getWallet, patchWallet, postConfirmWallet } from './limits';
import { postBlockMerchant } from './merchants';
import { agentPolicy, postReplay, walletPolicy } from './policy';
import { getSecond, patchSecond, postAcceptSecond, postConfirmSecond, postInvitation } from './second-approval';

export { agentPolicy, deleteAuthorization, getActivityCsv, getAuditTrail, getAuthorizations, getWallet, patchWallet, postAuthorization, postBlockMerchant };
export { postConfirmAuthorization, postConfirmWallet, postReplay, walletPolicy };
export { getSecond, patchSecond, postAcceptSecond, postConfirmSecond, postInvitation };

/** Limits over all agents, the owner's rules and authorisations, for the owner's session. */
export const endpoints: readonly Endpoint[] = [
  getWallet, patchWallet, postConfirmWallet, walletPolicy.get, walletPolicy.patch, walletPolicy.confirm, postReplay, agentPolicy.get, agentPolicy.patch,
  agentPolicy.confirm, getActivityCsv, getAuditTrail, postBlockMerchant, getAuthorizations, postAuthorization, postConfirmAuthorization, deleteAuthorization,
  getSecond, patchSecond, postConfirmSecond, postInvitation, postAcceptSecond,
];
