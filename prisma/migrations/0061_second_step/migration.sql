-- Who works at a merchant may have a passkey asked after the password (ADR 0055).
ALTER TABLE "app_user" ADD COLUMN     "second_step" BOOLEAN NOT NULL DEFAULT false;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE passkey_ceremony DROP CONSTRAINT passkey_ceremony_purpose,
  ADD CONSTRAINT passkey_ceremony_purpose CHECK (purpose IN ('sign_up', 'sign_in', 'second_step', 'enrol', 'recover', 'mandate'));
