-- The first order that a merchant handed over is found without reading all of them.

-- CreateIndex
CREATE INDEX "kitchen_ticket_merchant_id_fulfilled_at_idx" ON "kitchen_ticket"("merchant_id", "fulfilled_at");
