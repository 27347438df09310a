-- The merchant console: how its people come in, and who works there (ADR 0040).

-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "ui_locale" TEXT NOT NULL DEFAULT 'en';

-- CreateTable
CREATE TABLE "mail_challenge" (
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "mail_challenge_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "federated_identity" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "federated_identity_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "staff_invitation" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "staff_invitation_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "mail_challenge_expires_at_idx" ON "mail_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "federated_identity_user_id_idx" ON "federated_identity"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_invitation_id_key" ON "staff_invitation"("id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_invitation_token_hash_key" ON "staff_invitation"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "staff_invitation_merchant_id_email_key" ON "staff_invitation"("merchant_id", "email");

-- AddForeignKey
ALTER TABLE "federated_identity" ADD CONSTRAINT "federated_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_invitation" ADD CONSTRAINT "staff_invitation_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE app_user ADD CONSTRAINT app_user_ui_locale CHECK (ui_locale IN ('en', 'fr'));
ALTER TABLE mail_challenge ADD CONSTRAINT mail_challenge_purpose CHECK (purpose IN ('magic_link', 'password_reset'));
ALTER TABLE federated_identity ADD CONSTRAINT federated_identity_provider CHECK (provider IN ('google'));
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_role CHECK (role IN ('owner', 'manager', 'staff'));
ALTER TABLE sign_in_session DROP CONSTRAINT sign_in_session_method,
  ADD CONSTRAINT sign_in_session_method CHECK (method IN ('password', 'passkey', 'sign_up', 'magic_link', 'password_reset', 'google', 'invitation'));

GRANT SELECT, INSERT, UPDATE, DELETE ON mail_challenge, federated_identity, staff_invitation TO countersign_app;
GRANT SELECT (ui_locale) ON app_user TO countersign_page;
CALL row_security('federated_identity', 'user_id IN (SELECT user_id FROM wallet)');
-- Without the hash of the link that accepts it.
CALL row_security('staff_invitation', 'merchant_id = page_merchant_id()', 'merchant_id, id, email, role, invited_by, created_at, expires_at');
