package export

// weaken takes single protections away, so that tests can show that each is needed. The zero value is full protection;
// nothing but a test of this package sets it.
var weaken struct {
	NoDirSync  bool // the names in a folder are not brought to the disk
	NoReadBack bool // what was written is not read again
}
