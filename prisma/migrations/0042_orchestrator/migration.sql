-- Carts of the orchestrator are checkouts that are declared final before they are paid; messages from outside are taken once (ADR 0043).

-- AlterTable
ALTER TABLE "checkout" ADD COLUMN     "started_version" INTEGER;

-- AlterTable
ALTER TABLE "merchant_webhook_endpoint" ADD COLUMN     "signature" TEXT NOT NULL DEFAULT 'webhook';
ALTER TABLE merchant_webhook_endpoint ADD CONSTRAINT merchant_webhook_endpoint_signature CHECK (signature IN ('webhook', 'orchestrator'));

-- CreateTable
CREATE TABLE "inbox_message" (
    "tenant_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_message_pkey" PRIMARY KEY ("tenant_id","source","message_id")
);

GRANT SELECT, INSERT, DELETE ON inbox_message TO countersign_app;
GRANT SELECT (signature) ON merchant_webhook_endpoint TO countersign_page;
