-- The store side of SACP: a catalogue that can be searched, orders by agent, returns.

-- CreateTable
CREATE TABLE "order_return" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "currency" TEXT NOT NULL,
    "refund_amount" BIGINT NOT NULL,
    "message" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "refunded_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_return_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "order_return_line" (
    "merchant_id" TEXT NOT NULL,
    "return_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "order_return_line_pkey" PRIMARY KEY ("merchant_id","return_id","item_id")
);

-- CreateIndex
CREATE INDEX "order_return_order_id_idx" ON "order_return"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_return_id_key" ON "order_return"("id");

-- CreateIndex
CREATE INDEX "item_merchant_id_sort_order_id_idx" ON "item"("merchant_id", "sort_order", "id");

-- CreateIndex
CREATE INDEX "item_merchant_id_amount_id_idx" ON "item"("merchant_id", "amount", "id");

-- CreateIndex
CREATE INDEX "purchase_order_merchant_id_order_number_idx" ON "purchase_order"("merchant_id", "order_number");

-- CreateIndex
CREATE INDEX "purchase_order_agent_id_order_number_idx" ON "purchase_order"("agent_id", "order_number");

-- AddForeignKey
ALTER TABLE "order_return" ADD CONSTRAINT "order_return_merchant_id_order_id_fkey" FOREIGN KEY ("merchant_id", "order_id") REFERENCES "purchase_order"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_return_line" ADD CONSTRAINT "order_return_line_merchant_id_return_id_fkey" FOREIGN KEY ("merchant_id", "return_id") REFERENCES "order_return"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language cannot say.

-- ------------------------------------------------------------------------------------------------------------- catalogue
-- Words are compared without their marks, so that "pates" finds "Pâtes"; both sides of a search go through this.
CREATE FUNCTION search_text(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g');

CREATE INDEX item_search ON item USING gin (to_tsvector('simple', search_text(id || ' ' || name || ' ' || category || ' ' || description)));

-- --------------------------------------------------------------------------------------------------------------- returns
ALTER TABLE order_return
  ADD CONSTRAINT order_return_status CHECK (status IN ('requested', 'approved', 'refused', 'refunded')),
  ADD CONSTRAINT order_return_reason CHECK (reason IN ('faulty', 'not_as_described', 'wrong_item', 'no_longer_wanted', 'arrived_late', 'other')),
  ADD CONSTRAINT order_return_amount CHECK (refund_amount > 0),
  ADD CONSTRAINT order_return_decided CHECK ((status = 'requested') = (decided_at IS NULL)),
  ADD CONSTRAINT order_return_refunded CHECK ((status = 'refunded') = (refunded_at IS NOT NULL));
ALTER TABLE order_return_line ADD CONSTRAINT order_return_line_quantity CHECK (quantity > 0);

-- What waits for a merchant's decision, and what is approved and not yet refunded.
CREATE INDEX order_return_open ON order_return (merchant_id, order_id) WHERE status IN ('requested', 'approved');

GRANT SELECT, INSERT, UPDATE, DELETE ON order_return, order_return_line TO countersign_app;
REVOKE DELETE ON order_return FROM countersign_app;
REVOKE UPDATE, DELETE ON order_return_line FROM countersign_app;

-- Orders say from now on what tax was on each line: a part that comes back brings its tax back. A checkout that was paid does not change.
UPDATE purchase_order o
   SET content = jsonb_set(o.content, '{lines}', coalesce((
         SELECT jsonb_agg(ordered.line || jsonb_build_object('taxAmount', paid.line -> 'taxAmount') ORDER BY ordered.n)
           FROM jsonb_array_elements(o.content -> 'lines') WITH ORDINALITY AS ordered (line, n)
           JOIN jsonb_array_elements(c.content -> 'lines') WITH ORDINALITY AS paid (line, n) USING (n)), o.content -> 'lines'))
  FROM checkout c
 WHERE c.merchant_id = o.merchant_id AND c.id = o.checkout_id;

-- A job writes down from now on which sessions ran out, and tells their agents. Of those that ran out long ago nobody is told.
UPDATE checkout SET status = 'expired' WHERE status IN ('open', 'needs_input', 'ready') AND expires_at < now();
