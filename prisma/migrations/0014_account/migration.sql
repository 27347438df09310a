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

-- CreateTable
CREATE TABLE "account_deletion" (
    "cancel_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "erase_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "account_deletion_pkey" PRIMARY KEY ("cancel_hash")
);

-- CreateIndex
CREATE INDEX "account_deletion_wallet_id_idx" ON "account_deletion"("wallet_id");

-- AddForeignKey
ALTER TABLE "account_deletion" ADD CONSTRAINT "account_deletion_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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

ALTER TABLE account_deletion
  ADD CONSTRAINT account_deletion_grace CHECK (erase_at >= requested_at + interval '14 days'),
  ADD CONSTRAINT account_deletion_outcome CHECK (outcome IN ('cancelled', 'erased') AND (outcome IS NULL) = (ended_at IS NULL)),
  ADD CONSTRAINT account_deletion_erased CHECK (outcome IS DISTINCT FROM 'erased' OR ended_at >= erase_at);
CREATE UNIQUE INDEX account_deletion_one_open ON account_deletion (wallet_id) WHERE ended_at IS NULL;
REVOKE UPDATE, DELETE ON account_deletion FROM countersign_app;
GRANT UPDATE (ended_at, outcome) ON account_deletion TO countersign_app;

-- Mandates and confirmations are evidence, which the application may not rewrite. This takes the personal data out of a wallet's, once its
-- account is erased: signatures and hashes stay. ADR 0019.
CREATE FUNCTION erase_evidence(erased_wallet_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM account_deletion WHERE wallet_id = erased_wallet_id AND outcome = 'erased') THEN
    RAISE EXCEPTION 'the account of wallet % is not erased', erased_wallet_id;
  END IF;
  UPDATE mandate SET content = content #- '{evidence,snapshot,buyer}' #- '{evidence,snapshot,address}' WHERE wallet_id = erased_wallet_id;
  UPDATE owner_confirmation SET content = '{}', after = 'null' WHERE wallet_id = erased_wallet_id;
END $$;
REVOKE ALL ON FUNCTION erase_evidence(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_evidence(text) TO countersign_app;

-- What pages see; 0005_row_security says how a policy is read. A session's id is worth nothing without the cookie that seals it.
GRANT SELECT (syncable) ON passkey TO countersign_page;
-- Its key is the hash of 256 random bits: nobody finds the link by it.
CALL row_security('email_change', 'user_id IN (SELECT user_id FROM wallet)');
CALL row_security('account_deletion', 'wallet_id = page_wallet_id()');
CALL row_security('sign_in_session', 'user_id IN (SELECT user_id FROM wallet)');
