-- What was forgotten because its time was over: when, up to which hour, and how many. Nobody can be told from it.
CREATE TABLE purge (
  n       INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,       -- unix seconds, by the date the purge was done under
  before  INTEGER NOT NULL,       -- unix hours: whoever signed up before this hour was forgotten
  persons INTEGER NOT NULL
) STRICT;
