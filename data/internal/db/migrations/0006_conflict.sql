-- Whoever has a booth's key can sign any number of lines under one id or running number. They are looked for with every
-- line that is merged, and with every erasure.
CREATE INDEX conflict_id ON conflict (id, sig);
CREATE INDEX conflict_seq ON conflict (booth, seq);
CREATE INDEX conflict_person ON conflict (person);
CREATE INDEX conflict_digest ON conflict (digest);
