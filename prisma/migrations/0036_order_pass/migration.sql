-- The order pass (ADR 0037): what its customer was told, and word of what moved to whoever looks at it.

-- CreateTable
CREATE TABLE "sms_message" (
    "id" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "body_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "sms_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_notice" (
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "order_notice_pkey" PRIMARY KEY ("merchant_id","order_id","key")
);

-- CreateIndex
CREATE INDEX "sms_message_created_at_idx" ON "sms_message"("created_at");

-- AddForeignKey
ALTER TABLE "order_notice" ADD CONSTRAINT "order_notice_merchant_id_order_id_fkey" FOREIGN KEY ("merchant_id", "order_id") REFERENCES "purchase_order"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON sms_message, order_notice TO countersign_app;

-- Who streams an order pass looks again when its ticket or its money moves. The id alone is told, on the channel of 0015: one connection of a process hears both.
CREATE FUNCTION order_pass_ticket_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('payment', NEW.order_id);
  RETURN NULL;
END $$;
CREATE TRIGGER order_pass_ticket_notify AFTER UPDATE ON kitchen_ticket FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION order_pass_ticket_notify();

-- Orders without a ticket have no pass: their commits do not queue for a message that nobody hears.
CREATE FUNCTION order_pass_order_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM kitchen_ticket t WHERE t.merchant_id = NEW.merchant_id AND t.order_id = NEW.id) THEN
    PERFORM pg_notify('payment', NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER order_pass_order_notify AFTER UPDATE OF status, payment_status, refunded_amount ON purchase_order FOR EACH ROW
  WHEN ((OLD.status, OLD.payment_status, OLD.refunded_amount) IS DISTINCT FROM (NEW.status, NEW.payment_status, NEW.refunded_amount)) EXECUTE FUNCTION order_pass_order_notify();

-- A pass says where the order is fetched.
ALTER POLICY page ON merchant_storefront USING (merchant_id = page_merchant_id() OR merchant_id IN (SELECT merchant_id FROM purchase_order WHERE purchase_order.id = page_order_id()));
