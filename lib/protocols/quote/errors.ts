import { renderCoded } from '@/lib/http/coded-failure';
import type { FailureRenderer } from '@/lib/http/failure';

/** The storefront's contract, /v1/**: `{error, errorCode, retryable, ...}`. */
export const renderFailure: FailureRenderer = renderCoded;
