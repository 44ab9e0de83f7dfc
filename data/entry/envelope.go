package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Envelope is the sealed plaintext. It repeats the ids, so that a sealed text moved to another entry is noticed on
// opening.
type Envelope struct {
	V      int             `json:"v"`
	Event  string          `json:"event"`
	Person string          `json:"person"`
	Entry  string          `json:"entry"`
	Kind   string          `json:"kind"`
	Body   json.RawMessage `json:"body"`
}

// EnvelopeVersion is the format version of an Envelope.
const EnvelopeVersion = 1

// The plaintext is padded, in bytes: its length would reveal whether somebody agreed to the hand-over, showed a
// document, or has a long name. Steps alone would not be enough: with the questions of the built-in event a sign-up has
// 448 bytes (name, phone, notice), 709 with campus, WeChat, a contact and the hand-over, 1,078 with everything, so that
// at 1,024 one more answer would show. Below PadFloor all have the same length, whatever their kind: a check has 246
// and a correction 223. Only somebody who fills every field to its end comes above it: with the longest email and
// WeChat, three names of 60 Chinese characters make 1,927 bytes, three of the 100 that the form accepts 2,287.
const (
	PadFloor = 2 << 10
	padStep  = 1 << 10
)

// Pack returns the plaintext of an envelope, padded.
func (env Envelope) Pack() ([]byte, error) {
	plain, err := json.Marshal(env)
	if err != nil {
		return nil, err
	}
	return Pad(plain, PadFloor, padStep), nil
}

// Pad appends blanks, which JSON may end in, until the text has at least least bytes and a multiple of step.
func Pad(plain []byte, least, step int) []byte {
	want := (max(len(plain), least) + step - 1) / step * step
	return append(plain, bytes.Repeat([]byte{' '}, want-len(plain))...)
}

// What can be wrong inside; none of these texts quotes the content.
var (
	ErrInside  = errors.New("what is sealed inside belongs to another entry")
	ErrContent = errors.New("what is sealed inside is not readable: it may be from a newer version")
)

// Unpack parses an opened envelope and compares it with the line it came from.
func (e *Entry) Unpack(plain []byte, event string) (json.RawMessage, error) {
	if body, ok := e.unpackOurs(plain, event); ok {
		return body, nil
	}
	var env Envelope
	if json.Unmarshal(plain, &env) != nil || env.V != EnvelopeVersion {
		return nil, ErrContent
	}
	if env.Event != event || env.Person != e.Person || env.Entry != e.ID || env.Kind != e.Kind {
		return nil, ErrInside
	}
	return env.Body, nil
}

// unpackOurs returns the body of an envelope that begins byte for byte as [Envelope.Pack] writes that of this line: what
// is left is the body, a brace and the padding, and only the body has to be read as JSON. Opening ten thousand takes a
// twentieth less for it.
func (e *Entry) unpackOurs(plain []byte, event string) (json.RawMessage, bool) {
	head, err := json.Marshal(Envelope{V: EnvelopeVersion, Event: event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: nobody})
	if err != nil {
		return nil, false
	}
	body, ok := bytes.CutPrefix(plain, head[:len(head)-len(nobody)-1])
	if !ok {
		return nil, false
	}
	body, ok = bytes.CutSuffix(bytes.TrimRight(body, " "), []byte("}"))
	if !ok || !json.Valid(body) { // such as two bodies: which of them counts is the parser's to say
		return nil, false
	}
	return bytes.Clone(body), true // without the padding, which would stay in memory with it
}

// nobody stands in the place of a body.
var nobody = json.RawMessage("0")

// Format prints [redacted].
func (Envelope) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
