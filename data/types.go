package data

import (
	"context"
	"errors"

	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/closing"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/hubside"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
)

// What can be wrong with a data folder or a code; test for these with errors.Is. The errors that wrap them are one
// sentence with a next step.
var (
	ErrCodeUnknown   = errors.New("there is no sign-up with this receipt code here")
	ErrCodeAmbiguous = errors.New("two sign-ups share this receipt code: ask a volunteer to find the right one at the desk")
	// ErrBroken: a write failed, so nothing is accepted or called saved until [Store.Reopen] has verified the folder.
	ErrBroken = errors.New("the store stopped after a failed write: reopen it")

	// ErrNoKey: the event's private key is not in this folder.
	ErrNoKey = errors.New("the event's private key is not in this folder: give its file, or the recovery key")
	// ErrOwn: a booth cannot be merged into itself.
	ErrOwn = errors.New("it is this booth's own: give another one")
)

// What can be wrong with a data folder; test for these with errors.Is. The errors that wrap them are one sentence with a
// next step.
var (
	ErrLocked     = folder.ErrLocked
	ErrNotBooth   = folder.ErrNotBooth
	ErrNewer      = folder.ErrNewer
	ErrDamaged    = folder.ErrDamaged
	ErrDiskFull   = folder.ErrDiskFull
	ErrPassphrase = folder.ErrPassphrase
)

// AuditHead is how many lines the audit has, and the digest of the last one, "" if there is none.
type AuditHead = db.AuditHead

// The settings that say how long people are kept, for [Store.Meta]. MetaRetention is everybody's time in days, 0 or "" for
// ever; MetaTerms the longer times of consents, as [EncodeTerms] writes them, "" if there are none.
const (
	MetaRetention = terms.MetaDays
	MetaTerms     = terms.MetaTerms
)

// EncodeTerms writes the days that consents keep people, by id, as MetaTerms has them.
func EncodeTerms(days map[string]int) string { return terms.Encode(days) }

// FolderState says what a folder is.
type FolderState = folder.State

// The states of a folder.
const (
	Missing = folder.Missing // no such folder
	Empty   = folder.Empty   // nothing in it, or a booth whose making was never finished
	Booth   = folder.Booth   // a booth's data folder, sound or not
	Foreign = folder.Foreign // something else is in it, or it is a file
)

// IsBooth says what a folder is; see [folder.IsBooth].
func IsBooth(dir string) (FolderState, error) { return folder.IsBooth(dir) }

// InboxFolder is the folder in a data folder that is package inbox's. It is in no backup and in no second copy.
const InboxFolder = folder.Inbox

// InBooth says whether a path is in a booth's data folder; see [folder.InBooth].
func InBooth(path string) bool { return folder.InBooth(path) }

// The modes of a booth.
const (
	ModeLive     = keyset.ModeLive
	ModePractice = keyset.ModePractice
)

// The roles of a key.
const (
	RoleEvent    = keyset.RoleEvent
	RoleRecovery = keyset.RoleRecovery
	RoleAdded    = keyset.RoleAdded
)

// Types of the internal packages that appear in this package's API; documented there.
type (
	// Desk is the key the volunteers' desk signs with.
	Desk = keys.Desk
	// Opener opens what is sealed.
	Opener = keys.Opener
	// KeyInfo is one public key that sign-ups are sealed to.
	KeyInfo = keyset.KeyInfo
	// KeySet is everything that sign-ups are sealed to, and who signed it.
	KeySet = keyset.SetInfo
)

// Why a key set, or something sealed to one, is refused; test for these with errors.Is.
var (
	ErrOther        = keyset.ErrOther
	ErrOtherKeys    = keyset.ErrOtherKeys
	ErrOtherDesk    = keyset.ErrOtherDesk
	ErrKeysUnsigned = keyset.ErrKeysUnsigned
	ErrKeysHere     = keyset.ErrKeysHere
	ErrKeysOlder    = keyset.ErrKeysOlder
	ErrKeysClash    = keyset.ErrKeysClash
	ErrNoDesk       = keys.ErrNoDesk
	ErrNoRecovery   = keys.ErrNoRecovery
)

// The settings with the event's first and last day, as 2006-01-02, from the pack.
const (
	MetaEventFrom = trust.MetaEventFrom
	MetaEventTo   = trust.MetaEventTo
)

// OpenIdentityFile opens an identity file without a passphrase, such as a recovery key; see [keys.OpenIdentityFile].
func OpenIdentityFile(path string) (Opener, error) { return keys.OpenIdentityFile(path) }

// ReadKeySet reads the text of keys.toml; see [keyset.ReadSet].
func ReadKeySet(text string) (KeySet, error) { return keyset.ReadSet(text) }

// FolderKeySet reads the key set of a folder without opening it; see [keys.FolderSet].
func FolderKeySet(dir string) (KeySet, error) { return keys.FolderSet(dir) }

// PracticePassphrase opens every practice booth, and PracticePIN unlocks it.
const (
	PracticePassphrase = build.PracticePassphrase
	PracticePIN        = build.PracticePIN
)

// Visitor is the author of what visitors do themselves: an erasure at the screen.
const Visitor = audit.Visitor

// As makes the audit name somebody other than [Options.By] for what is done under the context; see [audit.As].
func As(ctx context.Context, who string) context.Context { return audit.As(ctx, who) }

// ErrWho refuses initials for the audit.
var ErrWho = audit.ErrWho

// CheckWho returns [ErrWho] for what cannot be somebody's initials.
func CheckWho(who string) error { return audit.CheckWho(who) }

// Types of the internal packages that appear in this package's API; documented there.
type (
	// MirrorState is the state of the journal's second copy.
	MirrorState = mirror.State
	// MirrorFault is the reason as one word, for a sentence in the reader's language.
	MirrorFault = mirror.Fault
)

// What can be wrong with a second copy.
const (
	MirrorAbsent   = mirror.Absent   // the folder is not there: the stick was pulled out
	MirrorFull     = mirror.Full     // no space left
	MirrorReadOnly = mirror.ReadOnly // it cannot be written to
	MirrorIO       = mirror.IO       // reading or writing fails
	MirrorHangs    = mirror.Hangs    // it does not answer at all
	MirrorForeign  = mirror.Foreign  // it contains something no booth wrote: a link, a pipe, an absurdly large file
)

// Errors of second copies and of backups; test for these with errors.Is.
var (
	// ErrMirrorFolder: the folder cannot hold the journal's second copy.
	ErrMirrorFolder = mirror.ErrFolder
	// ErrBackup: a backup is incomplete, or not a backup.
	ErrBackup = archive.ErrBackup
	// ErrNoAudit: a backup does not have the length of the audit, because it is from before the audit was chained.
	ErrNoAudit = archive.ErrNoAudit
)

// Types of the internal packages that appear in this package's API; documented there.
type (
	// Arrival is one sign-up as it stands here, without a key.
	Arrival = closing.Arrival
	// Gap is a stretch of running numbers of one booth that no line here has.
	Gap = closing.Gap
	// Heard is when a booth was last heard of here.
	Heard = closing.Heard
)

// Types of the internal packages that appear in this package's API; documented there.
type (
	// LinePlace is a place in the order in which lines arrived here.
	LinePlace = hubside.Place
	// LineRow names a row of the store.
	LineRow = hubside.Row
	// PlacedLine is a line and its place.
	PlacedLine = hubside.Line
	// Fetched is a source made of what a hub has handed out.
	Fetched = hubside.Fetched
)

// What may have become of a sign-up's line.
const (
	Stored     = closing.Stored
	Erased     = closing.Erased
	Damaged    = closing.Damaged
	Distrusted = closing.Distrusted
)
