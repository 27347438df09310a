import type { CredentialFacts } from '@/lib/ports';

/** What a merchant may say of who acts (the seed's agentContext). */
export type GivenContext = {
  readonly agent_id?: string | undefined;
  readonly owner_id?: string | undefined;
  readonly human_present?: boolean | undefined;
  readonly mandate_id?: string | undefined;
  readonly mandate_type?: 'cart' | 'payment' | undefined;
};

/** The first field of a given context that contradicts what the token says, in the seed's spelling; null where all that is given agrees. */
export function findContradiction(given: GivenContext, facts: CredentialFacts): string | null {
  const { paymentMandateId, cartMandateId } = facts;
  const mandates = given.mandate_type === undefined ? [paymentMandateId, cartMandateId] : [given.mandate_type === 'cart' ? cartMandateId : paymentMandateId];
  if (given.agent_id !== undefined && given.agent_id !== facts.agentId) return 'agentId';
  if (given.owner_id !== undefined && given.owner_id !== facts.ownerId) return 'ownerId';
  if (given.human_present !== undefined && given.human_present !== facts.humanPresent) return 'humanPresent';
  return given.mandate_id !== undefined && !mandates.includes(given.mandate_id) ? 'mandateId' : null;
}
