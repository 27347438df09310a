import type { Ceremony, MemberRole, UiLocale } from '@/lib/identity';

export const ROLES = ['owner', 'manager', 'staff'] as const satisfies readonly MemberRole[];

/** Where someone who has just signed in goes on: say who they are, set up the store, the kitchen, or a wallet that is no store's. */
export type NextStep = 'profile' | 'launchpad' | 'kitchen' | 'wallet';

/** A sign-in that has begun, for the cookie, and where it leads. */
export type Entered = { readonly userId: string; readonly sessionId: string; readonly next: NextStep };

/** What was proved is not enough: a passkey is asked of this person as well, and nothing is open yet. */
export type SecondStep = { readonly userId: string; readonly next: 'passkey'; readonly ceremony: Ceremony };
export type Entrance = Entered | SecondStep;

/** Someone who works at a merchant. */
export type Member = {
  readonly userId: string;
  readonly email: string;
  /** Empty until it was said. */
  readonly displayName: string;
  readonly role: MemberRole;
  readonly since: Date;
};

export type Invitation = { readonly id: string; readonly email: string; readonly role: MemberRole; readonly createdAt: Date; readonly expiresAt: Date };

/** Who is signed in, as the console greets them. */
export type ConsoleSession = {
  readonly email: string;
  readonly displayName: string;
  readonly merchantHandle: string;
  readonly role: MemberRole;
  readonly uiLocale: UiLocale;
};
