-- Row-level security on the path of pages (ADR 0011). A page works as countersign_page, which reads and nothing else: of each table
-- that is named here, the rows of the tenant whose page it is; of any other table nothing. Runs as any owner of the database who may
-- make roles; where an administrator has made them, who is a member of both.

-- A wallet's payments by their age, for its pages and for the policies below.
-- CreateIndex
CREATE INDEX "agent_payment_wallet_id_id_idx" ON "agent_payment"("wallet_id", "id");

-- ---------------------------------------------------------------------------------------------------------------- the role
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'countersign_page') THEN
    CREATE ROLE countersign_page NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role countersign_page is missing and % may not create it', CURRENT_USER
      USING HINT = format('As an administrator run: CREATE ROLE countersign_page NOLOGIN; GRANT countersign_page TO %I;', CURRENT_USER);
END $$;

-- From PostgreSQL 16 on, who made a role is a member of it and may not take it yet: so taking it is tried, for both roles.
DO $$
DECLARE
  before text := current_setting('role');
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['countersign_app', 'countersign_page'] LOOP
    BEGIN
      PERFORM set_config('role', wanted, true);
      PERFORM set_config('role', before, true);
    EXCEPTION WHEN insufficient_privilege THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, CURRENT_USER);
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% may not take the role %', CURRENT_USER, wanted
          USING HINT = format('As an administrator run: GRANT %I TO %I;', wanted, CURRENT_USER);
      END;
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO countersign_page;

-- ------------------------------------------------------------------------------------------------------ whose page it is
-- lib/db/page-db.ts sets one of them, for one transaction. Unset is null, and null is nobody's.
CREATE FUNCTION page_wallet_id() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('countersign.wallet_id', true), '') $$;
CREATE FUNCTION page_merchant_id() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('countersign.merchant_id', true), '') $$;
CREATE FUNCTION page_order_id() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('countersign.order_id', true), '') $$;

-- What a migration says of a table with a tenant's rows: which of them a page sees, and which columns where it is not all of them.
-- The application sees all rows, as before: on its path the tenant is a predicate of each statement.
CREATE PROCEDURE row_security(target regclass, predicate text, columns text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY application ON %s TO countersign_app USING (true) WITH CHECK (true)', target);
  EXECUTE format('CREATE POLICY page ON %s FOR SELECT TO countersign_page USING (%s)', target, predicate);
  EXECUTE format('GRANT SELECT %s ON %s TO countersign_page', coalesce('(' || columns || ')', ''), target);
END $$;
REVOKE ALL ON PROCEDURE row_security(regclass, text, text) FROM PUBLIC;

-- A policy that reads another table reads it as the page does: "the agents" below are the wallet's own agents.

-- ---------------------------------------------------------------------------------------------------------------- people
CALL row_security('app_user', 'id IN (SELECT user_id FROM wallet) OR id IN (SELECT user_id FROM merchant_member)',
  'id, email, display_name, email_verified_at, created_at');
CALL row_security('passkey', 'user_id IN (SELECT user_id FROM wallet)', 'id, user_id, transports, label, created_at, last_used_at');

-- ---------------------------------------------------------------------------------------------------------------- wallet
CALL row_security('wallet', 'id = page_wallet_id()');
CALL row_security('payment_method', 'wallet_id = page_wallet_id()');
CALL row_security('agent', 'wallet_id = page_wallet_id()');
CALL row_security('agent_limit', 'agent_id IN (SELECT id FROM agent)');
CALL row_security('agent_change', 'agent_id IN (SELECT id FROM agent)');
CALL row_security('spending_usage', 'agent_id IN (SELECT id FROM agent)');
CALL row_security('spending_hold', 'agent_id IN (SELECT id FROM agent)');
CALL row_security('agent_payment', 'wallet_id = page_wallet_id()');
CALL row_security('payment_token', 'wallet_id = page_wallet_id()',
  'id, payment_id, agent_id, wallet_id, merchant_id, checkout_id, amount, currency, status, expires_at, used_at, created_at');
CALL row_security('approval', 'wallet_id = page_wallet_id()');
CALL row_security('mandate', 'wallet_id = page_wallet_id()');
CALL row_security('webhook_endpoint', 'wallet_id = page_wallet_id()', 'wallet_id, agent_id, id, url, events, created_at');

-- ------------------------------------------------------------------------------------------------------------------ bank
CALL row_security('bank_account', 'user_id IN (SELECT user_id FROM wallet)');
CALL row_security('bank_card', 'user_id IN (SELECT user_id FROM wallet)');
CALL row_security('bank_hold', 'bank_account_id IN (SELECT id FROM bank_account)');
CALL row_security('ledger_account',
  'id IN (SELECT available_account_id FROM bank_account UNION ALL SELECT held_account_id FROM bank_account)');
CALL row_security('ledger_transfer',
  'debit_account_id IN (SELECT id FROM ledger_account) OR credit_account_id IN (SELECT id FROM ledger_account)');

-- -------------------------------------------------------------------------------------------------------------- merchant
-- A wallet sees the merchants that its agents asked to pay, and the orders that they paid.
CALL row_security('merchant', 'id = page_merchant_id() OR id IN (SELECT merchant_id FROM agent_payment)
  OR id IN (SELECT merchant_id FROM purchase_order WHERE purchase_order.id = page_order_id())');
CALL row_security('merchant_pickup_location', 'merchant_id = page_merchant_id()');
CALL row_security('merchant_member', 'merchant_id = page_merchant_id()');
CALL row_security('api_key', 'merchant_id = page_merchant_id()', 'id, kind, merchant_id, name, scopes, created_at, revoked_at');
CALL row_security('item', 'merchant_id = page_merchant_id()');
CALL row_security('stock_reservation', 'merchant_id = page_merchant_id()');
CALL row_security('shipping_rate', 'merchant_id = page_merchant_id()');
CALL row_security('tax_rate', 'merchant_id = page_merchant_id()');
CALL row_security('checkout', 'merchant_id = page_merchant_id()');
CALL row_security('payment_attempt', 'merchant_id = page_merchant_id()',
  'id, merchant_id, checkout_id, amount, currency, status, network_transaction_id, decline_reason, created_at, updated_at');
CALL row_security('purchase_order', 'merchant_id = page_merchant_id() OR id = page_order_id() OR EXISTS (
  SELECT FROM agent_payment p WHERE p.checkout_id = purchase_order.checkout_id AND p.merchant_id = purchase_order.merchant_id AND p.status = ''completed'')');
CALL row_security('order_event', 'merchant_id = page_merchant_id()');
CALL row_security('network_transaction', 'merchant_id = page_merchant_id()');
