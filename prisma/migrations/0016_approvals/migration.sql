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
