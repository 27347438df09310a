import { renderCoded } from '@/lib/http/coded-failure';
import type { FailureRenderer } from '@/lib/http/failure';

/** The merchant's console, /merchant/**: `{error, errorCode, retryable, ...}`. */
export const renderFailure: FailureRenderer = renderCoded;
