-- Whom a join names, in the clear, so that erasing one of the two without a key erases both.
ALTER TABLE entry ADD COLUMN partner TEXT;    -- the id of the other person, in joins and their undoing; NULL elsewhere
ALTER TABLE conflict ADD COLUMN partner TEXT;

-- Who is one with whom is looked up with every erasure and every line about somebody.
CREATE INDEX entry_partner ON entry (partner) WHERE partner IS NOT NULL;
CREATE INDEX conflict_partner ON conflict (partner) WHERE partner IS NOT NULL;
