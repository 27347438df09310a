import { renewSession } from '@/lib/auth';
import { confirmTimeZone, setTimeZone } from '@/lib/spending';
import { answer, askForPasskey, invalidField, refuse } from './errors';
import { ownerEndpoint, ownerPost } from './owner-endpoint';
import { readBody } from './read-body';
import { Confirmed, NewTimeZone } from './schema';

const PATH = '/api/account/time-zone';

/** PATCH {time_zone} -> 428 with what the passkey must sign; 200 {time_zone} when it is the owner's already. */
export const patchTimeZone = ownerEndpoint('PATCH', PATH, async (ctx, request, { walletId }) => {
  const { time_zone: timeZone } = await readBody(request, NewTimeZone);
  const set = await setTimeZone(ctx, { walletId, timeZone });
  if (set.ok) return answer(200, { time_zone: set.value.timeZone });
  if (set.error.code === 'widening_needs_confirmation') return askForPasskey(set.error.mandate);
  throw invalidField({ code: 'invalid_field', field: 'time_zone', message: 'is not an IANA time zone' });
});

/** {assertion} -> {time_zone}: chosen; windows under way are finished as they began. */
export const postTimeZoneConfirm = ownerPost(`${PATH}/confirm`, async (ctx, request, { walletId }) => {
  const { assertion } = await readBody(request, Confirmed);
  const confirmed = await confirmTimeZone(ctx, { walletId, assertion });
  return confirmed.ok ? renewSession(ctx, answer(200, { time_zone: confirmed.value.timeZone })) : refuse(confirmed.error.code);
});
