-- AlterTable
ALTER TABLE "sign_in_session" ADD COLUMN     "previous_id" TEXT,
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_session_previous_id_key" ON "sign_in_session"("previous_id");

-- CreateTable
CREATE TABLE "passkey_recovery" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "link_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ready_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "passkey_recovery_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "passkey_recovery_user_id_idx" ON "passkey_recovery"("user_id");

-- AddForeignKey
ALTER TABLE "passkey_recovery" ADD CONSTRAINT "passkey_recovery_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE sign_in_session ADD CONSTRAINT sign_in_session_rotated CHECK ((previous_id IS NULL) = (rotated_at IS NULL));

ALTER TABLE passkey_recovery ADD CONSTRAINT passkey_recovery_steps CHECK (
  (started_at IS NULL) = (ready_at IS NULL) AND (started_at IS NULL) = (expires_at IS NULL)
  AND (ended_at IS NULL) = (outcome IS NULL)
  AND ready_at >= started_at + interval '24 hours' AND expires_at > ready_at
);
ALTER TABLE passkey_recovery ADD CONSTRAINT passkey_recovery_outcome CHECK (outcome IN ('finished', 'cancelled', 'expired'));
ALTER TABLE passkey_recovery ADD CONSTRAINT passkey_recovery_delay CHECK (outcome IS DISTINCT FROM 'finished' OR ended_at >= ready_at);

-- One recovery of a person is under way at a time.
CREATE UNIQUE INDEX passkey_recovery_one_open ON passkey_recovery (user_id) WHERE started_at IS NOT NULL AND ended_at IS NULL;

ALTER TABLE passkey_ceremony DROP CONSTRAINT passkey_ceremony_purpose;
ALTER TABLE passkey_ceremony ADD CONSTRAINT passkey_ceremony_purpose CHECK (purpose IN ('sign_up', 'sign_in', 'enrol', 'recover', 'mandate'));
