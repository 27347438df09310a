const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ENGLISH = { now: 'now', day: 'd' };
const FRENCH = { now: 'maintenant', day: 'j' };

/** How long ago, in the largest whole unit: `now`, `14 min`, `3 h`, `12 d`; as French writes it where `locale` (BCP 47) is French. */
export function ageText(at: Date, now: Date, locale = 'en-CA'): string {
  const units = locale.startsWith('fr') ? FRENCH : ENGLISH;
  const ms = Math.max(0, now.getTime() - at.getTime());
  if (ms < MINUTE_MS) return units.now;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} ${units.day}`;
}
