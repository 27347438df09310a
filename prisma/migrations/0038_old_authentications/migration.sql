-- The job that removes old authentications looks for them by their end.
CREATE INDEX "card_authentication_expires_at_idx" ON "card_authentication"("expires_at");
