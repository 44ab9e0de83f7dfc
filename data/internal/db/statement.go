package db

import "matchbooth/data/entry"

// The limits of statements from elsewhere, see [entry].
const (
	MaxStatement      = entry.MaxStatement
	MaxStatements     = entry.MaxStatements
	MaxStatementBytes = entry.MaxStatementBytes
)

// KeptStatement is a statement in the second copy of the settings: the journal has entries only.
type KeptStatement struct {
	Kind   string `json:"kind"`
	Serial int64  `json:"serial"`
	Body   string `json:"body"`
	Sig    []byte `json:"sig"`
}
