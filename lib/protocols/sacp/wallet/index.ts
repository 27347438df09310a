import type { Endpoint } from '@/lib/http/endpoint';
import { getActivityCsv } from './activity';
import { deleteAuthorization, getAuthorizations, postAuthorization, postConfirmAuthorization } from './authorizations';
import { getWallet, patchWallet, postConfirmWallet } from './limits';
import { agentPolicy, postReplay, walletPolicy } from './policy';

export { agentPolicy, deleteAuthorization, getActivityCsv, getAuthorizations, getWallet, patchWallet, postAuthorization, postConfirmAuthorization, postConfirmWallet, postReplay, walletPolicy };

/** Limits over all agents, the owner's rules and authorisations, for the owner's session. */
export const endpoints: readonly Endpoint[] = [
  getWallet, patchWallet, postConfirmWallet, walletPolicy.get, walletPolicy.patch, walletPolicy.confirm, postReplay, agentPolicy.get, agentPolicy.patch,
  agentPolicy.confirm, getActivityCsv, getAuthorizations, postAuthorization, postConfirmAuthorization, deleteAuthorization,
];
