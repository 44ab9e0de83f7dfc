CREATE TABLE entry (
  n      INTEGER PRIMARY KEY,     -- order of arrival in this file; decides nothing
  id     TEXT NOT NULL UNIQUE,    -- UUIDv4 (v7 would give the moment away)
  person TEXT NOT NULL,           -- UUIDv4 of the sign-up this entry belongs to
  kind   TEXT NOT NULL,           -- signup | correction | check | contact | erasure
  booth  TEXT NOT NULL,           -- fingerprint of the booth's signing key
  seq    INTEGER NOT NULL,        -- this booth's running number: a gap is a loss, and is named
  tick   INTEGER NOT NULL,        -- highest tick in the file + 1; folds sort by (tick, booth, seq, id)
  hour   INTEGER NOT NULL,        -- unix hours by this computer's clock; the exact time is inside the seal
  sealed BLOB,                    -- a binary age file; NULL once erased
  digest BLOB NOT NULL,           -- SHA-256 of sealed: bit rot shows without a key
  sig    BLOB NOT NULL,           -- the booth's signature over every column but n, sealed and sig
  UNIQUE (booth, seq)
) STRICT;
CREATE INDEX entry_person ON entry (person);

-- Lines with the id or the (booth, seq) of another entry but other content. Kept and named, never folded.
CREATE TABLE conflict (
  n      INTEGER PRIMARY KEY,
  id     TEXT NOT NULL,
  person TEXT NOT NULL,
  kind   TEXT NOT NULL,
  booth  TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  tick   INTEGER NOT NULL,
  hour   INTEGER NOT NULL,
  sealed BLOB,
  digest BLOB NOT NULL,
  sig    BLOB NOT NULL
) STRICT;

-- The booths whose entries are accepted, with their public signing keys.
CREATE TABLE booth (
  id  TEXT PRIMARY KEY,           -- fingerprint of key
  key BLOB NOT NULL               -- Ed25519
) STRICT;

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Anonymous counts: how often something happened, by the hour.
CREATE TABLE tally (
  name  TEXT NOT NULL,
  hour  INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (name, hour)
) STRICT, WITHOUT ROWID;

-- Who opened, exported, erased, when. No personal data.
CREATE TABLE audit (
  n    INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL,          -- unix seconds
  what TEXT NOT NULL
) STRICT;

-- The receipt codes each recipient of exports has in hand, so that an erasure can be told to them.
CREATE TABLE exported (
  recipient TEXT NOT NULL,
  code      TEXT NOT NULL,
  PRIMARY KEY (recipient, code)
) STRICT, WITHOUT ROWID;
