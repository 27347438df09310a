import type { ConfirmationError } from '@/lib/confirmation';
import type { SetWalletLimitsError } from '@/lib/spending';
import { toMandateWire } from '../agents/to-wire';
import { refusal } from '../errors';

/** Every refusal of what an owner changes for all agents together, in SACP's shape. */
export function refuse(error: ConfirmationError | SetWalletLimitsError): Response {
  switch (error.code) {
    case 'nothing_to_confirm':
      return refusal(409, error.code, 'No change of the wallet waits to be confirmed.', { next_step: 'Read the wallet: the change may be in force.' });
    case 'invalid_assertion':
      return refusal(400, error.code, 'The assertion is not one of your passkeys over the change that waits.', {
        param: '$.assertion',
        next_step: 'Send the change again with PATCH /api/agent/v1/wallet and sign its challenge within five minutes.',
      });
    case 'widening_needs_confirmation':
      return refusal(428, 'confirmation_required', 'This change lets your agents do more. Nothing changes until you confirm it with a passkey.', {
        widening: error.widening,
        mandate: toMandateWire(error.mandate),
        publicKey: error.mandate.publicKey,
        next_step: 'Sign publicKey with a passkey and send the assertion to POST /api/agent/v1/wallet/confirm.',
      });
  }
}
