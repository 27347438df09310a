import { addSeconds } from '@/lib/kernel/clock';

/** A charge that was begun may need its card until it is settled. */
const SETTLED_WITHIN_SECONDS = 15 * 60;
/** No checkout lives longer than a day, so no card needs to, whatever its allowance says. */
const KEPT_AT_MOST_SECONDS = 24 * 3600;

/** When the card of an unused token is deleted: soon after it has expired, or a day after it was given. */
export function deletionOf(now: Date, expiresAt: Date): Date {
  const latest = addSeconds(now, KEPT_AT_MOST_SECONDS);
  return addSeconds(expiresAt < latest ? expiresAt : latest, SETTLED_WITHIN_SECONDS);
}

/** When the card of a token that is used now is deleted. */
export const deletionAfterUse = (now: Date): Date => addSeconds(now, SETTLED_WITHIN_SECONDS);
