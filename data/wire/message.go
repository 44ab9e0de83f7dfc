package wire

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"regexp"

	"matchbooth/data/entry"
)

// The limits of the protocol.
const (
	MaxBody    = 8 << 20 // bytes of a request, and of an answer that has lines
	MaxLines   = 500     // lines in a batch and in a page
	MaxPage    = 4 << 20 // bytes of sealed parts in a page together, unless one alone has more
	MaxSealed  = 1 << 20 // bytes of one sealed part: the store's own limit
	MaxKeys    = 1000    // public keys in a batch
	MaxBooths  = 10000   // booths in a query
	MaxKind    = 32      // bytes of a kind
	MaxDesk    = ed25519.SignatureSize
	MaxBatchID = 64 // bytes

	MaxSaidBody   = 12 << 20            // bytes of a request that has statements
	MaxStatements = 500                 // statements in a message
	MaxStatement  = entry.MaxStatement  // bytes of one body, and of all in a message together
	MaxSaid       = entry.MaxStatements // statements of an event
)

// Line is a line as it travels.
type Line struct {
	entry.Entry
	Sealed []byte `json:"sealed,omitempty"` // missing once erased, and in an erasure
}

// LineOf returns a line for an entry. Both share the bytes.
func LineOf(e *entry.Entry) Line {
	l := Line{*e, e.Sealed}
	l.Entry.Sealed = nil
	return l
}

// Whole returns the line as an entry. Both share the bytes.
func (l *Line) Whole() *entry.Entry {
	e := l.Entry
	e.Sealed = nil
	if len(l.Sealed) > 0 {
		e.Sealed = l.Sealed
	}
	return &e
}

// Batch is what a booth sends.
type Batch struct {
	Batch string   `json:"batch"`          // drawn by the booth; the same when it is sent again
	Keys  [][]byte `json:"keys,omitempty"` // public keys of the other booths whose lines are in it
	Lines []Line   `json:"lines"`
}

// Receipt is the hub's answer to a batch. Every line or statement of the batch is named once.
type Receipt struct {
	Batch   string    `json:"batch"`
	Receipt string    `json:"receipt"` // of this answer; a batch that is sent again gets another
	Hour    int64     `json:"hour"`    // by the hub's clock
	Saved   []string  `json:"saved"`   // the hub has exactly these bytes; of those erased meanwhile, all but the sealed part
	Apart   []string  `json:"apart"`   // the hub has other bytes under this id or number, and has kept these apart
	Refused []Refused `json:"refused"` // the hub has not kept these
}

// Refused is a line or a statement that was not kept.
type Refused struct {
	ID   string `json:"id"`
	Code string `json:"code"` // one of the Line… codes
}

// Why a line is refused.
const (
	LineForm      = "form"      // ids, numbers or sizes that no line can have
	LineDamaged   = "damaged"   // the sealed part does not match its digest
	LineBooth     = "booth"     // its booth is not known at the hub, or is distrusted
	LineSignature = "signature" // its booth did not sign it, or may not use these ids; a statement: the desk did not
	LineFull      = "full"      // a statement: the hub has as many as an event may have
)

// Query asks for what has come.
type Query struct {
	Have  map[string]int64 `json:"have,omitempty"`  // by booth, the highest running number below which none is missing
	Apart bool             `json:"apart,omitempty"` // ask for the lines that were kept apart instead
	After *Place           `json:"after,omitempty"` // where the page before ended
	Limit int              `json:"limit,omitempty"` // lines at most; 0 or more than MaxLines: MaxLines
}

// Place is a line's place in the order of a query: by booth, running number, id and hash.
type Place struct {
	Booth string `json:"booth"`
	Seq   int64  `json:"seq"`
	ID    string `json:"id"`
	Hash  []byte `json:"hash,omitempty"` // only among the lines kept apart
}

// Page is the answer to a query.
type Page struct {
	Lines []Line   `json:"lines"`
	Keys  [][]byte `json:"keys,omitempty"` // public keys of the booths whose lines are in it
	Next  *Place   `json:"next,omitempty"` // missing on the last page
}

// Hello is what a hub says of itself to anybody.
type Hello struct {
	Protocol int    `json:"protocol"`
	Key      []byte `json:"key"`  // the hub's public key
	Hour     int64  `json:"hour"` // by the hub's clock
}

// ErrFormat is a message that does not follow the protocol.
var ErrFormat = errors.New("this is not a message of the hub's protocol")

// Decode reads one JSON message strictly: unknown fields and anything after it are refused, since a line would otherwise
// be kept without what a newer booth wrote into it.
func Decode(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if d.Decode(to) != nil {
		return ErrFormat // the decoder's own text may quote the message
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ErrFormat
	}
	return nil
}

var eventForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// IsEvent says whether a text can be the id of an event.
func IsEvent(s string) bool { return eventForm.MatchString(s) }

// IsBooth says whether a text can be a fingerprint: 32 lower-case hexadecimal digits.
func IsBooth(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 16 && hex.EncodeToString(b) == s
}

var idForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// Check says why a batch as a whole is not one; nil if it can be read line by line.
func (b *Batch) Check() error {
	if !isBatchID(b.Batch) || len(b.Lines) == 0 || len(b.Lines) > MaxLines || len(b.Keys) > MaxKeys {
		return ErrFormat
	}
	for _, k := range b.Keys {
		if len(k) != ed25519.PublicKeySize {
			return ErrFormat
		}
	}
	seen := map[string]bool{}
	for _, l := range b.Lines {
		if seen[l.ID] { // which of the two would the answer name?
			return ErrFormat
		}
		seen[l.ID] = true
	}
	return nil
}

// isBatchID says whether a text can name a batch.
func isBatchID(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return s != "" && len(s) <= MaxBatchID
}

// isKind says whether a text can name a kind of lines or statements.
func isKind(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= MaxKind
}

// Check says whether a query can be answered.
func (q *Query) Check() error {
	if len(q.Have) > MaxBooths || q.Limit < 0 {
		return ErrFormat
	}
	for booth, n := range q.Have {
		if !IsBooth(booth) || n < 0 {
			return ErrFormat
		}
	}
	if a := q.After; a != nil && (!IsBooth(a.Booth) || a.Seq < 0 || a.Seq > entry.MaxNumber || !idForm.MatchString(a.ID) || q.Apart != (len(a.Hash) == len(entry.Hash{}))) {
		return ErrFormat
	}
	return nil
}

// Refuse says why a line cannot be kept, whoever signed it; "" if nothing in it speaks against that. Whether its booth
// is known and signed it is another question.
func (l *Line) Refuse() string {
	switch {
	case !idForm.MatchString(l.ID), !idForm.MatchString(l.Person), l.Partner != "" && !idForm.MatchString(l.Partner), !IsBooth(l.Booth),
		!isKind(l.Kind), !l.NumbersPossible(), len(l.Digest) != 32, len(l.Sig) != ed25519.SignatureSize,
		len(l.Nonce) != 0 && len(l.Nonce) != entry.NonceSize, len(l.Desk) > MaxDesk, len(l.Sealed) > MaxSealed:
		return LineForm
	case l.Kind == entry.KindErasure && (len(l.Sealed) > 0 || !bytes.Equal(l.Digest, entry.EmptyDigest[:])):
		return LineForm
	case !l.Whole().Intact():
		return LineDamaged
	}
	return ""
}
