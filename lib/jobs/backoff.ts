/** After so many failed deliveries an event is dead: kept with its error, delivered by hand only. */
export const MAX_ATTEMPTS = 10;

const FIRST_SECONDS = 2;
const MAX_SECONDS = 30 * 60;

/**
 * Seconds to wait after the `attempts`-th failed delivery: 2, 4, 8 ... at most half an hour, less up to half of it by chance, so that
 * what failed together is not tried together. `random` is in [0, 1).
 */
export function backoffSeconds(attempts: number, random: number): number {
  const full = Math.min(MAX_SECONDS, FIRST_SECONDS * 2 ** (attempts - 1));
  return full * (1 - random / 2);
}
