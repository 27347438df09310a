import type { DirectoryServer } from '@/lib/ports';

/** How the access control server of a card's issuer answers when it is asked who holds the card. */
export const SCENARIOS = ['frictionless', 'challenge', 'attempt', 'refused', 'rejected', 'unavailable'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What the directory server knows of a card. `hasMethod`: its ACS wants to see the browser first (EMV 3-D Secure, 3DS Method). */
export type CardRange = { readonly directoryServer: DirectoryServer; readonly scenario: Scenario; readonly hasMethod: boolean };

const SCHEMES: readonly (readonly [pattern: RegExp, directoryServer: DirectoryServer])[] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'mastercard'],
  [/^3[47]/, 'american_express'],
];

/** docs/authentication.md lists the same. Every other card of a scheme that is reached is authenticated without being asked. */
const TEST_CARDS: Readonly<Record<string, Scenario>> = {
  '4000000000003220': 'challenge',
  '4000000000003055': 'frictionless',
  '4000000000003097': 'rejected',
  '4000000000003063': 'unavailable',
  '4000000000003105': 'attempt',
  '4000000000003113': 'refused',
};
/** Enrolled by its scheme, not by its issuer. */
const NOT_ENROLLED = '4000000000003212';
/** Issuers of these six digits run a 3DS Method. */
const METHOD_BIN = '400000';

/** The card's range by its full number, or null where nobody can be asked: its scheme is none of those that are reached, or its issuer takes no part. */
export function lookUpCard(number: string): CardRange | null {
  const directoryServer = SCHEMES.find(([pattern]) => pattern.test(number))?.[1];
  if (directoryServer === undefined || number === NOT_ENROLLED) return null;
  return { directoryServer, scenario: TEST_CARDS[number] ?? 'frictionless', hasMethod: number.startsWith(METHOD_BIN) };
}
