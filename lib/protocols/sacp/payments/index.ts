import type { Endpoint } from '@/lib/http/endpoint';
import { getLimits, getPaymentEvents, getPaymentEvidence, getStatus } from './read';
import { postAuthorize, postToken } from './request';
import { postSimulate } from './simulate';

export { getLimits, getPaymentEvents, getPaymentEvidence, getStatus, postAuthorize, postSimulate, postToken };

/** An agent asks to pay, polls, and reads the record. */
export const endpoints: readonly Endpoint[] = [postToken, postAuthorize, postSimulate, getStatus, getPaymentEvents, getPaymentEvidence, getLimits];
