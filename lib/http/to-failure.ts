import { Unavailable, type Ctx } from '@/lib/ports';
import { fail, isHttpFailure, type Failure } from './failure';

/** What the caller is told of something thrown. What is no HttpFailure is a fault of ours: logged in full, told as a 500 without detail. */
export function toFailure(ctx: Ctx, error: unknown): Failure {
  if (isHttpFailure(error)) return withLowerCaseHeaders(error.failure);
  if (isUnstorableText(error)) return fail(400, 'invalid_request', 'The request holds a character that cannot be stored.').failure;
  if (error instanceof Unavailable) {
    ctx.log.warn({ err: error }, 'someone outside does not answer');
    return fail(503, 'unavailable', error.message, { headers: { 'retry-after': '5' } }).failure;
  }
  ctx.log.error({ err: error }, 'request failed');
  return fail(500, 'internal', 'Something went wrong on our side.').failure;
}

/** A wire lays a failure's headers over its own by name: spelled in two ways, one entrance would send both and the other one. */
const withLowerCaseHeaders = (failure: Failure): Failure =>
  failure.headers === undefined
    ? failure
    : { ...failure, headers: Object.fromEntries(Object.entries(failure.headers).map(([name, value]) => [name.toLowerCase(), value])) };

/** PostgreSQL on a NUL in text (22021) or in jsonb (22P05), which JSON may carry and no schema of ours thinks of. */
function isUnstorableText(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '22021' || code === '22P05';
}
