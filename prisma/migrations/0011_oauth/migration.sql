-- CreateTable
CREATE TABLE "oauth_client" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "redirect_uris" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_grant" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "oauth_client_id" TEXT,
    "wallet_id" TEXT,
    "proposal" JSONB,
    "agent_id" TEXT,
    "code_hash" TEXT,
    "user_code_hash" TEXT,
    "redirect_uri" TEXT,
    "state" TEXT,
    "code_challenge" TEXT,
    "dpop_jkt" TEXT,
    "interval_seconds" INTEGER NOT NULL,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL,
    "token_jti" TEXT,
    "token_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pairing_code" (
    "code_hash" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "pairing_code_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "agent_client_key" (
    "agent_id" TEXT NOT NULL,
    "jwks" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_client_key_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "used_proof" (
    "key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_proof_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "oauth_grant_code_hash_key" ON "oauth_grant"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_grant_user_code_hash_key" ON "oauth_grant"("user_code_hash");

-- CreateIndex
CREATE INDEX "oauth_grant_wallet_id_status_idx" ON "oauth_grant"("wallet_id", "status");

-- CreateIndex
CREATE INDEX "oauth_grant_agent_id_idx" ON "oauth_grant"("agent_id");

-- CreateIndex
CREATE INDEX "oauth_grant_expires_at_idx" ON "oauth_grant"("expires_at");

-- CreateIndex
CREATE INDEX "pairing_code_wallet_id_idx" ON "pairing_code"("wallet_id");

-- CreateIndex
CREATE INDEX "used_proof_expires_at_idx" ON "used_proof"("expires_at");

-- AddForeignKey
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_oauth_client_id_fkey" FOREIGN KEY ("oauth_client_id") REFERENCES "oauth_client"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_wallet_id_agent_id_fkey" FOREIGN KEY ("wallet_id", "agent_id") REFERENCES "agent"("wallet_id", "id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_code" ADD CONSTRAINT "pairing_code_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_client_key" ADD CONSTRAINT "agent_client_key_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE oauth_client ADD CONSTRAINT oauth_client_redirect_uris CHECK (cardinality(redirect_uris) > 0);
ALTER TABLE oauth_grant
  ADD CONSTRAINT oauth_grant_kind CHECK (kind IN ('code', 'device')),
  ADD CONSTRAINT oauth_grant_status CHECK (status IN ('pending', 'approved', 'denied', 'redeemed')),
  -- Nothing is handed out for an agent that no owner admitted.
  ADD CONSTRAINT oauth_grant_approved CHECK (status NOT IN ('approved', 'redeemed') OR (agent_id IS NOT NULL AND wallet_id IS NOT NULL)),
  -- An authorization code is bound to a redirect and a proof key, a device code to neither.
  ADD CONSTRAINT oauth_grant_code CHECK (kind <> 'code' OR (oauth_client_id IS NOT NULL AND redirect_uri IS NOT NULL AND code_challenge IS NOT NULL)),
  ADD CONSTRAINT oauth_grant_device CHECK (kind <> 'device' OR code_hash IS NOT NULL),
  ADD CONSTRAINT oauth_grant_interval CHECK (interval_seconds BETWEEN 5 AND 900);
