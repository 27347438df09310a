-- What becomes of an order after it was placed (ADR 0027), and every delivery of a merchant's webhooks with its attempts.

-- AlterTable
ALTER TABLE "purchase_order" ADD COLUMN     "progress" JSONB NOT NULL DEFAULT '{"fulfillments": [], "adjustments": []}';

-- CreateTable
CREATE TABLE "merchant_webhook_delivery" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "order_id" TEXT,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "merchant_webhook_delivery_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "merchant_webhook_attempt" (
    "merchant_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "response_status" INTEGER,
    "response_body" TEXT,
    "error" TEXT,
    "resent" BOOLEAN NOT NULL,

    CONSTRAINT "merchant_webhook_attempt_pkey" PRIMARY KEY ("merchant_id","delivery_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "merchant_webhook_delivery_id_key" ON "merchant_webhook_delivery"("id");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_webhook_delivery_endpoint_id_event_id_key" ON "merchant_webhook_delivery"("endpoint_id", "event_id");

-- CreateIndex
CREATE INDEX "merchant_webhook_delivery_order_id_idx" ON "merchant_webhook_delivery"("order_id");

-- CreateIndex
CREATE INDEX "merchant_webhook_delivery_created_at_idx" ON "merchant_webhook_delivery"("created_at");

-- AddForeignKey
ALTER TABLE "merchant_webhook_delivery" ADD CONSTRAINT "merchant_webhook_delivery_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_webhook_attempt" ADD CONSTRAINT "merchant_webhook_attempt_merchant_id_delivery_id_fkey" FOREIGN KEY ("merchant_id", "delivery_id") REFERENCES "merchant_webhook_delivery"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema language cannot say.

-- ---------------------------------------------------------------------------------------------------------------- orders
-- Lines of an order are named as those of its checkout, which they are a copy of.
UPDATE purchase_order o
   SET content = jsonb_set(o.content, '{lines}', (
         SELECT coalesce(jsonb_agg(l.line || jsonb_build_object('id', coalesce(c.content -> 'lines' -> (l.place - 1)::int ->> 'id', 'line_' || l.place)) ORDER BY l.place), '[]')
           FROM jsonb_array_elements(o.content -> 'lines') WITH ORDINALITY AS l (line, place)))
  FROM checkout c
 WHERE c.merchant_id = o.merchant_id AND c.id = o.checkout_id AND jsonb_typeof(o.content -> 'lines') = 'array';

-- What was refunded before refunds were listed one by one is one refund.
UPDATE purchase_order
   SET progress = jsonb_build_object('fulfillments', '[]'::jsonb, 'adjustments', jsonb_build_array(jsonb_build_object(
         'id', 'adj_' || replace(id, '-', ''), 'key', 'before', 'kind', 'refund', 'status', 'completed', 'lines', '[]'::jsonb, 'amount', refunded_amount::text,
         'reason', NULL, 'description', NULL, 'origin', 'network', 'at', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))))
 WHERE refunded_amount > 0;

ALTER TABLE purchase_order ADD CONSTRAINT purchase_order_progress CHECK (jsonb_typeof(progress -> 'fulfillments') = 'array' AND jsonb_typeof(progress -> 'adjustments') = 'array');

-- -------------------------------------------------------------------------------------------------------------- webhooks
ALTER TABLE merchant_webhook_delivery
  ADD CONSTRAINT merchant_webhook_delivery_status CHECK (status IN ('pending', 'delivered', 'refused', 'failed')),
  ADD CONSTRAINT merchant_webhook_delivery_attempts CHECK (attempt_count >= 0);
ALTER TABLE merchant_webhook_attempt
  ADD CONSTRAINT merchant_webhook_attempt_number CHECK (number > 0),
  ADD CONSTRAINT merchant_webhook_attempt_outcome CHECK ((response_status IS NULL) = (error IS NOT NULL));

GRANT SELECT, INSERT, UPDATE, DELETE ON merchant_webhook_delivery, merchant_webhook_attempt TO countersign_app;
REVOKE UPDATE ON merchant_webhook_attempt FROM countersign_app;

-- ----------------------------------------------------------------------------------------------------------------- pages
CALL row_security('merchant_webhook_endpoint', 'merchant_id = page_merchant_id()', 'merchant_id, id, url, events, created_at');
CALL row_security('merchant_webhook_delivery', 'merchant_id = page_merchant_id()');
CALL row_security('merchant_webhook_attempt', 'merchant_id = page_merchant_id()');
