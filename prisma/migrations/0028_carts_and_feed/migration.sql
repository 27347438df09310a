-- Carts (ACP 2026-04-17), and what publishes a merchant's catalogue as a product feed (ADR 0030).

-- AlterTable
ALTER TABLE "item" ADD COLUMN     "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "revision" BIGSERIAL NOT NULL;

-- CreateTable
CREATE TABLE "cart" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent_id" TEXT,
    "api_key_id" TEXT,
    "currency" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "feed_target" (
    "merchant_id" TEXT NOT NULL,
    "generation" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT,
    "feed_id" TEXT,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" JSONB,
    "run_started_at" TIMESTAMPTZ(3),
    "run_ended_at" TIMESTAMPTZ(3),
    "run_accepted" INTEGER NOT NULL DEFAULT 0,
    "run_refused" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_target_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "feed_change" (
    "merchant_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,

    CONSTRAINT "feed_change_pkey" PRIMARY KEY ("merchant_id","item_id")
);

-- CreateTable
CREATE TABLE "feed_refusal" (
    "merchant_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_refusal_pkey" PRIMARY KEY ("merchant_id","item_id")
);

-- CreateIndex
CREATE INDEX "cart_expires_at_idx" ON "cart"("expires_at");

-- CreateIndex
CREATE INDEX "cart_agent_id_idx" ON "cart"("agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_id_key" ON "cart"("id");

-- CreateIndex
CREATE INDEX "feed_change_merchant_id_revision_idx" ON "feed_change"("merchant_id", "revision");

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_target" ADD CONSTRAINT "feed_target_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_change" ADD CONSTRAINT "feed_change_merchant_id_item_id_fkey" FOREIGN KEY ("merchant_id", "item_id") REFERENCES "item"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_refusal" ADD CONSTRAINT "feed_refusal_merchant_id_item_id_fkey" FOREIGN KEY ("merchant_id", "item_id") REFERENCES "item"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema language cannot say.

-- ------------------------------------------------------------------------------------------------------- what feeds tell of
-- An item changes for a feed when its words, picture, price or category do, or when it can or can no longer be bought: not with each
-- piece that is sold. The condition is the trigger's own, so a purchase that leaves some on the shelf runs no function.
CREATE FUNCTION note_changed_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.revision := nextval('item_revision_seq');
    NEW.changed_at := now();
  END IF;
  INSERT INTO feed_change (merchant_id, item_id, revision) VALUES (NEW.merchant_id, NEW.id, NEW.revision)
    ON CONFLICT (merchant_id, item_id) DO UPDATE SET revision = excluded.revision;
  RETURN NEW;
END $$;

CREATE TRIGGER item_added AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION note_changed_item();
CREATE TRIGGER item_changed BEFORE UPDATE ON item FOR EACH ROW
  WHEN ((OLD.name, OLD.description, OLD.category, OLD.image_path, OLD.amount, OLD.currency, OLD.available, OLD.stock IS NULL OR OLD.stock > 0)
    IS DISTINCT FROM (NEW.name, NEW.description, NEW.category, NEW.image_path, NEW.amount, NEW.currency, NEW.available, NEW.stock IS NULL OR NEW.stock > 0))
  EXECUTE FUNCTION note_changed_item();

ALTER TABLE feed_target
  ADD CONSTRAINT feed_target_status CHECK (status IN ('active', 'stopped')),
  ADD CONSTRAINT feed_target_counts CHECK (attempts >= 0 AND run_accepted >= 0 AND run_refused >= 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON cart, feed_target, feed_change, feed_refusal TO countersign_app;
GRANT USAGE ON SEQUENCE item_revision_seq TO countersign_app;

-- ------------------------------------------------------------------------------------------------------------------ pages
-- Whoever has a cart's id may look at it: lib/db/page-db.ts.
CREATE FUNCTION page_cart_id() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('countersign.cart_id', true), '') $$;

CALL row_security('cart', 'merchant_id = page_merchant_id() OR id = page_cart_id() OR agent_id IN (SELECT id FROM agent)');
CALL row_security('feed_target', 'merchant_id = page_merchant_id()',
  'merchant_id, generation, url, feed_id, status, attempts, next_try_at, last_error, run_started_at, run_ended_at, run_accepted, run_refused, created_at');
CALL row_security('feed_change', 'merchant_id = page_merchant_id()');
CALL row_security('feed_refusal', 'merchant_id = page_merchant_id()');

-- The page of one cart shows the name of its merchant.
ALTER POLICY page ON merchant USING (id = page_merchant_id() OR id IN (SELECT merchant_id FROM agent_payment)
  OR id IN (SELECT merchant_id FROM purchase_order WHERE purchase_order.id = page_order_id())
  OR id IN (SELECT merchant_id FROM cart WHERE cart.id = page_cart_id()));
