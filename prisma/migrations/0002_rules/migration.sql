-- What Prisma's schema language cannot say: checks, partial indexes, triggers, and the role that the application works as.
-- Runs as any owner of the database, PostgreSQL 15 or newer; a superuser is not needed when the role exists already.

-- ---------------------------------------------------------------------------------------------------------------- ledger
ALTER TABLE ledger_account
  ADD CONSTRAINT ledger_account_kind CHECK (kind IN ('customer_available', 'customer_held', 'merchant_settlement', 'bank_funding')),
  ADD CONSTRAINT ledger_account_sums CHECK (debits_amount >= 0 AND credits_amount >= 0),
  ADD CONSTRAINT ledger_account_not_negative CHECK (may_go_negative OR credits_amount - debits_amount >= 0),
  ADD CONSTRAINT ledger_account_customer CHECK (kind NOT IN ('customer_available', 'customer_held') OR NOT may_go_negative);

ALTER TABLE ledger_transfer
  ADD CONSTRAINT ledger_transfer_kind CHECK (kind IN ('fund', 'hold', 'capture', 'release', 'refund')),
  ADD CONSTRAINT ledger_transfer_amount CHECK (amount > 0),
  ADD CONSTRAINT ledger_transfer_two_accounts CHECK (debit_account_id <> credit_account_id);

-- The sums of an account follow from the transfers and from nothing else. SECURITY DEFINER: the application itself may not
-- write them. Both rows are taken in the order of their ids, so that two transfers between the same accounts cannot deadlock.
CREATE FUNCTION ledger_transfer_apply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.debit_account_id < NEW.credit_account_id THEN
    UPDATE ledger_account SET debits_amount = debits_amount + NEW.amount WHERE id = NEW.debit_account_id;
    UPDATE ledger_account SET credits_amount = credits_amount + NEW.amount WHERE id = NEW.credit_account_id;
  ELSE
    UPDATE ledger_account SET credits_amount = credits_amount + NEW.amount WHERE id = NEW.credit_account_id;
    UPDATE ledger_account SET debits_amount = debits_amount + NEW.amount WHERE id = NEW.debit_account_id;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION ledger_transfer_apply() FROM PUBLIC;

CREATE TRIGGER ledger_transfer_apply AFTER INSERT ON ledger_transfer
  FOR EACH ROW EXECUTE FUNCTION ledger_transfer_apply();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ------------------------------------------------------------------------------------------------------ bank and network
ALTER TABLE bank_card ADD CONSTRAINT bank_card_status CHECK (status IN ('active', 'frozen'));

ALTER TABLE bank_hold
  ADD CONSTRAINT bank_hold_status CHECK (status IN ('held', 'captured', 'released')),
  ADD CONSTRAINT bank_hold_amounts CHECK (
    amount > 0 AND captured_amount >= 0 AND released_amount >= 0 AND captured_amount + released_amount <= amount
  );

ALTER TABLE network_transaction
  ADD CONSTRAINT network_transaction_status CHECK (status IN ('initiated', 'authorized', 'captured', 'voided', 'declined')),
  ADD CONSTRAINT network_transaction_amounts CHECK (
    amount > 0 AND captured_amount BETWEEN 0 AND amount AND refunded_amount BETWEEN 0 AND captured_amount
  );

-- ------------------------------------------------------------------------------------------------- merchant and catalogue
ALTER TABLE merchant ADD CONSTRAINT merchant_fulfillment_kind CHECK (fulfillment_kind IN ('shipping', 'pickup'));
ALTER TABLE merchant_member ADD CONSTRAINT merchant_member_role CHECK (role IN ('owner', 'manager', 'staff'));
ALTER TABLE api_key
  ADD CONSTRAINT api_key_kind CHECK (kind IN ('merchant', 'operator', 'partner')),
  ADD CONSTRAINT api_key_tenant CHECK (kind <> 'merchant' OR merchant_id IS NOT NULL);
ALTER TABLE item ADD CONSTRAINT item_amounts CHECK (amount >= 0 AND stock >= 0);
ALTER TABLE stock_reservation
  ADD CONSTRAINT stock_reservation_status CHECK (status IN ('held', 'committed', 'released')),
  ADD CONSTRAINT stock_reservation_quantity CHECK (quantity > 0);
ALTER TABLE shipping_rate
  ADD CONSTRAINT shipping_rate_amount CHECK (amount >= 0),
  ADD CONSTRAINT shipping_rate_days CHECK (0 <= min_delivery_days AND min_delivery_days <= max_delivery_days);
ALTER TABLE tax_rate ADD CONSTRAINT tax_rate_basis_points CHECK (rate_basis_points BETWEEN 0 AND 10000);

-- ---------------------------------------------------------------------------------------------------- checkout and order
ALTER TABLE checkout
  ADD CONSTRAINT checkout_status CHECK (status IN ('open', 'needs_input', 'ready', 'paying', 'completed', 'canceled', 'expired')),
  ADD CONSTRAINT checkout_total CHECK (total_amount >= 0);

ALTER TABLE payment_attempt
  ADD CONSTRAINT payment_attempt_status CHECK (status IN ('authorizing', 'authorized', 'captured', 'declined', 'voided')),
  ADD CONSTRAINT payment_attempt_amount CHECK (amount > 0);
-- A checkout is paid by one attempt at a time.
CREATE UNIQUE INDEX payment_attempt_one_open ON payment_attempt (checkout_id) WHERE status IN ('authorizing', 'authorized');

ALTER TABLE purchase_order
  ADD CONSTRAINT purchase_order_status CHECK (status IN ('confirmed', 'canceled')),
  ADD CONSTRAINT purchase_order_payment_status CHECK (payment_status IN ('authorized', 'captured', 'voided')),
  ADD CONSTRAINT purchase_order_total CHECK (total_amount >= 0);

-- ---------------------------------------------------------------------------------------------------------------- people
ALTER TABLE sign_in_session ADD CONSTRAINT sign_in_session_method CHECK (method IN ('password', 'passkey', 'sign_up'));
ALTER TABLE passkey ADD CONSTRAINT passkey_counter CHECK (counter >= 0);
ALTER TABLE passkey_ceremony ADD CONSTRAINT passkey_ceremony_purpose CHECK (purpose IN ('sign_up', 'sign_in', 'enrol', 'mandate'));

-- ---------------------------------------------------------------------------------------------------------------- wallet
ALTER TABLE agent ADD CONSTRAINT agent_status CHECK (status IN ('pending', 'active', 'suspended', 'revoked'));
ALTER TABLE agent_limit ADD CONSTRAINT agent_limit_order CHECK (
  0 < per_transaction_amount AND per_transaction_amount <= daily_amount AND daily_amount <= monthly_amount
);
ALTER TABLE spending_usage ADD CONSTRAINT spending_usage_amount CHECK (amount >= 0);
ALTER TABLE spending_hold
  ADD CONSTRAINT spending_hold_status CHECK (status IN ('held', 'used', 'released')),
  ADD CONSTRAINT spending_hold_amount CHECK (amount > 0);

ALTER TABLE agent_payment
  ADD CONSTRAINT agent_payment_status CHECK (
    status IN ('step_up_required', 'approved', 'rejected', 'expired', 'completed', 'failed', 'voided')
  ),
  ADD CONSTRAINT agent_payment_amount CHECK (amount > 0);
-- A retry of the same request finds the first one (rules.md: keyed by agent, merchant, session, snapshot hash).
CREATE UNIQUE INDEX agent_payment_one_open ON agent_payment (agent_id, merchant_id, checkout_id, snapshot_hash)
  WHERE status IN ('step_up_required', 'approved');

ALTER TABLE payment_token
  ADD CONSTRAINT payment_token_status CHECK (status IN ('live', 'used', 'voided', 'expired')),
  ADD CONSTRAINT payment_token_amount CHECK (amount > 0),
  ADD CONSTRAINT payment_token_used_at CHECK (status <> 'used' OR used_at IS NOT NULL);
CREATE UNIQUE INDEX payment_token_one_live ON payment_token (checkout_id) WHERE status = 'live';

ALTER TABLE approval
  ADD CONSTRAINT approval_status CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
  ADD CONSTRAINT approval_amount CHECK (amount > 0),
  -- Without a person's signature nothing is approved.
  ADD CONSTRAINT approval_evidence CHECK (status <> 'approved' OR (evidence IS NOT NULL AND decided_at IS NOT NULL));
CREATE UNIQUE INDEX approval_one_pending ON approval (payment_id) WHERE status = 'pending';

ALTER TABLE mandate ADD CONSTRAINT mandate_type CHECK (type IN ('intent', 'cart', 'payment'));
ALTER TABLE signing_key ADD CONSTRAINT signing_key_purpose CHECK (purpose IN ('token', 'mandate'));

-- -------------------------------------------------------------------------------------------------------------- platform
ALTER TABLE idempotency_record
  ADD CONSTRAINT idempotency_record_status CHECK (status IN ('in_flight', 'done')),
  ADD CONSTRAINT idempotency_record_done CHECK (status <> 'done' OR response_status IS NOT NULL);
ALTER TABLE throttle ADD CONSTRAINT throttle_points CHECK (points >= 0);
ALTER TABLE outbox_event ADD CONSTRAINT outbox_event_attempts CHECK (attempts >= 0);

CREATE INDEX outbox_event_due ON outbox_event (next_attempt_at) WHERE delivered_at IS NULL AND dead_at IS NULL;

-- Wakes the workers when the promising transaction commits. The rows carry the truth; a lost wake-up only costs time.
CREATE FUNCTION outbox_event_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_event_notify AFTER INSERT ON outbox_event
  FOR EACH STATEMENT EXECUTE FUNCTION outbox_event_notify();

-- ------------------------------------------------------------------------------------------------- the application's role
-- The application works as a role that owns nothing. A managed database may not let us make it: then an administrator does.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'countersign_app') THEN
    CREATE ROLE countersign_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role countersign_app is missing and % may not create it', CURRENT_USER
      USING HINT = format('As an administrator run: CREATE ROLE countersign_app NOLOGIN; GRANT countersign_app TO %I;', CURRENT_USER);
END $$;

DO $$
BEGIN
  IF NOT pg_has_role(CURRENT_USER, 'countersign_app', 'MEMBER') THEN
    EXECUTE format('GRANT countersign_app TO %I', CURRENT_USER);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '% is no member of the role countersign_app and may not make itself one', CURRENT_USER
      USING HINT = format('As an administrator run: GRANT countersign_app TO %I;', CURRENT_USER);
END $$;

GRANT USAGE ON SCHEMA public TO countersign_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO countersign_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO countersign_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO countersign_app;

REVOKE UPDATE, DELETE ON ledger_transfer FROM countersign_app;
REVOKE INSERT, UPDATE, DELETE ON ledger_account FROM countersign_app;
GRANT INSERT (id, kind, currency, may_go_negative, created_at) ON ledger_account TO countersign_app;
-- SELECT ... FOR NO KEY UPDATE needs UPDATE on some column; the sums stay the trigger's alone.
GRANT UPDATE (created_at) ON ledger_account TO countersign_app;
-- A mandate is evidence: it can be revoked, and otherwise stays as it was signed.
REVOKE UPDATE, DELETE ON mandate FROM countersign_app;
GRANT UPDATE (revoked_at) ON mandate TO countersign_app;
-- Prisma's own record of migrations, where its commands or our runner have made it.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM countersign_app;
  END IF;
END $$;

-- The risk decision asks for an agent's first transaction.
CREATE INDEX network_transaction_agent ON network_transaction ((agent_context->>'agentId'));
-- A later event of an aggregate waits for the earlier ones.
CREATE INDEX outbox_event_order ON outbox_event (aggregate_id, id) WHERE delivered_at IS NULL AND dead_at IS NULL;
