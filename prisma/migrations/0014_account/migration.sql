-- AlterTable
ALTER TABLE "passkey" ADD COLUMN     "syncable" BOOLEAN;

-- AlterTable
ALTER TABLE "sign_in_session" ADD COLUMN     "client_network" TEXT,
ADD COLUMN     "device" TEXT,
ADD COLUMN     "handle" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "wallet" ADD COLUMN     "zone_change" JSONB;

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_session_handle_key" ON "sign_in_session"("handle");

-- What pages see; 0005_row_security says how a policy is read. A session's id is worth nothing without the cookie that seals it.
GRANT SELECT (syncable) ON passkey TO countersign_page;
CALL row_security('sign_in_session', 'user_id IN (SELECT user_id FROM wallet)');
