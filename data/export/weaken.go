package export

// weaken disables single protections, so that tests can show that each is needed. The zero value is full protection; only
// tests of this package set it.
var weaken struct {
	NoDirSync  bool // the names in a folder are not synced
	NoReadBack bool // files are not read back
}
