-- Agents for some merchants, or for one purchase alone; intent mandates of a narrower scope than an agent.

-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "merchants" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "purchase_checkout_id" TEXT,
ADD COLUMN     "purchase_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "purchase_snapshot_hash" TEXT;

-- AlterTable
ALTER TABLE "spending_authorization" ADD COLUMN     "mandate_id" TEXT;

-- CreateIndex
CREATE INDEX "agent_purchase_expires_at_idx" ON "agent"("purchase_expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "spending_authorization_mandate_id_key" ON "spending_authorization"("mandate_id");

-- What Prisma's schema language cannot say.
ALTER TABLE agent ADD CONSTRAINT agent_purchase CHECK (num_nulls(purchase_checkout_id, purchase_snapshot_hash, purchase_expires_at) IN (0, 3));
ALTER TABLE mandate DROP CONSTRAINT mandate_type, ADD CONSTRAINT mandate_type CHECK (type IN ('intent', 'scoped_intent', 'cart', 'payment'));
