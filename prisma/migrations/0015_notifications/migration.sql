-- Devices that a browser subscribed for Web Push. Where a message goes, and the keys it is encrypted for, are sealed: who knows them can send.
-- CreateTable
CREATE TABLE "push_subscription" (
    "wallet_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "endpoint_hash" TEXT NOT NULL,
    "sealed_target" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_subscription_pkey" PRIMARY KEY ("wallet_id","id")
);

-- What an owner chose to be told where, of what they chose at all.
-- CreateTable
CREATE TABLE "notification_choice" (
    "wallet_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_choice_pkey" PRIMARY KEY ("wallet_id","event","channel")
);

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_id_key" ON "push_subscription"("id");

-- A browser is one owner's at a time.
-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_endpoint_hash_key" ON "push_subscription"("endpoint_hash");

-- AddForeignKey
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_choice" ADD CONSTRAINT "notification_choice_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE notification_choice ADD CONSTRAINT notification_choice_of_security CHECK (event <> 'security' OR channel <> 'email' OR enabled);

CALL row_security('push_subscription', 'wallet_id = page_wallet_id()', 'wallet_id, id, endpoint_hash, label, created_at, last_delivered_at');
CALL row_security('notification_choice', 'wallet_id = page_wallet_id()');

-- Who streams a payment's status looks again when it moves. The id alone is told: what it is now is read.
CREATE FUNCTION agent_payment_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('payment', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER agent_payment_notify AFTER UPDATE OF status ON agent_payment
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION agent_payment_notify();
