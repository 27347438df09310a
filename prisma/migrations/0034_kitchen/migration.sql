-- CreateTable
CREATE TABLE "pickup_place" (
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "eta_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pickup_place_pkey" PRIMARY KEY ("merchant_id","checkout_id")
);

-- CreateIndex
CREATE INDEX "pickup_place_merchant_id_slot_at_idx" ON "pickup_place"("merchant_id", "slot_at");

-- CreateIndex
CREATE INDEX "kitchen_command_at_idx" ON "kitchen_command"("at");

-- AddForeignKey
ALTER TABLE "pickup_place" ADD CONSTRAINT "pickup_place_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE pickup_place ADD CONSTRAINT pickup_place_status CHECK (status IN ('held', 'taken', 'released'));

-- Whoever looks at a kitchen or at one order is woken when something of it moved (lib/providers/row-changes.ts). What it is now is read then.
CREATE FUNCTION kitchen_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('kitchen', NEW.merchant_id);
  RETURN NULL;
END $$;
CREATE FUNCTION kitchen_ticket_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('kitchen', NEW.merchant_id), pg_notify('kitchen', NEW.order_id);
  RETURN NULL;
END $$;
CREATE TRIGGER kitchen_ticket_notify AFTER INSERT OR UPDATE ON kitchen_ticket FOR EACH ROW EXECUTE FUNCTION kitchen_ticket_notify();
CREATE TRIGGER kitchen_state_notify AFTER INSERT OR UPDATE ON kitchen_state FOR EACH ROW EXECUTE FUNCTION kitchen_notify();
CREATE TRIGGER kitchen_item_notify AFTER UPDATE ON item FOR EACH ROW
  WHEN ((OLD.available, OLD.archived, OLD.ingredients_in_stock, OLD.snoozed_until) IS DISTINCT FROM (NEW.available, NEW.archived, NEW.ingredients_in_stock, NEW.snoozed_until))
  EXECUTE FUNCTION kitchen_notify();

GRANT SELECT, INSERT, UPDATE, DELETE ON pickup_place TO countersign_app;
CALL row_security('pickup_place', 'merchant_id = page_merchant_id()');
