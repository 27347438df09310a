import { LinkButton } from '@/components/ui/button';

/** The ways to take the evidence of a payment along: as a file that verifies offline, and on paper. */
export function EvidenceLinks({ paymentId }: { paymentId: string }) {
  return (
    <>
      <LinkButton href={`/api/agent/v1/payments/${paymentId}/evidence`} prefetch={false} download={`evidence-${paymentId}.json`}>
        Download JSON
      </LinkButton>
      <LinkButton href={`/wallet/payments/${paymentId}/evidence`}>Evidence to print</LinkButton>
    </>
  );
}
