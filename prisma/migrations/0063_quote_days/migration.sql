-- Quotes of days that are over are counted once too (ADR 0056).

-- CreateTable
CREATE TABLE "quote_day" (
    "id" BIGSERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "made" INTEGER NOT NULL,
    "paid" INTEGER NOT NULL,

    CONSTRAINT "quote_day_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "quote_day_merchant_id_day_idx" ON "quote_day"("merchant_id", "day");

-- AddForeignKey
ALTER TABLE "quote_day" ADD CONSTRAINT "quote_day_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
-- Beside the order's own day, an order that is sold no longer, or again, moves the day of the quote that it came from.
CREATE OR REPLACE FUNCTION note_sale_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was CONSTANT integer := (OLD.payment_status IN ('authorized', 'captured'))::integer;
  now_is CONSTANT integer := (NEW.payment_status IN ('authorized', 'captured'))::integer;
BEGIN
  INSERT INTO sales_day (merchant_id, day, currency, wire, by_agent, human_present, orders, amount, refunded)
  SELECT NEW.merchant_id, timezone(m.time_zone, NEW.created_at)::date, NEW.currency, NEW.wire, NEW.agent_id IS NOT NULL, NEW.human_present,
         now_is - was, now_is * NEW.total_amount - was * OLD.total_amount, now_is * NEW.refunded_amount - was * OLD.refunded_amount
    FROM merchant m WHERE m.id = NEW.merchant_id;
  IF was <> now_is THEN
    INSERT INTO quote_day (merchant_id, day, made, paid)
    SELECT q.merchant_id, timezone(m.time_zone, q.created_at)::date, 0, now_is - was
      FROM quote q JOIN merchant m ON m.id = q.merchant_id WHERE q.merchant_id = NEW.merchant_id AND q.id = NEW.checkout_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION forget_sales_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sales_day WHERE merchant_id = NEW.id;
  DELETE FROM item_day WHERE merchant_id = NEW.id;
  DELETE FROM quote_day WHERE merchant_id = NEW.id;
  DELETE FROM sales_sealed WHERE merchant_id = NEW.id;
  RETURN NULL;
END $$;

-- What was sealed before has no quotes in it: the next hour seals it anew.
DELETE FROM sales_day;
DELETE FROM item_day;
DELETE FROM sales_sealed;

GRANT SELECT, INSERT, DELETE ON quote_day TO countersign_app;
GRANT USAGE ON SEQUENCE quote_day_id_seq TO countersign_app;
CALL row_security('quote_day', 'merchant_id = page_merchant_id()');
