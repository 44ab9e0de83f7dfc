// Package data stores sign-ups: sealed, append-only, and such that nothing shown as saved is ever lost.
//
// # The data folder
//
// One folder for each booth, mode 0700, its files 0600:
//
//	booth.db, -wal    the store: SQLite, tables entry, conflict, booth, meta,
//	                  statement, waiting, tally, audit, handover, purge
//	journal           the same sealed entries again, append-only, each with its length and digest (internal/journal)
//	booth.key         this booth's Ed25519 signing key, PKCS #8 PEM; its fingerprint is the booth's id
//	event-key.age     the event's private key as an age file under the passphrase; may live elsewhere
//	event-key.recovery.age  the same key, sealed to the recovery key; beside signed key sets only (keyfile.go)
//	recovery-key.age  the second key of a practice folder; a live one keeps its recovery key nowhere
//	keys.toml         the key set, signed by the desk, for further booths of the same event
//	booth.settings    a second copy of the settings, the known booths' public keys and the desk's statements, with a digest
//	packs/            the event pack's later versions, and those before them, each a .zip named for its digest; which of
//	                  them counts, a statement says (internal/trust/pack.go)
//	lock              held by whoever has the folder open
//	making            exists only while the folder is being made
//
// # Entries
//
// A sign-up, a correction, a volunteer's check, a join of two sign-ups and an erasure are each one entry: clear columns
// that say nothing about the person but, in a join, which other sign-up is theirs, and a sealed part, an age file to at
// least two post-quantum hybrid recipients (package seal). Entries are only ever added. Each is signed by its booth over
// everything but the sealed part, whose digest it includes. A person's record is a fold over the entries in the order of
// (tick, booth, seq, id), so it does not depend on clocks or on the order of arrival. The plaintext is padded to one size before sealing (entry/envelope.go), so that its length does not
// give away what was entered. Which receipt codes went to which recipient is sealed as well (handover.go).
//
// # Who may say what
//
// A booth's key speaks for the people who signed up at it, whose ids are derived from that key (entry/bind.go). About
// others it makes claims, which have no effect elsewhere until the desk accepts them. The desk's key, derived from the
// event's (internal/keys/desk.go), speaks about anybody, and makes statements about booths and claims (statement.go).
// What is believed is computed on reading, from all lines and statements together (internal/trust/trust.go). An erasure
// by another booth without the desk's signature hides at once and empties after two weeks (internal/trust/waiting.go).
//
// # When something is saved
//
// [Store.SignUp] returns without an error only after the commit (WAL, synchronous FULL), a read-back past SQLite's cache,
// and the fsync of the journal. After a failed write the store accepts nothing more until [Store.Reopen] has read the
// folder again. [Open] compares store and journal and restores what one lacks from the other: a flipped byte in the -wal,
// for example, makes SQLite silently drop all rows after it.
//
// # The audit
//
// Every change except a sign-up at the screen writes a line into table audit in the same transaction: who, what, to how
// many people, in which hour. Each line has the SHA-256 of the previous line and itself (internal/db/audit.go); the last
// digest and the number of lines are in the second copy and in every backup, so that a rebuilt chain is noticed.
//
// # Counts
//
// What visitors did is counted without names, and written only for five visitors together (visit.go).
//
// # Erasing
//
// [Store.Erase] empties the sealed parts of all the person's entries and adds a signed erasure without content. The
// journal is rewritten, the -wal emptied and the database vacuumed, so that no file of the folder contains the ciphertext
// any more. An interrupted erasure is finished at the next [Open].
//
// Sign-ups that the desk has joined ([AtDesk.Join]) are one person without any key (entry/pairs.go): counted as one, kept
// from the last of them, and erased together, whichever of them is named and whether the join or the erasure came first.
// Joins from before the partner stood in the clear count only for who has a key.
package data
