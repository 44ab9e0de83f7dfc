-- The audit says who and how many, and is chained: each line has the SHA-256 of the line before it and itself, so that
-- none is changed or taken out unnoticed (auditchain.go). The lines of before are taken over by chainOldAudit, which
-- also drops their table.
ALTER TABLE audit RENAME TO audit_before;
CREATE TABLE audit (
  n       INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,       -- unix seconds; whole hours since there is this chain
  who     TEXT NOT NULL,          -- initials, "desk" or "visitor"; empty where nobody said
  what    TEXT NOT NULL,
  persons INTEGER NOT NULL,       -- how many it was about
  chain   BLOB NOT NULL
) STRICT;
