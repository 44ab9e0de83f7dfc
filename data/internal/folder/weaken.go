package folder

// Weaken takes single protections away, so that the tests of this package can show that each of them is needed: the
// same test must fail without it. The zero value is full protection, and nothing but a test ever sets it
// (TestOnlyTestsWeakenTheStore).
var Weaken struct {
	NoJournal  bool // nothing is appended to the journal
	NoReadBack bool // what was committed is not read again
	NoDirSync  bool // the names in a folder are not brought to the disk
	NoScrub    bool // what was erased is not cleaned out of SQLite's files
	NoRewrite  bool // the journal is not written anew after an erasure
	Singly     bool // each visitor's counts are written at once
	// OneThread is no weakness: store and journal are written one after the other by the same thread, so that calls
	// that are counted for each thread can be made to fail.
	OneThread bool
}
