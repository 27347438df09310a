-- Discounts, ways of handing over, several taxes, and what the agent said that the merchant alone is told (ADR 0031).

-- ----------------------------------------------------------------------------------------------------- terms of a merchant
-- AlterTable
ALTER TABLE "merchant" ADD COLUMN     "prices_include_tax" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "terms_version" BIGINT NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "item" ADD COLUMN     "delivery" TEXT NOT NULL DEFAULT 'physical';
ALTER TABLE item ADD CONSTRAINT item_delivery CHECK (delivery IN ('physical', 'digital'));

-- AlterTable
ALTER TABLE "checkout" ADD COLUMN     "terms_version" BIGINT NOT NULL DEFAULT 1;

-- Several taxes of one place and category, and rates like 9.975 %.
-- AlterTable
ALTER TABLE "tax_rate" DROP CONSTRAINT "tax_rate_pkey",
ALTER COLUMN "rate_basis_points" SET DATA TYPE DECIMAL(7,2),
ADD CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("merchant_id", "country", "region", "category", "name");

-- CreateTable
CREATE TABLE "merchant_fulfillment" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "place_name" TEXT,
    "place_address" JSONB,
    "postal_prefixes" TEXT[],
    "from_minutes" INTEGER,
    "to_minutes" INTEGER,
    "sort_order" INTEGER NOT NULL,

    CONSTRAINT "merchant_fulfillment_pkey" PRIMARY KEY ("merchant_id","id")
);
ALTER TABLE merchant_fulfillment
  ADD CONSTRAINT merchant_fulfillment_method CHECK (method IN ('pickup', 'local_delivery')),
  ADD CONSTRAINT merchant_fulfillment_amount CHECK (amount >= 0),
  ADD CONSTRAINT merchant_fulfillment_place CHECK (method <> 'pickup' OR (place_name IS NOT NULL AND place_address IS NOT NULL)),
  ADD CONSTRAINT merchant_fulfillment_area CHECK (method <> 'local_delivery' OR cardinality(postal_prefixes) > 0),
  ADD CONSTRAINT merchant_fulfillment_window CHECK ((from_minutes IS NULL) = (to_minutes IS NULL) AND 0 <= from_minutes AND from_minutes <= to_minutes);

-- AddForeignKey
ALTER TABLE "merchant_fulfillment" ADD CONSTRAINT "merchant_fulfillment_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------- discounts
-- CreateTable
CREATE TABLE "discount" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "percent_basis_points" INTEGER,
    "off_amount" BIGINT,
    "scope" TEXT NOT NULL,
    "targets" TEXT[],
    "method" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "combinable" BOOLEAN NOT NULL,
    "minimum_amount" BIGINT NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "max_redemptions" INTEGER,
    "max_per_buyer" INTEGER,
    "first_purchase_only" BOOLEAN NOT NULL DEFAULT false,
    "redeemed_count" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discount_pkey" PRIMARY KEY ("merchant_id","id")
);
-- Codes are told apart without regard to case.
CREATE UNIQUE INDEX discount_code ON discount (merchant_id, lower(code)) WHERE code IS NOT NULL;
ALTER TABLE discount
  ADD CONSTRAINT discount_off CHECK ((percent_basis_points IS NULL) <> (off_amount IS NULL)),
  ADD CONSTRAINT discount_percent CHECK (percent_basis_points BETWEEN 1 AND 10000),
  ADD CONSTRAINT discount_amounts CHECK (off_amount > 0 AND minimum_amount >= 0),
  ADD CONSTRAINT discount_scope CHECK (scope IN ('order', 'items', 'categories', 'shipping') AND (cardinality(targets) > 0) = (scope IN ('items', 'categories'))),
  ADD CONSTRAINT discount_method CHECK (method IN ('each', 'across') AND priority >= 1),
  ADD CONSTRAINT discount_limits CHECK (max_redemptions > 0 AND max_per_buyer > 0 AND redeemed_count >= 0 AND redeemed_count <= max_redemptions);

-- CreateTable
CREATE TABLE "discount_redemption" (
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "discount_id" TEXT NOT NULL,
    "buyer_hash" TEXT,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discount_redemption_pkey" PRIMARY KEY ("checkout_id","discount_id")
);
ALTER TABLE discount_redemption ADD CONSTRAINT discount_redemption_status CHECK (status IN ('counted', 'released') AND amount >= 0);

-- CreateIndex
CREATE INDEX "discount_redemption_merchant_id_discount_id_buyer_hash_idx" ON "discount_redemption"("merchant_id", "discount_id", "buyer_hash");

-- AddForeignKey
ALTER TABLE "discount" ADD CONSTRAINT "discount_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discount_redemption" ADD CONSTRAINT "discount_redemption_merchant_id_discount_id_fkey" FOREIGN KEY ("merchant_id", "discount_id") REFERENCES "discount"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discount_redemption" ADD CONSTRAINT "discount_redemption_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whether a buyer bought here before, for discounts on a first purchase.
CREATE INDEX purchase_order_buyer ON purchase_order (merchant_id, lower(content->'buyer'->>'email'));

-- ------------------------------------------------------------------------------------------------ what the merchant is told
-- CreateTable
CREATE TABLE "checkout_fact" (
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "sealed_content" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_fact_pkey" PRIMARY KEY ("checkout_id","kind","key")
);
ALTER TABLE checkout_fact ADD CONSTRAINT checkout_fact_kind CHECK (kind IN ('affiliate', 'intent_trace', 'marketing_consent', 'risk_signals'));

-- AddForeignKey
ALTER TABLE "checkout_fact" ADD CONSTRAINT "checkout_fact_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------- terms that move
-- What a cart is priced by besides its items: when any of it changes, the merchant's terms have a new version, and a checkout that was
-- priced under an older one is priced anew before it is paid.
CREATE FUNCTION move_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE merchant SET terms_version = terms_version + 1 WHERE id = coalesce(NEW.merchant_id, OLD.merchant_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tax_rate_terms AFTER INSERT OR UPDATE OR DELETE ON tax_rate FOR EACH ROW EXECUTE FUNCTION move_terms();
CREATE TRIGGER shipping_rate_terms AFTER INSERT OR UPDATE OR DELETE ON shipping_rate FOR EACH ROW EXECUTE FUNCTION move_terms();
CREATE TRIGGER merchant_fulfillment_terms AFTER INSERT OR UPDATE OR DELETE ON merchant_fulfillment FOR EACH ROW EXECUTE FUNCTION move_terms();
CREATE TRIGGER discount_terms AFTER INSERT OR DELETE OR UPDATE OF code, name, percent_basis_points, off_amount, scope, targets, method, priority, combinable, minimum_amount,
  starts_at, ends_at, max_per_buyer, first_purchase_only, active ON discount FOR EACH ROW EXECUTE FUNCTION move_terms();

CALL row_security('merchant_fulfillment', 'merchant_id = page_merchant_id()');
CALL row_security('discount', 'merchant_id = page_merchant_id()');
CALL row_security('discount_redemption', 'merchant_id = page_merchant_id()');
CALL row_security('checkout_fact', 'merchant_id = page_merchant_id()');
