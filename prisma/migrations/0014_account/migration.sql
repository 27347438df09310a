-- AlterTable
ALTER TABLE "passkey" ADD COLUMN     "syncable" BOOLEAN;

-- AlterTable
ALTER TABLE "sign_in_session" ADD COLUMN     "client_network" TEXT,
ADD COLUMN     "device" TEXT,
ADD COLUMN     "handle" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "wallet" ADD COLUMN     "zone_change" JSONB;

-- CreateTable
CREATE TABLE "email_change" (
    "undo_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "before_email" TEXT NOT NULL,
    "after_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "link_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "undo_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("undo_hash")
);

-- CreateIndex
CREATE INDEX "email_change_user_id_idx" ON "email_change"("user_id");

-- CreateIndex
CREATE INDEX "email_change_before_email_idx" ON "email_change"("before_email");

-- AddForeignKey
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_session_handle_key" ON "sign_in_session"("handle");

-- One change of an address waits for its link at a time.
CREATE UNIQUE INDEX email_change_one_waiting ON email_change (user_id) WHERE applied_at IS NULL AND ended_at IS NULL;

-- What pages see; 0005_row_security says how a policy is read. A session's id is worth nothing without the cookie that seals it.
GRANT SELECT (syncable) ON passkey TO countersign_page;
-- Its key is the hash of 256 random bits: nobody finds the link by it.
CALL row_security('email_change', 'user_id IN (SELECT user_id FROM wallet)');
CALL row_security('sign_in_session', 'user_id IN (SELECT user_id FROM wallet)');
