package data

import (
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// The modes of a booth.
const (
	ModeLive     = keys.ModeLive
	ModePractice = keys.ModePractice
)

// The roles of a key.
const (
	RoleEvent    = keys.RoleEvent
	RoleRecovery = keys.RoleRecovery
	RoleAdded    = keys.RoleAdded
)

// What the rooms below give their callers' callers: documented there.
type (
	// Desk is the key with which the volunteers' desk signs.
	Desk = keys.Desk
	// Opener opens what is sealed.
	Opener = keys.Opener
	// KeyInfo is one public key that sign-ups are sealed to.
	KeyInfo = keys.KeyInfo
	// KeySet is all that sign-ups are sealed to, and who says so.
	KeySet = keys.SetInfo
)

// Why a key set, or what is sealed to one, is not taken; test for them with errors.Is.
var (
	ErrOther        = keys.ErrOther
	ErrOtherKeys    = keys.ErrOtherKeys
	ErrOtherDesk    = keys.ErrOtherDesk
	ErrKeysUnsigned = keys.ErrKeysUnsigned
	ErrKeysHere     = keys.ErrKeysHere
	ErrKeysOlder    = keys.ErrKeysOlder
	ErrKeysClash    = keys.ErrKeysClash
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

// ReadKeySet reads the text of keys.toml; see [keys.ReadSet].
func ReadKeySet(text string) (KeySet, error) { return keys.ReadSet(text) }

// FolderKeySet reads the key set of a folder that is not opened; see [keys.FolderSet].
func FolderKeySet(dir string) (KeySet, error) { return keys.FolderSet(dir) }

// PracticePassphrase opens every practice booth, and PracticePIN unlocks it.
const (
	PracticePassphrase = build.PracticePassphrase
	PracticePIN        = build.PracticePIN
)

// Visitor is who has acted where the visitor did: an erasure at the screen.
const Visitor = audit.Visitor

// ErrWho refuses initials for the audit.
var ErrWho = audit.ErrWho

// CheckWho refuses with [ErrWho] what cannot be somebody's initials.
func CheckWho(who string) error { return audit.CheckWho(who) }
