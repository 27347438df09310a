-- Where merchants want to be told, and the audit trail of each owner (ADR 0023): events are written with what they tell of, and chained and sealed afterwards. Nobody changes or
-- removes a row of the first three tables; what waits to be sealed is work, and goes when it is done.

-- CreateTable
CREATE TABLE "audit_event" (
    "wallet_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "wallet_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "event_id" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("wallet_id","seq")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "wallet_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("wallet_id","seq")
);

-- CreateTable
CREATE TABLE "audit_pending" (
    "position" BIGSERIAL NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,

    CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "merchant_webhook_endpoint" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "events" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_webhook_endpoint_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "merchant_webhook_endpoint_id_key" ON "merchant_webhook_endpoint"("id");

-- AddForeignKey
ALTER TABLE "merchant_webhook_endpoint" ADD CONSTRAINT "merchant_webhook_endpoint_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_wallet_id_event_id_key" ON "audit_link"("wallet_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_pending_wallet_id_event_id_key" ON "audit_pending"("wallet_id", "event_id");

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_link" ADD CONSTRAINT "audit_link_wallet_id_event_id_fkey" FOREIGN KEY ("wallet_id", "event_id") REFERENCES "audit_event"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_wallet_id_seq_fkey" FOREIGN KEY ("wallet_id", "seq") REFERENCES "audit_link"("wallet_id", "seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_pending" ADD CONSTRAINT "audit_pending_wallet_id_event_id_fkey" FOREIGN KEY ("wallet_id", "event_id") REFERENCES "audit_event"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------ append-only
ALTER TABLE audit_link ADD CONSTRAINT audit_link_seq CHECK (seq > 0);

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE, DELETE ON merchant_webhook_endpoint TO countersign_app;
GRANT SELECT, INSERT ON audit_event, audit_link, audit_seal TO countersign_app;
REVOKE UPDATE, DELETE ON audit_event, audit_link, audit_seal FROM countersign_app;
GRANT SELECT, INSERT, DELETE ON audit_pending TO countersign_app;
REVOKE UPDATE ON audit_pending FROM countersign_app;

-- ------------------------------------------------------------------------------------------------------------------ pages
CALL row_security('audit_event', 'wallet_id = page_wallet_id()');
CALL row_security('audit_link', 'wallet_id = page_wallet_id()');
CALL row_security('audit_seal', 'wallet_id = page_wallet_id()');
