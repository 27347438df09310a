-- The storefront: a merchant's public face and menu, quotes, hosted checkouts and the kitchen (ADR 0032).


-- AlterTable
ALTER TABLE "item" ADD COLUMN     "archived" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "edit_revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "ingredients_in_stock" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "item_type" TEXT NOT NULL DEFAULT 'other',
ADD COLUMN     "section_key" TEXT,
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
ADD COLUMN     "translations" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "merchant" ADD COLUMN     "service_fee_amount" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "merchant_storefront" (
    "merchant_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "address" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "default_locale" TEXT NOT NULL,
    "published_locales" TEXT[],
    "prep_minutes" INTEGER NOT NULL DEFAULT 15,
    "slot_capacity" INTEGER NOT NULL DEFAULT 20,
    "hours" JSONB NOT NULL,
    "pages" JSONB NOT NULL DEFAULT '[]',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "merchant_storefront_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "menu_section" (
    "merchant_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "sort_order" INTEGER NOT NULL,
    "translations" JSONB NOT NULL DEFAULT '{}',
    "archived" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "menu_section_pkey" PRIMARY KEY ("merchant_id","key")
);

-- CreateTable
CREATE TABLE "quote" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payment_method" TEXT NOT NULL,
    "contact" JSONB NOT NULL,
    "locale" TEXT,
    "window_starts_at" TIMESTAMPTZ(3),
    "window_ends_at" TIMESTAMPTZ(3),
    "eta_at" TIMESTAMPTZ(3) NOT NULL,
    "quote_hash" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "quote_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "hosted_checkout" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_session_id" TEXT,
    "url" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "payment_status" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "hosted_checkout_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "kitchen_ticket" (
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "pickup_code" TEXT NOT NULL,
    "contact" JSONB NOT NULL,
    "locale" TEXT,
    "notes" TEXT,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "window_starts_at" TIMESTAMPTZ(3),
    "window_ends_at" TIMESTAMPTZ(3),
    "eta_at" TIMESTAMPTZ(3) NOT NULL,
    "eta_status" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "ready_at" TIMESTAMPTZ(3),
    "fulfilled_at" TIMESTAMPTZ(3),
    "arrived_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "pass_secret_hash" TEXT NOT NULL,
    "receipt_seen_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "kitchen_ticket_pkey" PRIMARY KEY ("merchant_id","order_id")
);

-- CreateTable
CREATE TABLE "kitchen_command" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "order_id" TEXT,
    "action" TEXT NOT NULL,
    "user_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "kitchen_command_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "kitchen_state" (
    "merchant_id" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "paused_until" TIMESTAMPTZ(3),
    "busy_minutes" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "kitchen_state_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "quote_id_key" ON "quote"("id");

-- CreateIndex
CREATE UNIQUE INDEX "hosted_checkout_id_key" ON "hosted_checkout"("id");

-- CreateIndex
CREATE UNIQUE INDEX "hosted_checkout_provider_session_id_key" ON "hosted_checkout"("provider_session_id");

-- CreateIndex
CREATE INDEX "hosted_checkout_checkout_id_idx" ON "hosted_checkout"("checkout_id");

-- CreateIndex
CREATE INDEX "hosted_checkout_status_expires_at_idx" ON "hosted_checkout"("status", "expires_at");

-- CreateIndex
CREATE INDEX "kitchen_ticket_merchant_id_status_eta_at_idx" ON "kitchen_ticket"("merchant_id", "status", "eta_at");

-- CreateIndex
CREATE INDEX "kitchen_ticket_merchant_id_slot_at_idx" ON "kitchen_ticket"("merchant_id", "slot_at");

-- CreateIndex
CREATE UNIQUE INDEX "kitchen_ticket_order_id_key" ON "kitchen_ticket"("order_id");

-- AddForeignKey
ALTER TABLE "merchant_storefront" ADD CONSTRAINT "merchant_storefront_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "menu_section" ADD CONSTRAINT "menu_section_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_merchant_id_id_fkey" FOREIGN KEY ("merchant_id", "id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hosted_checkout" ADD CONSTRAINT "hosted_checkout_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kitchen_ticket" ADD CONSTRAINT "kitchen_ticket_merchant_id_order_id_fkey" FOREIGN KEY ("merchant_id", "order_id") REFERENCES "purchase_order"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kitchen_command" ADD CONSTRAINT "kitchen_command_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kitchen_state" ADD CONSTRAINT "kitchen_state_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE merchant ADD CONSTRAINT merchant_service_fee CHECK (service_fee_amount >= 0);
ALTER TABLE merchant_storefront
  ADD CONSTRAINT merchant_storefront_status CHECK (status IN ('draft', 'live')),
  ADD CONSTRAINT merchant_storefront_locales CHECK (default_locale = ANY (published_locales) AND cardinality(published_locales) <= 8),
  ADD CONSTRAINT merchant_storefront_capacity CHECK (prep_minutes BETWEEN 0 AND 1440 AND slot_capacity BETWEEN 0 AND 100000);
ALTER TABLE item ADD CONSTRAINT item_type CHECK (item_type IN ('pizza', 'drink', 'dessert', 'extra', 'other'));
ALTER TABLE item ADD CONSTRAINT item_section FOREIGN KEY (merchant_id, section_key) REFERENCES menu_section (merchant_id, key);
ALTER TABLE hosted_checkout
  ADD CONSTRAINT hosted_checkout_provider CHECK (provider IN ('simulator', 'stripe')),
  ADD CONSTRAINT hosted_checkout_status CHECK (status IN ('open', 'complete', 'expired') AND payment_status IN ('unpaid', 'paid') AND (status = 'complete') = (payment_status = 'paid'));
ALTER TABLE kitchen_ticket
  ADD CONSTRAINT kitchen_ticket_status CHECK (status IN ('paid', 'acknowledged', 'ready', 'fulfilled', 'canceled', 'refunded', 'no_show')),
  ADD CONSTRAINT kitchen_ticket_eta CHECK (eta_status IN ('provisional', 'confirmed')),
  ADD CONSTRAINT kitchen_ticket_window CHECK ((window_starts_at IS NULL) = (window_ends_at IS NULL) AND window_starts_at < window_ends_at);
ALTER TABLE kitchen_state ADD CONSTRAINT kitchen_state_busy CHECK (busy_minutes BETWEEN 0 AND 240);

-- The fee is one of the merchant's terms.
CREATE FUNCTION move_own_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.terms_version := OLD.terms_version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER merchant_fee_terms BEFORE UPDATE OF service_fee_amount ON merchant FOR EACH ROW
  WHEN (OLD.service_fee_amount IS DISTINCT FROM NEW.service_fee_amount) EXECUTE FUNCTION move_own_terms();

-- Whether an item can be bought at a moment, its stock aside. Written as one expression, so that it is read into the statement that asks.
CREATE FUNCTION for_sale(item, timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT $1.available AND NOT $1.archived AND $1.ingredients_in_stock AND ($1.snoozed_until IS NULL OR $1.snoozed_until <= $2)
$$;

DROP TRIGGER item_changed ON item;
CREATE TRIGGER item_changed BEFORE UPDATE ON item FOR EACH ROW
  WHEN ((OLD.name, OLD.description, OLD.category, OLD.image_path, OLD.amount, OLD.currency, OLD.available, OLD.archived, OLD.ingredients_in_stock, OLD.snoozed_until, OLD.stock IS NULL OR OLD.stock > 0)
    IS DISTINCT FROM (NEW.name, NEW.description, NEW.category, NEW.image_path, NEW.amount, NEW.currency, NEW.available, NEW.archived, NEW.ingredients_in_stock, NEW.snoozed_until, NEW.stock IS NULL OR NEW.stock > 0))
  EXECUTE FUNCTION note_changed_item();
CREATE INDEX item_snoozed ON item (snoozed_until) WHERE snoozed_until IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON merchant_storefront, menu_section, quote, hosted_checkout, kitchen_ticket, kitchen_command, kitchen_state TO countersign_app;

CALL row_security('merchant_storefront', 'merchant_id = page_merchant_id()');
CALL row_security('menu_section', 'merchant_id = page_merchant_id()');
CALL row_security('quote', 'merchant_id = page_merchant_id()');
CALL row_security('hosted_checkout', 'merchant_id = page_merchant_id()');
-- Without the hash of the secret that may cancel.
CALL row_security('kitchen_ticket', 'merchant_id = page_merchant_id() OR order_id = page_order_id()',
  'merchant_id, order_id, status, pickup_code, contact, locale, notes, slot_at, window_starts_at, window_ends_at, eta_at, eta_status, placed_at, acknowledged_at, ready_at, fulfilled_at, arrived_at, closed_at, receipt_seen_at, revision');
CALL row_security('kitchen_command', 'merchant_id = page_merchant_id()');
CALL row_security('kitchen_state', 'merchant_id = page_merchant_id()');
