import type { ConfirmError, RotateError, UpdateError } from '@/lib/agent';
import { refusal } from '../errors';
import { toMandateWire } from './to-wire';

/** Every refusal of the agents' use cases, in SACP's shape. */
export function refuse(error: ConfirmError | UpdateError | RotateError): Response {
  switch (error.code) {
    case 'agent_not_found':
      return refusal(404, error.code, 'There is no such agent.', { next_step: 'See GET /api/agent/v1/agents.' });
    case 'agent_revoked':
      return refusal(409, error.code, 'This agent was revoked, which is final.', { next_step: 'Register a new agent.' });
    case 'nothing_to_confirm':
      return refusal(409, error.code, 'No change of this agent waits to be confirmed.', { next_step: 'Read the agent: the change may be in force.' });
    case 'agent_has_keys':
      return refusal(409, error.code, 'This agent authenticates by its own keys (private_key_jwt): it has no secret.', {
        next_step: 'Send its new public keys instead: {"jwks": {"keys": [...]}}. Old and new may stand in it together while the agent changes over.',
      });
    case 'agent_has_secret':
      return refusal(409, error.code, 'This agent authenticates by a secret: it has no keys.', { param: '$.jwks', next_step: 'Send no body: a new secret is made.' });
    case 'single_purchase':
      return refusal(409, error.code, 'This agent was admitted for one purchase and has no credentials.', { next_step: 'Register an agent.' });
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
