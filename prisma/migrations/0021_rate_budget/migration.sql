-- A budget lost in a crash is a full one: the rows need no write-ahead log.
CREATE UNLOGGED TABLE "rate_budget" (
    "key" TEXT NOT NULL,
    "full_at_ms" DOUBLE PRECISION NOT NULL,
    "drawn" INTEGER NOT NULL,

    CONSTRAINT "rate_budget_pkey" PRIMARY KEY ("key")
);
