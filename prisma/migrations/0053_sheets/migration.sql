-- What a merchant brings and takes as CSV (ADR 0050): whom it knows, a rate for every other country, free shipping for some items.

-- AlterTable
ALTER TABLE "shipping_rate" ADD COLUMN     "service_level" TEXT NOT NULL DEFAULT 'standard';

-- CreateTable
CREATE TABLE "customer" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "customer_address" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "street_address" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "country" TEXT NOT NULL,

    CONSTRAINT "customer_address_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "customer_address_merchant_id_customer_id_idx" ON "customer_address"("merchant_id", "customer_id");

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_address" ADD CONSTRAINT "customer_address_merchant_id_customer_id_fkey" FOREIGN KEY ("merchant_id", "customer_id") REFERENCES "customer"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
-- Free shipping may hold for some items alone.
ALTER TABLE discount DROP CONSTRAINT discount_scope,
  ADD CONSTRAINT discount_scope CHECK (scope IN ('order', 'items', 'categories', 'shipping') AND (scope = 'shipping' OR (cardinality(targets) > 0) = (scope IN ('items', 'categories'))));
GRANT SELECT, INSERT, UPDATE ON customer, customer_address TO countersign_app;
CALL row_security('customer', 'merchant_id = page_merchant_id()');
CALL row_security('customer_address', 'merchant_id = page_merchant_id()');
