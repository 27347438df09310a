import type { FailureRenderer } from '@/lib/http/failure';
import { renderProblem } from '@/lib/http/problem';

/** RFC 9457 problem+json. */
export const renderFailure: FailureRenderer = renderProblem;
