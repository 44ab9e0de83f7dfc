-- The tables of a hub, for SQLite. For PostgreSQL the names of the types are replaced (postgres.go), nothing else: no
-- sequences, triggers or partial indexes, so that databases that speak like PostgreSQL have nothing to stumble over.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE event (
  id   TEXT PRIMARY KEY,
  desk BLOB,                      -- the desk's public key, Ed25519; NULL: not known yet
  keys TEXT                       -- the event's keys.toml, signed by the desk; NULL: not known yet
) STRICT;

-- The booths of each event, and which of them may speak.
CREATE TABLE booth (
  event TEXT NOT NULL,
  id    TEXT NOT NULL,            -- fingerprint of key
  key   BLOB,                     -- Ed25519; NULL until the booth has spoken
  state TEXT NOT NULL,            -- allowed | revoked | distrusted
  PRIMARY KEY (event, id)
) STRICT;

CREATE TABLE line (
  event   TEXT NOT NULL,
  id      TEXT NOT NULL,
  person  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  booth   TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  tick    INTEGER NOT NULL,
  hour    INTEGER NOT NULL,
  digest  BLOB NOT NULL,
  sig     BLOB NOT NULL,
  nonce   BLOB,
  desk    BLOB,
  partner TEXT,
  sealed  BLOB,                   -- NULL once erased, and in an erasure
  PRIMARY KEY (event, id),
  UNIQUE (event, booth, seq)
) STRICT;
CREATE INDEX line_person ON line (event, person);
CREATE INDEX line_partner ON line (event, partner);
CREATE INDEX line_kind ON line (event, kind);

-- Lines with the id or the running number of another line but other bytes: kept apart, and named.
CREATE TABLE apart (
  event   TEXT NOT NULL,
  id      TEXT NOT NULL,
  person  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  booth   TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  tick    INTEGER NOT NULL,
  hour    INTEGER NOT NULL,
  digest  BLOB NOT NULL,
  sig     BLOB NOT NULL,
  nonce   BLOB,
  desk    BLOB,
  partner TEXT,
  sealed  BLOB,
  hash    BLOB NOT NULL,          -- of all of it but sealed
  PRIMARY KEY (event, booth, seq, id, hash)
) STRICT;
CREATE INDEX apart_person ON apart (event, person);
CREATE INDEX apart_partner ON apart (event, partner);

-- What the desk has said. While its key is not known, whoever may speak can write here; what it has not signed goes then.
CREATE TABLE statement (
  event  TEXT NOT NULL,
  serial INTEGER NOT NULL,
  id     TEXT NOT NULL,           -- digest of what the desk signs
  kind   TEXT NOT NULL,
  body   BLOB NOT NULL,           -- JSON
  sig    BLOB NOT NULL,
  PRIMARY KEY (event, serial, id, sig)
) STRICT;

-- What the erasures among the lines do, and whom they take along: somebody whom the desk has joined with their person has
-- a row too. Worked out anew whenever one of the lines or statements comes that it depends on (settle.go).
CREATE TABLE erased (
  event  TEXT NOT NULL,
  mark   BLOB NOT NULL,           -- hash of the erasure
  person TEXT NOT NULL,           -- of whom nothing is to stay
  covers TEXT NOT NULL,           -- only lines of this booth; empty: of all booths
  about  TEXT NOT NULL,           -- whom the erasure names
  line   TEXT NOT NULL,           -- id of the erasure
  signer TEXT NOT NULL,           -- the booth that wrote it
  state  TEXT NOT NULL,           -- claim: nothing yet | doubt: nothing | waits: hides | done: empties
  due    INTEGER NOT NULL,        -- from which hour on one that waits is carried out
  waited INTEGER NOT NULL,        -- 1: it has waited
  PRIMARY KEY (event, mark, person, covers)
) STRICT;
CREATE INDEX erased_person ON erased (event, person);
CREATE INDEX erased_about ON erased (event, about);

-- Which nonces were used: a request counts once.
CREATE TABLE nonce (
  booth TEXT NOT NULL,
  nonce BLOB NOT NULL,
  hour  INTEGER NOT NULL,
  PRIMARY KEY (booth, nonce)
) STRICT;

-- One row for every acknowledged batch, written with it. Without it, a batch that is sent again writes nothing, so that
-- its commit waits for no standby, and what was acknowledged would be lost with the primary.
CREATE TABLE receipt (
  id     BLOB PRIMARY KEY,        -- drawn for each try
  event  TEXT NOT NULL,
  batch  TEXT NOT NULL,
  booth  TEXT NOT NULL,
  lines  INTEGER NOT NULL,
  digest BLOB NOT NULL,           -- SHA-256 of the acknowledged ids
  hour   INTEGER NOT NULL
) STRICT;
CREATE INDEX receipt_hour ON receipt (hour);
