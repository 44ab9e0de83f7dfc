package folder

// Weaken disables single protections, so that the tests of this package can show that each of them is needed: without
// it the same test must fail. The zero value is full protection, and only tests ever set it
// (TestOnlyTestsWeakenTheStore).
var Weaken struct {
	NoJournal  bool // nothing is appended to the journal
	NoReadBack bool // commits are not read back
	NoDirSync  bool // the names in a folder are not synced
	NoScrub    bool // what was erased is not scrubbed from SQLite's files
	NoRewrite  bool // the journal is not rewritten after an erasure
	Singly     bool // each visitor's counts are written at once
	// OneThread weakens nothing: store and journal are written one after the other by the same thread, so that tests can
	// make the Nth call of a thread fail.
	OneThread bool
}
