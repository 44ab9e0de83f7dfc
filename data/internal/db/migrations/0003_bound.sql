-- Who may say what. From here on a person's and an entry's id are made of the booth's key (see bind.go), and entries
-- may bear the desk's signature beside the booth's.
ALTER TABLE entry ADD COLUMN nonce BLOB;    -- what the person's id is made of, with the booth's key; NULL in entries from before
ALTER TABLE entry ADD COLUMN desk BLOB;     -- the desk key's signature over what sig covers, where the desk speaks
ALTER TABLE conflict ADD COLUMN nonce BLOB;
ALTER TABLE conflict ADD COLUMN desk BLOB;

-- What the desk has said about booths and claims; merged as a set, like entries.
CREATE TABLE statement (
  id     TEXT PRIMARY KEY,        -- SHA-256 of what is signed, hexadecimal
  kind   TEXT NOT NULL,           -- distrust | trust | succeed | accept | refuse | days
  serial INTEGER NOT NULL,        -- of two that contradict each other the higher one holds, then the higher id
  body   TEXT NOT NULL,           -- JSON
  sig    BLOB NOT NULL            -- the desk's signature
) STRICT, WITHOUT ROWID;

-- Erasures that came from other booths without the desk's signature, and since when they have been here: they hide at
-- once and empty after two weeks. This folder's own memory; it is not merged.
CREATE TABLE waiting (
  line  BLOB PRIMARY KEY,         -- names the erasure: the first 16 bytes of the SHA-256 of what is signed and the signature
  since INTEGER NOT NULL,         -- unix hours by this computer's clock
  done  INTEGER NOT NULL          -- 1: emptied
) STRICT, WITHOUT ROWID;
