-- What a merchant looks for among its orders is found without reading all of them, and what was sold is counted from rows made for it (ADR 0049).

-- AlterTable
ALTER TABLE "purchase_order" ADD COLUMN     "buyer_email_key" TEXT,
ADD COLUMN     "buyer_name_key" TEXT;

-- CreateTable
CREATE TABLE "sold_line" (
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "sold_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sold_line_pkey" PRIMARY KEY ("order_id","line_id")
);

-- CreateIndex
CREATE INDEX "purchase_order_merchant_id_buyer_email_key_idx" ON "purchase_order"("merchant_id", "buyer_email_key");

-- CreateIndex
CREATE INDEX "purchase_order_merchant_id_buyer_name_key_idx" ON "purchase_order"("merchant_id", "buyer_name_key");

-- CreateIndex
CREATE INDEX "sold_line_merchant_id_sold_at_item_id_quantity_amount_idx" ON "sold_line"("merchant_id", "sold_at", "item_id", "quantity", "amount");

-- CreateIndex
CREATE INDEX "quote_merchant_id_created_at_idx" ON "quote"("merchant_id", "created_at");

-- AddForeignKey
ALTER TABLE "sold_line" ADD CONSTRAINT "sold_line_merchant_id_order_id_fkey" FOREIGN KEY ("merchant_id", "order_id") REFERENCES "purchase_order"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
-- By bytes: the beginning of a text is then a range of the index, in every database. LIKE would not do: row security keeps it from an index.
ALTER TABLE purchase_order ALTER COLUMN buyer_email_key TYPE text COLLATE "C", ALTER COLUMN buyer_name_key TYPE text COLLATE "C";
UPDATE purchase_order SET buyer_email_key = lower(content -> 'buyer' ->> 'email'), buyer_name_key = lower(content -> 'buyer' ->> 'name') WHERE content -> 'buyer' <> 'null';
DROP INDEX purchase_order_buyer; -- of 0029: the key's index serves whether a buyer bought here before as well
CREATE INDEX order_return_waiting ON order_return (merchant_id, order_id) WHERE status = 'requested';
INSERT INTO sold_line (merchant_id, order_id, line_id, item_id, name, quantity, amount, sold_at)
  SELECT o.merchant_id, o.id, l ->> 'id', l ->> 'itemId', l ->> 'name', (l ->> 'quantity')::int, (l ->> 'totalAmount')::bigint, o.created_at
    FROM purchase_order o CROSS JOIN LATERAL jsonb_array_elements(o.content -> 'lines') l;
ALTER TABLE sold_line ADD CONSTRAINT sold_line_quantity CHECK (quantity > 0 AND amount >= 0);
GRANT SELECT, INSERT ON sold_line TO countersign_app;
CALL row_security('sold_line', 'merchant_id = page_merchant_id()');
