-- The answer of a repeated write is given again to whom its thing is still open: so what it is about is kept beside it.
ALTER TABLE idempotency ADD COLUMN matter text CHECK (matter ~ '^[A-Z]+:[0-9]+(/[0-9]+)?$');
