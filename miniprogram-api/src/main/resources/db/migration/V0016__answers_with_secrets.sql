-- An answer that carries a one-time password is kept for a lost answer's retry only, not for the key's seven days.
ALTER TABLE idempotency ADD COLUMN secret_until timestamptz;
CREATE INDEX idempotency_secret ON idempotency (secret_until) WHERE secret_until IS NOT NULL;
