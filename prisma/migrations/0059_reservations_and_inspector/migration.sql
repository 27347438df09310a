-- What operators look at one by one (ADR 0053).

-- Since when goods are set aside; unknown of those set aside before this version.

-- AlterTable
ALTER TABLE "stock_reservation" ADD COLUMN "held_at" TIMESTAMPTZ(3);

-- What the protocol inspector keeps while it is on: an hour at most. Unlogged: after a crash it is empty, and nobody misses it.

-- CreateTable
CREATE UNLOGGED TABLE "protocol_message" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "wire" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "request_id" TEXT NOT NULL,
    "tenant_id" TEXT,
    "credential" TEXT NOT NULL,
    "request_body" TEXT,
    "response_body" TEXT,
    "skipped" INTEGER NOT NULL,

    CONSTRAINT "protocol_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "protocol_message_wire_id_idx" ON "protocol_message"("wire", "id");

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
GRANT SELECT, INSERT, DELETE ON protocol_message TO countersign_app;
REVOKE UPDATE ON protocol_message FROM countersign_app;
GRANT USAGE ON SEQUENCE protocol_message_id_seq TO countersign_app;
