import type { SetCardControlsError } from '@/lib/bank';
import type { ConfirmationError } from '@/lib/confirmation';
import type { SetPolicyError } from '@/lib/policy';
import type { SetSecondApprovalError } from '@/lib/second-approval';
import type { AuthorizationError, SetWalletLimitsError } from '@/lib/spending';
import { toMandateWire } from '../agents/to-wire';
import { refusal } from '../errors';
import { snakeCase } from '../snake-case';

export type WalletRefusal =
  | ConfirmationError | SetWalletLimitsError | SetPolicyError | SetSecondApprovalError | AuthorizationError | { readonly code: 'authorization_not_found' }
  | Exclude<SetCardControlsError, { code: 'card_not_found' }>;

/** Every refusal of what an owner changes in limits, rules and authorisations, in SACP's shape. */
export function refuse(error: WalletRefusal): Response {
  switch (error.code) {
    case 'agent_not_found':
      return refusal(404, error.code, 'There is no such agent.', { next_step: 'See GET /api/agent/v1/agents.' });
    case 'authorization_not_found':
      return refusal(404, error.code, 'There is no such authorisation.', { next_step: 'See GET /api/agent/v1/authorizations.' });
    case 'agent_revoked':
      return refusal(409, error.code, 'This agent was revoked, which is final.', { next_step: 'Register a new agent.' });
    case 'nothing_to_confirm':
      return refusal(409, error.code, 'No such change waits to be confirmed.', { next_step: 'Read what holds now: the change may be in force.' });
    case 'invalid_assertion':
      return refusal(400, error.code, 'The assertion is not one of your passkeys over the change that waits.', {
        param: '$.assertion',
        next_step: 'Send the change again and sign its challenge within five minutes.',
      });
    case 'widening_needs_confirmation':
      return refusal(428, 'confirmation_required', 'This change lets your agents do more. Nothing changes until you confirm it with a passkey.', {
        widening: error.widening.map(snakeCase),
        mandate: toMandateWire(error.mandate),
        publicKey: error.mandate.publicKey,
        next_step: 'Sign publicKey with a passkey and send the assertion to the same path with /confirm.',
      });
  }
}
