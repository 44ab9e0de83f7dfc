package data

import "matchbooth/data/internal/folder"

// What can be wrong with a data folder; test for them with errors.Is. The errors that wrap them are one sentence with a
// next step.
var (
	ErrLocked     = folder.ErrLocked
	ErrNotBooth   = folder.ErrNotBooth
	ErrNewer      = folder.ErrNewer
	ErrDamaged    = folder.ErrDamaged
	ErrDiskFull   = folder.ErrDiskFull
	ErrPassphrase = folder.ErrPassphrase
)

// FolderState says what a folder is.
type FolderState = folder.State

// The states of a folder.
const (
	Missing = folder.Missing // no such folder
	Empty   = folder.Empty   // nothing in it, or a booth that was never finished being made
	Booth   = folder.Booth   // a booth's data folder, sound or not
	Foreign = folder.Foreign // something else is in it, or it is a file
)

// IsBooth says what a folder is; see [folder.IsBooth].
func IsBooth(dir string) (FolderState, error) { return folder.IsBooth(dir) }

// InBooth says whether a path lies in a booth's data folder; see [folder.InBooth].
func InBooth(path string) bool { return folder.InBooth(path) }
