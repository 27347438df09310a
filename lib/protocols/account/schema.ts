import { z } from 'zod';

/** Row ids are a prefix and 26 sortable characters; anything else is told apart before it reaches the database. */
const rowId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), 'is not an id of ours');

/** What navigator.credentials answered, as JSON. The passkey port looks inside. */
const CredentialJson = z.record(z.string(), z.unknown());

export const NoFields = z.strictObject({});

export const SignUp = z.strictObject({
  email: z.string().min(1).max(500),
  password: z.string().max(1000),
  display_name: z.string().max(1000),
  time_zone: z.string().max(100).optional(),
});

export const FinishSignUp = z.strictObject({ sign_up_id: rowId('su'), attestation: CredentialJson });

export const WithAssertion = z.strictObject({ ceremony_id: rowId('cer'), assertion: CredentialJson });

export const WithAttestation = z.strictObject({ ceremony_id: rowId('cer'), attestation: CredentialJson });

/** The passkey's answer to a 428. */
export const Confirmed = z.strictObject({ assertion: CredentialJson });

export const PasskeyLabel = z.strictObject({ label: z.string().max(1000) });

export const NewEmail = z.strictObject({ email: z.string().min(1).max(500) });

export const WithUndoToken = z.strictObject({ token: z.string().regex(/^eu_[0-9A-Za-z]{43}$/, 'is not a token of ours') });

export const WithKeepToken = z.strictObject({ token: z.string().regex(/^ad_[0-9A-Za-z]{43}$/, 'is not a token of ours') });

export const NewTimeZone = z.strictObject({ time_zone: z.string().min(1).max(100) });

/** As the mailed link carries it. */
const RecoveryToken = z.string().regex(/^rc_[0-9A-Za-z]{43}$/, 'is not a token of ours');

/** As a notification carries it. */
export const WithStopToken = z.strictObject({ token: z.string().min(1).max(500) });

export const RequestRecovery = z.strictObject({ email: z.string().min(1).max(500) });

export const WithRecoveryToken = z.strictObject({ token: RecoveryToken });

export const FinishRecovery = z.strictObject({ token: RecoveryToken, ceremony_id: rowId('cer'), attestation: CredentialJson });
