import type { RuleChange } from '@/lib/policy';
import type { RuleChangeRequest } from '@/lib/wallet';
import { toMandateWire } from '../agents/to-wire';
import { refusal } from '../errors';

/** What would have let it pass, in words. */
export const toRuleChangeWire = ({ kind, words }: RuleChange): object => ({ kind, description: words });

/** 428, like every widening: what a passkey must sign, and where its assertion goes. */
export const needsConfirmation = (request: RuleChangeRequest): Response =>
  refusal(428, 'confirmation_required', 'This change lets your agents do more. Nothing changes until you confirm it with a passkey.', {
    rule_change: toRuleChangeWire(request.change),
    mandate: toMandateWire(request.mandate),
    publicKey: request.mandate.publicKey,
    confirm_url: confirmUrl(request),
    next_step: 'Sign publicKey with a passkey and send the assertion to confirm_url. Approving this purchase takes an assertion of its own.',
  });

function confirmUrl({ change, agentId }: RuleChangeRequest): string {
  const base = agentId === null ? '/api/agent/v1/wallet' : `/api/agent/v1/agents/${agentId}`;
  return change.kind === 'policy' ? `${base}/policy/confirm` : `${base}/confirm`;
}
