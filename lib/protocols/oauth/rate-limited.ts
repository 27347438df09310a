import { fail, type HttpFailure } from '@/lib/http/failure';

export const rateLimited = ({ retryAfterSeconds }: { retryAfterSeconds: number }): HttpFailure =>
  fail(429, 'rate_limited', 'Too many attempts. Wait, then try again.', { headers: { 'retry-after': String(retryAfterSeconds) } });
