-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "events" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_id_key" ON "webhook_endpoint"("id");

-- CreateIndex
CREATE INDEX "webhook_endpoint_agent_id_idx" ON "webhook_endpoint"("agent_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_wallet_id_agent_id_fkey" FOREIGN KEY ("wallet_id", "agent_id") REFERENCES "agent"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE webhook_endpoint ADD CONSTRAINT webhook_endpoint_events CHECK (cardinality(events) > 0);

-- The dead letters, newest first.
CREATE INDEX outbox_event_dead ON outbox_event (id) WHERE dead_at IS NOT NULL;
