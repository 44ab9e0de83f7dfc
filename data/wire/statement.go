package wire

import (
	"cmp"
	"crypto/ed25519"
	"encoding/hex"
	"unicode/utf8"

	"matchbooth/data/entry"
)

// Statement is something the desk has said, as it travels. Which event it is about, the path says: it is signed with it.
type Statement struct {
	Kind   string `json:"kind"`
	Serial int64  `json:"serial"`
	Body   []byte `json:"body"` // JSON, byte for byte as the desk signed it
	Sig    []byte `json:"sig"`
}

// StatementOf returns what travels of a statement.
func StatementOf(m *entry.Statement) Statement {
	return Statement{m.Kind, m.Serial, []byte(m.Body), m.Sig}
}

// Whole returns the statement of an event.
func (m *Statement) Whole(event string) *entry.Statement {
	return &entry.Statement{Event: event, Kind: m.Kind, Serial: m.Serial, Body: string(m.Body), Sig: m.Sig}
}

// Saying is a batch of statements that a booth sends.
type Saying struct {
	Batch      string      `json:"batch"` // drawn by the booth; the same when it is sent again
	Statements []Statement `json:"statements"`
}

// Asking asks for what the desk has said.
type Asking struct {
	Known []string  `json:"known,omitempty"` // ids of the statements that the asker has
	After *SaidHere `json:"after,omitempty"` // where the page before ended
}

// SaidHere is a statement's place in the order of an answer: by serial and id.
type SaidHere struct {
	Serial int64  `json:"serial"`
	ID     string `json:"id"`
}

// Said is the answer to [Asking].
type Said struct {
	Statements []Statement `json:"statements"`
	Next       *SaidHere   `json:"next,omitempty"` // missing on the last page
}

// IsStatementID says whether a text can be the id of a statement: 64 lower-case hexadecimal digits.
func IsStatementID(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}

// Check says why a batch of statements as a whole is not one; nil if it can be read one by one.
func (s *Saying) Check(event string) error {
	if !isBatchID(s.Batch) || len(s.Statements) == 0 || len(s.Statements) > MaxStatements {
		return ErrFormat
	}
	room := MaxStatement
	seen := map[string]bool{}
	for i := range s.Statements {
		m := &s.Statements[i]
		id := m.Whole(event).ID()
		if room -= len(m.Body); room < 0 || seen[id] {
			return ErrFormat
		}
		seen[id] = true
	}
	return nil
}

// Check says whether the question can be answered.
func (a *Asking) Check() error {
	if len(a.Known) > MaxSaid || a.After != nil && !IsStatementID(a.After.ID) {
		return ErrFormat
	}
	for _, id := range a.Known {
		if !IsStatementID(id) {
			return ErrFormat
		}
	}
	return nil
}

// Refuse says why a statement cannot be kept, whoever signed it; "" if nothing in it speaks against that.
func (m *Statement) Refuse() string {
	if !isKind(m.Kind) || len(m.Body) > MaxStatement || !utf8.Valid(m.Body) || len(m.Sig) != ed25519.SignatureSize {
		return LineForm
	}
	return ""
}

// Compare orders places by serial, then id.
func (p SaidHere) Compare(o SaidHere) int {
	return cmp.Or(cmp.Compare(p.Serial, o.Serial), cmp.Compare(p.ID, o.ID))
}
