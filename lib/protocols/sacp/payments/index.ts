import type { Endpoint } from '@/lib/http/endpoint';
import { getLimits, getPaymentEvidence, getStatus } from './read';
import { postAuthorize, postToken } from './request';

export { getLimits, getPaymentEvidence, getStatus, postAuthorize, postToken };

/** An agent asks to pay, polls, and reads the record. */
export const endpoints: readonly Endpoint[] = [postToken, postAuthorize, getStatus, getPaymentEvidence, getLimits];
