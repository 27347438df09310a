-- A trail holds the names that an owner gave, chained: it cannot be emptied of them, so it goes with the account (ADR 0019, ADR 0023). Nobody else's does,
-- and the application removes no row of one: it may only ask for this.
CREATE FUNCTION refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('countersign.erasing', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DROP TRIGGER audit_event_append_only ON audit_event;
DROP TRIGGER audit_link_append_only ON audit_link;
DROP TRIGGER audit_seal_append_only ON audit_seal;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();

-- As in 0014, and what one of two people signed, with the address in it.
CREATE OR REPLACE FUNCTION erase_evidence(erased_wallet_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM account_deletion WHERE wallet_id = erased_wallet_id AND outcome = 'erased') THEN
    RAISE EXCEPTION 'the account of wallet % is not erased', erased_wallet_id;
  END IF;
  UPDATE mandate SET content = content #- '{evidence,snapshot,buyer}' #- '{evidence,snapshot,address}' WHERE wallet_id = erased_wallet_id;
  UPDATE owner_confirmation SET content = '{}', after = 'null' WHERE wallet_id = erased_wallet_id;
  DELETE FROM approval_signature WHERE wallet_id = erased_wallet_id;
END $$;

CREATE FUNCTION erase_audit_trail(erased_wallet_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM account_deletion WHERE wallet_id = erased_wallet_id AND outcome = 'erased') THEN
    RAISE EXCEPTION 'the account of wallet % is not erased', erased_wallet_id;
  END IF;
  PERFORM set_config('countersign.erasing', 'on', true);
  DELETE FROM audit_seal WHERE wallet_id = erased_wallet_id;
  DELETE FROM audit_link WHERE wallet_id = erased_wallet_id;
  DELETE FROM audit_pending WHERE wallet_id = erased_wallet_id;
  DELETE FROM audit_event WHERE wallet_id = erased_wallet_id;
  PERFORM set_config('countersign.erasing', 'off', true);
END $$;
REVOKE ALL ON FUNCTION erase_audit_trail(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_audit_trail(text) TO countersign_app;
