-- An owner takes something out of a cart that waits for them: the request moves to a new approval over the new snapshot.

-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "owner_note" TEXT,
ADD COLUMN     "replaces_id" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "approval_wallet_id_id_key" ON "approval"("wallet_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_wallet_id_replaces_id_key" ON "approval"("wallet_id", "replaces_id");

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_wallet_id_replaces_id_fkey" FOREIGN KEY ("wallet_id", "replaces_id") REFERENCES "approval"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE approval
  DROP CONSTRAINT approval_status,
  ADD CONSTRAINT approval_status CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'cancelled', 'superseded')),
  ADD CONSTRAINT approval_owner_note CHECK (owner_note IS NULL OR replaces_id IS NOT NULL);

-- Above an amount of the owner's an approval needs two people.

-- DropIndex
DROP INDEX "approval_challenge_approval_id_challenge_key";

-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "agent_name" TEXT,
ADD COLUMN     "owner_name" TEXT,
ADD COLUMN     "second_evidence" JSONB,
ADD COLUMN     "second_wallet_id" TEXT;

-- Of those that were handed out before, each is its owner's.
ALTER TABLE "approval_challenge" ADD COLUMN     "signer_wallet_id" TEXT;
UPDATE approval_challenge c SET signer_wallet_id = a.wallet_id FROM approval a WHERE a.id = c.approval_id;
ALTER TABLE "approval_challenge" ALTER COLUMN "signer_wallet_id" SET NOT NULL;

-- CreateTable
CREATE TABLE "second_approver" (
    "wallet_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "token_hash" TEXT,
    "approver_wallet_id" TEXT,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "second_approver_pkey" PRIMARY KEY ("wallet_id")
);

-- CreateTable
CREATE TABLE "second_approval_limit" (
    "wallet_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "second_approval_limit_pkey" PRIMARY KEY ("wallet_id","currency")
);

-- CreateTable
CREATE TABLE "approval_signature" (
    "wallet_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "signer_wallet_id" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "signed_content" JSONB NOT NULL,
    "challenge" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_signature_pkey" PRIMARY KEY ("approval_id","signer_wallet_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "second_approver_token_hash_key" ON "second_approver"("token_hash");

-- CreateIndex
CREATE INDEX "second_approver_approver_wallet_id_idx" ON "second_approver"("approver_wallet_id");

-- CreateIndex
CREATE INDEX "approval_signature_signer_wallet_id_idx" ON "approval_signature"("signer_wallet_id");

-- CreateIndex
CREATE INDEX "approval_second_wallet_id_status_idx" ON "approval"("second_wallet_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "approval_challenge_approval_id_signer_wallet_id_challenge_key" ON "approval_challenge"("approval_id", "signer_wallet_id", "challenge");

-- AddForeignKey
ALTER TABLE "second_approver" ADD CONSTRAINT "second_approver_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "second_approver" ADD CONSTRAINT "second_approver_approver_wallet_id_fkey" FOREIGN KEY ("approver_wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "second_approval_limit" ADD CONSTRAINT "second_approval_limit_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_second_wallet_id_fkey" FOREIGN KEY ("second_wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_signature" ADD CONSTRAINT "approval_signature_wallet_id_approval_id_fkey" FOREIGN KEY ("wallet_id", "approval_id") REFERENCES "approval"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_signature" ADD CONSTRAINT "approval_signature_signer_wallet_id_fkey" FOREIGN KEY ("signer_wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE second_approver
  ADD CONSTRAINT second_approver_status CHECK (status IN ('invited', 'active')),
  ADD CONSTRAINT second_approver_active CHECK ((status = 'active') = (approver_wallet_id IS NOT NULL)),
  ADD CONSTRAINT second_approver_other CHECK (approver_wallet_id <> wallet_id);
ALTER TABLE second_approval_limit ADD CONSTRAINT second_approval_limit_amount CHECK (amount > 0);
ALTER TABLE approval
  ADD CONSTRAINT approval_second_person CHECK (second_wallet_id <> wallet_id),
  -- Where two people are needed, nothing is approved without both signatures.
  ADD CONSTRAINT approval_second_evidence CHECK (status <> 'approved' OR second_wallet_id IS NULL OR second_evidence IS NOT NULL);

-- What was signed stays.
REVOKE UPDATE, DELETE ON approval_signature FROM countersign_app;

CALL row_security('second_approver', 'wallet_id = page_wallet_id()', 'wallet_id, email, status, approver_wallet_id, invited_at, expires_at, accepted_at');
CALL row_security('second_approval_limit', 'wallet_id = page_wallet_id()');
-- The second person sees the approvals that need them, and no other row of the owner's.
DROP POLICY page ON approval;
CREATE POLICY page ON approval FOR SELECT TO countersign_page USING (wallet_id = page_wallet_id() OR second_wallet_id = page_wallet_id());
CALL row_security('approval_signature', 'approval_id IN (SELECT id FROM approval)', 'wallet_id, approval_id, signer_wallet_id, payment_method_id, signed_at');

-- Suggestions of rules that the owner wants to hear of no more.

-- CreateTable
CREATE TABLE "dismissed_suggestion" (
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "trigger_type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dismissed_suggestion_pkey" PRIMARY KEY ("wallet_id","agent_id","merchant_id","trigger_type","currency")
);

-- AddForeignKey
ALTER TABLE "dismissed_suggestion" ADD CONSTRAINT "dismissed_suggestion_wallet_id_agent_id_fkey" FOREIGN KEY ("wallet_id", "agent_id") REFERENCES "agent"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

CALL row_security('dismissed_suggestion', 'wallet_id = page_wallet_id()');
