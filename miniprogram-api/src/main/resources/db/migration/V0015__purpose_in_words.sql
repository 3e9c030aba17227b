-- Purposes in words: a family that sees who looked reads what for, not a code. Null until the agreement's words are entered.
ALTER TABLE partner_purpose
    ADD COLUMN title text CONSTRAINT partner_purpose_title_length CHECK (length(title) BETWEEN 2 AND 40);
