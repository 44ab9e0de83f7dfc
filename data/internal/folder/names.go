// Package folder is a booth's data folder as files: their names, how each is read and written so that nothing that
// somebody else has put in its place is followed, waited for or believed, the lock, and what the disk's errors mean for
// people. It knows nothing of what stands in the files.
package folder

// What may lie in a data folder beside the store's own files: the event pack, as a folder or as one file.
const (
	Pack    = "pack"
	PackZip = "pack.zip"
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
	Keys        = "keys.toml"
	LockName    = "lock"
	Making      = "making" // stands while a folder is being made; nobody can have signed up yet
)

// Exports is the folder in a data folder into which the desk exports.
const Exports = "exports"

// EventRecovery is the event's key, sealed to the recovery key: with it the recovery key can become the desk again.
// An age file, binary, whose content is an age identity file. It stands beside signed key sets only.
const EventRecovery = "event-key.recovery.age"

// Settings is the second copy. Nothing in it is secret that is not in booth.db too.
const Settings = "booth.settings"

func NoFail(string) error { return nil }

// EventKeyNew is the key file that is about to take the other's place; what a crash leaves is removed at the next
// opening.
const EventKeyNew = EventKey + ".new"
