-- Days that are over are counted once (ADR 0056).

-- CreateTable
CREATE TABLE "sales_sealed" (
    "merchant_id" TEXT NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "sales_sealed_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "sales_day" (
    "id" BIGSERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "wire" TEXT NOT NULL,
    "by_agent" BOOLEAN NOT NULL,
    "human_present" BOOLEAN NOT NULL,
    "orders" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL,

    CONSTRAINT "sales_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item_day" (
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "item_id" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "item_day_pkey" PRIMARY KEY ("merchant_id","day","item_id")
);

-- CreateIndex
CREATE INDEX "sales_day_merchant_id_day_idx" ON "sales_day"("merchant_id", "day");

-- AddForeignKey
ALTER TABLE "sales_sealed" ADD CONSTRAINT "sales_sealed_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sales_day" ADD CONSTRAINT "sales_day_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_day" ADD CONSTRAINT "item_day_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
-- An order that is voided, lapses or is refunded moves the figures of its day, sealed or not: a row more, by so much. Of a day that is not sealed yet
-- orders are counted themselves, and sealing takes such rows away with what it counts.
CREATE FUNCTION note_sale_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was CONSTANT integer := (OLD.payment_status IN ('authorized', 'captured'))::integer;
  now_is CONSTANT integer := (NEW.payment_status IN ('authorized', 'captured'))::integer;
BEGIN
  INSERT INTO sales_day (merchant_id, day, currency, wire, by_agent, human_present, orders, amount, refunded)
  SELECT NEW.merchant_id, timezone(m.time_zone, NEW.created_at)::date, NEW.currency, NEW.wire, NEW.agent_id IS NOT NULL, NEW.human_present,
         now_is - was, now_is * NEW.total_amount - was * OLD.total_amount, now_is * NEW.refunded_amount - was * OLD.refunded_amount
    FROM merchant m WHERE m.id = NEW.merchant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER purchase_order_sale_changed AFTER UPDATE OF payment_status, total_amount, refunded_amount ON purchase_order FOR EACH ROW
  WHEN ((OLD.payment_status IN ('authorized', 'captured'), OLD.total_amount, OLD.refunded_amount) IS DISTINCT FROM (NEW.payment_status IN ('authorized', 'captured'), NEW.total_amount, NEW.refunded_amount))
  EXECUTE FUNCTION note_sale_change();

-- Days begin elsewhere: all are counted anew.
CREATE FUNCTION forget_sales_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sales_day WHERE merchant_id = NEW.id;
  DELETE FROM item_day WHERE merchant_id = NEW.id;
  DELETE FROM sales_sealed WHERE merchant_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER merchant_days_moved AFTER UPDATE OF time_zone ON merchant FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION forget_sales_days();

GRANT SELECT, INSERT, UPDATE, DELETE ON sales_sealed TO countersign_app;
GRANT SELECT, INSERT, DELETE ON sales_day, item_day TO countersign_app;
GRANT USAGE ON SEQUENCE sales_day_id_seq TO countersign_app;
CALL row_security('sales_sealed', 'merchant_id = page_merchant_id()');
CALL row_security('sales_day', 'merchant_id = page_merchant_id()');
CALL row_security('item_day', 'merchant_id = page_merchant_id()');
