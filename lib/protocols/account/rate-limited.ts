import { fail, type HttpFailure } from '@/lib/http/failure';

/** 429 with Retry-After. */
export const rateLimited = (retryAfterSeconds: number): HttpFailure =>
  fail(429, 'rate_limited', 'Too many attempts. Wait a little.', { headers: { 'Retry-After': String(retryAfterSeconds) } });
