//go:build !unix

package keys

// OldFile does nothing here: a file that is held open cannot be replaced.
type OldFile struct{}

// HoldFile holds nothing.
func HoldFile(string) OldFile { return OldFile{} }

// Wipe overwrites nothing.
func (OldFile) Wipe(int) {}

// Release does nothing.
func (OldFile) Release() {}
