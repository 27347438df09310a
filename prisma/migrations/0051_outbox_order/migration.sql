-- What waits is leased oldest first: found in that order, without sorting all of it (ADR 0004).
CREATE INDEX outbox_event_waiting ON outbox_event (id) WHERE delivered_at IS NULL AND dead_at IS NULL;
