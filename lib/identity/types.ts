/** How a session came to be. */
export type SignInMethod = 'password' | 'passkey' | 'sign_up' | 'magic_link' | 'password_reset' | 'google' | 'invitation';

/** The languages of the console (PlatformLocale of the storefront's contract). */
export const UI_LOCALES = ['en', 'fr'] as const;
export type UiLocale = (typeof UI_LOCALES)[number];

/** Who is signed in: a session that was neither ended nor outlived, and what its user holds. */
export type SignedIn = {
  readonly sessionId: string;
  readonly userId: string;
  /** Empty until a merchant's new owner said it. */
  readonly displayName: string;
  readonly uiLocale: UiLocale;
  /** Null for a person who holds no wallet. */
  readonly walletId: string | null;
  /** The merchant that the person works for, or null. */
  readonly membership: Membership | null;
};

export type MemberRole = 'owner' | 'manager' | 'staff';
export type Membership = { readonly merchantId: string; readonly role: string };

export type InvalidField<Field extends string> = { readonly code: 'invalid_field'; readonly field: Field; readonly message: string };
export type RateLimited = { readonly code: 'rate_limited'; readonly retryAfterSeconds: number };

/** A WebAuthn ceremony to be answered in the browser: its id, and the options for navigator.credentials. */
export type Ceremony = { readonly ceremonyId: string; readonly publicKey: object };

/** A one-time ticket that next-auth's Credentials provider turns into a session. */
export type Ticket = { readonly ticket: string };
