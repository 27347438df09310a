import { renderCoded } from '@/lib/http/coded-failure';
import type { FailureRenderer } from '@/lib/http/failure';

/** Partners and operators, /partner/**: `{error, errorCode, retryable, ...}`. */
export const renderFailure: FailureRenderer = renderCoded;
