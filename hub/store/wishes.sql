-- What phones have sent, until the desk says that it has it. Nothing in the clear but an id that the page drew and an hour.
CREATE TABLE wish (
  event  TEXT NOT NULL,
  id     TEXT NOT NULL,           -- drawn by the page: what is sent twice is here once
  hour   INTEGER NOT NULL,        -- in which it came
  sealed BLOB NOT NULL,
  PRIMARY KEY (event, id)
) STRICT;

-- What the page of an event says, as JSON (hub/page, Event). No row: the event has no page.
CREATE TABLE page (
  event TEXT PRIMARY KEY,
  says  BLOB NOT NULL
) STRICT;
