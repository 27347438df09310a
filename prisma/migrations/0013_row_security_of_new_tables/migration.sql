-- What pages see of the tables that came after 0005_row_security; see there for how a policy is read.

-- ---------------------------------------------------------------------------------------------------------------- wallet
CALL row_security('wallet_limit', 'wallet_id = page_wallet_id()');
CALL row_security('owner_confirmation', 'wallet_id = page_wallet_id()', 'id, wallet_id, subject, content, status, created_at, expires_at, decided_at');
CALL row_security('spending_policy', 'wallet_id = page_wallet_id()');
CALL row_security('spending_authorization', 'wallet_id = page_wallet_id()');
CALL row_security('spending_history', 'agent_id IN (SELECT id FROM agent)');
CALL row_security('oauth_grant', 'wallet_id = page_wallet_id()',
  'id, kind, status, asked, oauth_client_id, wallet_id, proposal, agent_id, user_code_hash, redirect_uri, state, code_challenge, dpop_jkt, interval_seconds, next_poll_at, token_jti,
   token_expires_at, created_at, expires_at');
-- Its key is the hash of 256 random bits: nobody finds the link by it.
CALL row_security('passkey_recovery', 'user_id IN (SELECT user_id FROM wallet)');

-- -------------------------------------------------------------------------------------------------------------- merchant
CALL row_security('network_refund', 'transaction_id IN (SELECT id FROM network_transaction)');
-- Who sees an order sees its returns: the merchant, the wallet that paid, and the bearer of the order's id.
CALL row_security('order_return', 'EXISTS (SELECT FROM purchase_order o WHERE o.merchant_id = order_return.merchant_id AND o.id = order_return.order_id)');
CALL row_security('order_return_line', 'EXISTS (SELECT FROM order_return r WHERE r.merchant_id = order_return_line.merchant_id AND r.id = order_return_line.return_id)');
