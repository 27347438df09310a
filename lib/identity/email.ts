import { z } from 'zod';

const MAX_CHARACTERS = 254; // RFC 5321, 4.5.3.1.3: a path of 256 without its brackets
const Email = z.email().max(MAX_CHARACTERS);

/** The form in which an address is stored and compared, or null when it is none. */
export function normalizeEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  return Email.safeParse(email).success ? email : null;
}
