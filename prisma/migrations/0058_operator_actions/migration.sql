-- What was done with the operator's key or an operator's session (ADR 0053). Who may do anything may not change what is written here.

-- CreateTable
CREATE TABLE "operator_action" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "session" TEXT,
    "client_address" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subjects" TEXT[],
    "outcome" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "operator_action_pkey" PRIMARY KEY ("id")
);

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE operator_action ADD CONSTRAINT operator_action_outcome CHECK (outcome IN ('done', 'nothing', 'refused', 'failed'));
CREATE TRIGGER operator_action_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON operator_action TO countersign_app;
REVOKE UPDATE, DELETE ON operator_action FROM countersign_app;
GRANT USAGE ON SEQUENCE operator_action_id_seq TO countersign_app;
