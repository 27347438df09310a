/** What an owner's device is asked to sign: `publicKey` is PublicKeyCredentialRequestOptionsJSON over the hash of `content`. */
export type ConfirmationRequest = { readonly id: string; readonly content: object; readonly publicKey: object };

/** What would change: one change of it waits at a time. */
export type Subject = {
  readonly walletId: string;
  readonly subject: string;
  /** The passkey that may not sign: what is confirmed is its own removal. */
  readonly notBy?: string;
};

/** What was confirmed: what the passkey signed, what it makes hold, and the signature. */
export type Confirmed<T> = { readonly id: string; readonly content: object; readonly after: T; readonly evidence: object };

export type ConfirmationError =
  | { readonly code: 'nothing_to_confirm' }
  /** Missing, wrong, over another, an outdated or a used challenge, or without user verification. */
  | { readonly code: 'invalid_assertion' };
