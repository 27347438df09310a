import type { ConfirmError, UpdateError } from '@/lib/agent';
import { refusal } from '../errors';
import { toMandateWire } from './to-wire';

/** Every refusal of the agents' use cases, in SACP's shape. */
export function refuse(error: ConfirmError | UpdateError): Response {
  switch (error.code) {
    case 'agent_not_found':
      return refusal(404, error.code, 'There is no such agent.', { next_step: 'See GET /api/agent/v1/agents.' });
    case 'agent_revoked':
      return refusal(409, error.code, 'This agent was revoked, which is final.', { next_step: 'Register a new agent.' });
    case 'nothing_to_confirm':
      return refusal(409, error.code, 'No change of this agent waits to be confirmed.', { next_step: 'Read the agent: the change may be in force.' });
    case 'invalid_assertion':
      return refusal(400, error.code, 'The assertion is not one of your passkeys over the mandate that waits.', {
        param: '$.assertion',
        next_step: 'Ask for a new mandate with PATCH /api/agent/v1/agents/{id} and sign its challenge within five minutes.',
      });
    case 'widening_needs_confirmation':
      return refusal(428, 'confirmation_required', 'This change lets the agent do more. Nothing changes until you confirm it with a passkey.', {
        widening: error.widening,
        mandate: toMandateWire(error.mandate),
        publicKey: error.mandate.publicKey,
        next_step: 'Sign publicKey with a passkey and send the assertion to POST /api/agent/v1/agents/{id}/confirm.',
      });
  }
}
