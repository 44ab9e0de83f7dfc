// Package data keeps sign-ups: sealed, append-only, and so that what was shown as saved is never lost.
//
// # The data folder
//
// One folder for each booth, mode 0700, its files 0600:
//
//	booth.db, -wal    the store: SQLite, tables entry, conflict, booth, meta,
//	                  statement, waiting, tally, audit, handover, purge
//	journal           the same sealed entries again, append-only, each with its length and digest (journal.go)
//	booth.key         this booth's Ed25519 signing key, PKCS #8 PEM; its fingerprint is the booth's id
//	event-key.age     the event's private key as an age file under the passphrase; may live elsewhere
//	event-key.recovery.age  the same key, sealed to the recovery key; beside signed key sets only (keyfile.go)
//	recovery-key.age  the second key of a practice folder; a live one keeps its recovery key nowhere
//	keys.toml         the key set, signed by the desk, for further booths of the same event
//	booth.settings    the settings, the known booths' public keys and the desk's statements once more, with a digest
//	lock              held by whoever has the folder open
//	making            stands only while the folder is being made
//
// # Entries
//
// A sign-up, a correction, a volunteer's check and an erasure are each one entry: open columns that say nothing about
// the person, and a sealed part, an age file to at least two post-quantum hybrid recipients (package seal). Entries are
// only ever added. Each is signed by its booth over everything but the sealed part, of which it has the digest. A
// person's record is a fold over the entries in the order of (tick, booth, seq, id), so it does not depend on clocks
// or on the order of arrival. What is sealed is filled up to one size (entry.go), so that it does not tell what was entered. Which receipt codes went to
// which recipient is sealed as well (handover.go).
//
// # Who may say what
//
// A booth's key speaks for the people who signed up at it, whose ids are made of that key (bind.go); about others it makes
// claims, which have no effect elsewhere before the desk accepts them. The desk's key, derived from the event's (desk.go),
// speaks about anybody, and makes statements about booths and claims (statement.go). What is believed is worked out when
// reading, of all lines and statements together (trust.go). An erasure by another booth without the desk's signature
// hides at once and empties after two weeks (waiting.go).
//
// # When something is saved
//
// [Store.SignUp] returns without an error only after the commit (WAL, synchronous FULL), a read-back past SQLite's
// cache, and the fsync of the journal. After a failed write the store takes nothing more until [Store.Reopen] has
// read the folder again. [Open] compares store and journal and restores what one lacks from the other: a flipped byte
// in the -wal, for one, makes SQLite drop all rows behind it without a word.
//
// # The audit
//
// Whatever changes something, but for a sign-up at the screen, writes a line into table audit in the same transaction:
// who, what, with how many people, in which hour. Each line has the SHA-256 of the line before it and itself
// (internal/db/audit.go); the last one and their number stand in the second copy and in every backup, so that a chain that was
// made anew is noticed.
//
// # Counts
//
// What visitors did is counted without a name, and written only for five of them together (visit.go).
//
// # Erasing
//
// [Store.Erase] empties the sealed parts of all the person's entries and adds a signed erasure without content. The
// journal is written anew, the -wal emptied and the database vacuumed, so that the ciphertext is in no file of the
// folder. An erasure that was interrupted is finished at the next [Open].
package data
