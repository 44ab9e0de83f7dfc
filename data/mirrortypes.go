package data

import (
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/mirror"
)

// What the rooms below give their callers' callers: documented there.
type (
	// MirrorState says how the journal's second copy stands.
	MirrorState = mirror.State
	// MirrorFault is the reason in a word, for a sentence in the reader's language.
	MirrorFault = mirror.Fault
)

// What can be wrong with a second copy.
const (
	MirrorAbsent   = mirror.Absent   // the folder is not there: the stick is out
	MirrorFull     = mirror.Full     // no room
	MirrorReadOnly = mirror.ReadOnly // it cannot be written
	MirrorIO       = mirror.IO       // it does not read or write
	MirrorHangs    = mirror.Hangs    // it does not answer at all
	MirrorForeign  = mirror.Foreign  // it holds something no booth wrote: a link, a pipe, an absurdly large file
)

// Errors of second copies and of backups; test for them with errors.Is.
var (
	// ErrMirrorFolder: the folder cannot hold the journal's second copy.
	ErrMirrorFolder = mirror.ErrFolder
	// ErrBackup: a backup is not whole, or is none.
	ErrBackup = archive.ErrBackup
	// ErrNoAudit: a backup does not say how far the audit had come, for it is from before the audit was chained.
	ErrNoAudit = archive.ErrNoAudit
)
