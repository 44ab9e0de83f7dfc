//go:build !unix

package data

// oldFile does nothing here: a file that is held open cannot be replaced.
type oldFile struct{}

func holdFile(string) oldFile { return oldFile{} }
func (oldFile) wipe(int)      {}
func (oldFile) release()      {}
