/**
 * fingerprint: the issuer wants to see the browser, then to be asked. pending: it waits to be asked. challenge: its holder is being asked.
 * The others are for good (ACP 2026-04-17, DelegateAuthenticationSession.status).
 */
export const STATUSES = [
  'fingerprint', 'pending', 'challenge', 'not_supported', 'authenticated', 'attempted', 'not_authenticated', 'rejected', 'unavailable', 'challenge_abandoned', 'expired',
] as const;
export type AuthenticationStatus = (typeof STATUSES)[number];

const ASKED: readonly AuthenticationStatus[] = ['challenge', 'authenticated', 'attempted', 'not_authenticated', 'rejected', 'unavailable', 'expired'];

const TRANSITIONS: Record<AuthenticationStatus, readonly AuthenticationStatus[]> = {
  fingerprint: ASKED,
  pending: ASKED,
  challenge: ['challenge', 'authenticated', 'not_authenticated', 'challenge_abandoned', 'expired'],
  not_supported: [],
  authenticated: [],
  attempted: [],
  not_authenticated: [],
  rejected: [],
  unavailable: [],
  challenge_abandoned: [],
  expired: [],
};

export const mayMove = (from: AuthenticationStatus, to: AuthenticationStatus): boolean => TRANSITIONS[from].includes(to);
export const isOpen = (status: AuthenticationStatus): boolean => mayMove(status, 'expired');
