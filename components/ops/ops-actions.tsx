'use client';

import { act, call } from '@/components/client/http';
import { ActionButton } from '@/components/ui/action-button';

const PATH = '/api/v1/ops';

/** One dead letter, due again at once. */
export const ReplayOne = ({ id }: { id: string }) => (
  <ActionButton aria-label={`Replay ${id}`} work={() => act('POST', `${PATH}/dead-letter/replay`, { id })}>Replay</ActionButton>
);

/** All dead letters of a topic, a thousand at most. */
export const ReplayTopic = ({ topic }: { topic: string }) => (
  <ActionButton work={() => act('POST', `${PATH}/dead-letter/replay`, { topic })}>{`Replay all of ${topic}`}</ActionButton>
);

/** What is promised, now. */
export const ProcessOutbox = () => <ActionButton work={() => act('POST', `${PATH}/outbox/process`, {})}>Deliver what is due now</ActionButton>;

/** The requests of the next ten minutes are kept, in every process. */
export const Inspect = () => <ActionButton variant="primary" work={() => act('PUT', `${PATH}/inspector`, { minutes: 10 })}>Watch for 10 minutes</ActionButton>;

/** They are kept no more. */
export const StopInspecting = () => <ActionButton work={() => act('PUT', `${PATH}/inspector`, { minutes: 0 })}>Stop watching</ActionButton>;

/** Our record follows the network's. */
export const Repair = ({ transactionId }: { transactionId: string }) => (
  <ActionButton aria-label={`Repair ${transactionId}`} work={() => repair(transactionId)}>Repair</ActionButton>
);

async function repair(transactionId: string): Promise<string | null> {
  const answer = await call<{ repaired: boolean; mismatch?: { kind: string } }>('POST', `${PATH}/reconciliation/repair`, { transaction_id: transactionId });
  if (!answer.ok) return answer.message;
  const { repaired, mismatch } = answer.data;
  return repaired || !mismatch ? null : `This cannot be repaired from here (${mismatch.kind}): see the runbook on reconciliation.`;
}
