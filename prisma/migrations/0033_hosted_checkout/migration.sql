-- The hosted checkout: the price it holds, where its person goes, and how its payment stands (ADR 0034).

ALTER TABLE "checkout" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

ALTER TABLE "hosted_checkout" ADD COLUMN     "authentication_id" TEXT,
ADD COLUMN     "cancel_url" TEXT,
ADD COLUMN     "checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "decline_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "late_reference" TEXT,
ADD COLUMN     "return_url" TEXT,
ADD COLUMN     "sealed_token" TEXT,
ADD COLUMN     "snapshot_hash" TEXT NOT NULL DEFAULT '';
ALTER TABLE "hosted_checkout" ALTER COLUMN "snapshot_hash" DROP DEFAULT;

-- Whoever opens one twice finds the first.
CREATE UNIQUE INDEX hosted_checkout_one_open ON hosted_checkout (checkout_id) WHERE status = 'open';

-- A person at a hosted checkout authenticates without an agent and without a merchant's key.
ALTER TABLE card_authentication DROP CONSTRAINT card_authentication_starter,
  ADD CONSTRAINT card_authentication_starter CHECK (num_nonnulls(agent_id, api_key_id) <= 1);

-- Pages never read the token.
REVOKE SELECT ON hosted_checkout FROM countersign_page;
GRANT SELECT (merchant_id, id, checkout_id, provider, provider_session_id, url, amount, currency, status, payment_status, expires_at, created_at,
  return_url, cancel_url, late_reference, decline_count) ON hosted_checkout TO countersign_page;
