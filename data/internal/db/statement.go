package db

// The limits of statements from elsewhere: the size in bytes of one, their number, and their total size.
const (
	MaxStatement      = 8 << 20 // a quarter of a million lines
	MaxStatements     = 10000
	MaxStatementBytes = 16 << 20 // of all together, while nobody can tell whose they are
)

// KeptStatement is a statement in the second copy of the settings: the journal has entries only.
type KeptStatement struct {
	Kind   string `json:"kind"`
	Serial int64  `json:"serial"`
	Body   string `json:"body"`
	Sig    []byte `json:"sig"`
}
