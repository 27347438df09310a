-- What its holder lets a card do: limits by currency, and whether and how far agents may use it.
-- AlterTable
ALTER TABLE "bank_card" ADD COLUMN     "controls" JSONB NOT NULL DEFAULT '{}';

-- What a card spent in the last 24 hours.
-- CreateIndex
CREATE INDEX "bank_hold_card_id_created_at_idx" ON "bank_hold"("card_id", "created_at");
