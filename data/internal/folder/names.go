// Package folder is a booth's data folder as files: their names, how each is read and written so that nothing somebody
// else has put in its place is followed, waited for or believed, the lock, and what the disk's errors mean for people.
// It knows nothing about the content of the files.
package folder

import "matchbooth/data/keyset"

// What may be in a data folder besides the store's own files: the event pack that the booth was set up with, as a folder or
// as one file.
const (
	Pack    = "pack"
	PackZip = "pack.zip"

	// Packs is the folder with the packs that the desk has named after setup, and those they followed, each as a zip file
	// named for its digest.
	Packs = "packs"
)

// The names in a data folder.
const (
	DB          = "booth.db"
	WAL         = "booth.db-wal"
	SHM         = "booth.db-shm"
	Rollback    = "booth.db-journal"
	Journal     = "journal"
	JournalNew  = "journal.new"
	BoothKey    = "booth.key"
	EventKey    = "event-key.age"
	RecoveryKey = "recovery-key.age" // practice only
	Keys        = keyset.FileName
	LockName    = "lock"
	Making      = "making" // exists while a folder is being made; nobody can have signed up yet
)

// Exports is the folder in a data folder where the desk puts its exports.
const Exports = "exports"

// EventRecovery is the event's key, sealed to the recovery key: with it the recovery key can become the desk again. A
// binary age file whose content is an age identity file. It exists beside signed key sets only.
const EventRecovery = "event-key.recovery.age"

// Settings is the second copy of the settings. It has no secret that is not in booth.db too.
const Settings = "booth.settings"

// HubSaid is what a hub has said of the lines here; see package athub.
const HubSaid = "hub.said"

// Inbox is the folder with what people have sent from their phones, sealed, until somebody at the desk has decided.
const Inbox = "inbox"

// NoFail is a failpoint that never fails.
func NoFail(string) error { return nil }

// EventKeyNew is a key file about to replace the other one; if a crash leaves it, the next opening removes it.
const EventKeyNew = EventKey + ".new"
