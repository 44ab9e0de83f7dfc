-- Who was handed over to whom is personal: the lists of exports are sealed, as entries are (handover.go). Those of before
-- are taken over by sealExported, which also drops their table, exported.
CREATE TABLE handover (
  n         INTEGER PRIMARY KEY,  -- they count in this order
  recipient TEXT NOT NULL,        -- "us" or "registry", as the audit says too
  sealed    BLOB NOT NULL         -- a binary age file; empty where the keys of an old folder were not readable
) STRICT;
