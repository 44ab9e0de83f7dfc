package wire

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// The paths of what phones have sent. The page itself, and what it sends to, are at [PathPage].
const (
	PathWishes     = "/v1/{event}/wishes"
	PathWishesDone = "/v1/{event}/wishes/done"
	PathPage       = "/f" // of the only event that has a page; /f/{event} of one among several
)

// The limits of wishes.
const (
	WishStep       = 512       // what is inside the seal is padded to a multiple of this many bytes
	MaxWish        = 8 << 10   // bytes inside the seal
	MaxWishSealed  = 64 << 10  // bytes of the age file: each recipient takes 1.7 kB of it
	MaxWishBody    = 128 << 10 // bytes of what a phone sends
	MaxWishes      = 500       // wishes in a page, and in an acknowledgement
	MaxWishAnswer  = 600       // bytes of one answer
	MaxWishAnswers = 8         // answers of one wish
)

// WishWeekdays is within how many weekdays somebody reads a wish, counted from the day on which it came.
const WishWeekdays = 15

// SealedWish is a wish as it travels and lies at the hub, which cannot open it.
type SealedWish struct {
	ID     string `json:"id"`     // a UUID that the page drew; sent again, it is the same
	Hour   int64  `json:"hour"`   // in which it came, by the hub's clock
	Sealed []byte `json:"sealed"` // an age file
}

// WishQuery asks for what phones have sent and nobody has acknowledged yet.
type WishQuery struct {
	After string `json:"after,omitempty"` // the id that the page before ended with
	Limit int    `json:"limit,omitempty"` // wishes at most; 0 or more than MaxWishes: MaxWishes
}

// WishPage is the answer, in the order of ids, in which no order of arrival is left.
type WishPage struct {
	Wishes []SealedWish `json:"wishes"`
	Next   string       `json:"next,omitempty"` // missing on the last page
}

// WishDone acknowledges wishes: the desk has them in its own store, and the hub deletes them.
type WishDone struct {
	Done []string `json:"done"`
}

// Check says whether a query can be answered.
func (q *WishQuery) Check() error {
	if q.Limit < 0 || q.After != "" && !idForm.MatchString(q.After) {
		return ErrFormat
	}
	return nil
}

// Check says whether these can be the ids of wishes.
func (d *WishDone) Check() error {
	if len(d.Done) == 0 || len(d.Done) > MaxWishes {
		return ErrFormat
	}
	for _, id := range d.Done {
		if !idForm.MatchString(id) {
			return ErrFormat
		}
	}
	return nil
}

// Check says whether a hub takes this for a wish: an id, and an age file that is sealed to post-quantum recipients only.
// Whether it opens, only the desk can tell.
func (w *SealedWish) Check() error {
	if !idForm.MatchString(w.ID) || len(w.Sealed) > MaxWishSealed {
		return ErrFormat
	}
	rest, ok := bytes.CutPrefix(w.Sealed, []byte("age-encryption.org/v1\n"))
	if !ok {
		return ErrFormat
	}
	stanzas := 0
	for line := range bytes.Lines(rest) {
		if bytes.HasPrefix(line, []byte("--- ")) {
			if stanzas < 2 { // the event's key and a recovery key
				return ErrFormat
			}
			return nil
		}
		if kind, is := bytes.CutPrefix(line, []byte("-> ")); is {
			if !bytes.HasPrefix(kind, []byte("mlkem768x25519 ")) {
				return ErrFormat
			}
			stanzas++
		}
	}
	return ErrFormat
}

// The kinds of wishes.
const (
	WishSame     = "same"     // everything is still right
	WishNumber   = "number"   // the person's own number changed
	WishContact  = "contact"  // the number of somebody they named changed
	WishGraduate = "graduate" // where they will be
	WishSample   = "sample"   // they gave their sample
	WishForget   = "forget"   // erase the sign-up
)

// WishKinds are all kinds, in the order of the page.
var WishKinds = []string{WishSame, WishNumber, WishContact, WishGraduate, WishSample, WishForget}

// Wish is what is inside the seal. All of it was typed by somebody whom nobody has checked.
type Wish struct {
	Version int               `json:"v"` // 1
	Event   string            `json:"event"`
	ID      string            `json:"id"` // that of the sealed wish, or somebody has put another one's seal there
	Wish    string            `json:"wish"`
	Lang    string            `json:"lang"`
	Hour    int64             `json:"hour"`            // by the phone's clock, or the hub's
	By      string            `json:"by"`              // who sealed it: WishByPage or WishByHub
	Match   []byte            `json:"match,omitempty"` // [Match] of what the take-home's code has
	Code    string            `json:"code,omitempty"`  // where that was lost: the receipt code, as typed
	Last4   string            `json:"last4,omitempty"` // and the last four digits of the number before
	Answers map[string]string `json:"answers"`
}

// Who sealed a wish.
const (
	WishByPage = "page" // the phone
	WishByHub  = "hub"  // a browser without scripts has sent it in the clear, inside TLS
)

// String says nothing of what is in it: logs and errors print it so.
func (w Wish) String() string { return "[redacted wish]" }

// GoString is String, for %#v.
func (w Wish) GoString() string { return w.String() }

// Match is what a person is found by: HKDF-SHA256 with the info "match" of the 16 bytes in the take-home's code, 32 bytes.
// The bytes themselves never leave the phone.
func Match(fragment []byte) []byte {
	out, err := hkdf.Key(sha256.New, fragment, nil, "match", sha256.Size)
	if err != nil { // it refuses lengths only that are not this one
		panic(err)
	}
	return out
}

// errWish does not quote: what is inside a wish is somebody's.
var errWish = errors.New("this is not a wish of this program, or is too long")

// Pack writes a wish for sealing, padded with spaces so that its length says little.
func (w *Wish) Pack() ([]byte, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // as a browser writes it, and shorter
	err := e.Encode(w)
	b := out.Bytes()
	if err != nil || len(b) > MaxWish {
		return nil, errWish
	}
	return append(b, bytes.Repeat([]byte(" "), (WishStep-len(b)%WishStep)%WishStep)...), nil
}

// UnpackWish reads what was inside a seal. Its error quotes nothing of it.
func UnpackWish(b []byte) (Wish, error) {
	var w Wish
	if len(b) > MaxWish || len(b)%WishStep != 0 || json.Unmarshal(b, &w) != nil {
		return Wish{}, errWish
	}
	if err := w.check(); err != nil {
		return Wish{}, err
	}
	return w, nil
}

func (w *Wish) check() error {
	known := false
	for _, kind := range WishKinds {
		known = known || kind == w.Wish
	}
	found := len(w.Match) == sha256.Size || w.Match == nil && w.Code != "" && len(w.Code) <= MaxWishAnswer && len(w.Last4) <= MaxWishAnswer
	if w.Version != 1 || !known || !found || !idForm.MatchString(w.ID) || !IsEvent(w.Event) || w.By != WishByPage && w.By != WishByHub || len(w.Lang) > 16 || len(w.Answers) > MaxWishAnswers {
		return errWish
	}
	for name, said := range w.Answers {
		if len(name) > MaxWishAnswer || len(said) > MaxWishAnswer || strings.ContainsRune(said, 0) {
			return errWish
		}
	}
	return nil
}

// WishZone is where the days of the promise are counted: one clock for all of China, without summer time. A pack names no
// zone, and hub, phone and desk have to mean the same day.
var WishZone = time.FixedZone("UTC+8", 8*3600)

// wishDay is the civil day of an instant there, as midnight UTC of that date.
func wishDay(t time.Time) time.Time {
	y, m, d := t.In(WishZone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func isWeekday(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// WishDue is the last day on which a wish that came in an hour is to be read: WishWeekdays after the day of that hour in
// [WishZone], as midnight UTC of that date. Weekdays are Monday to Friday; which of them are holidays, and which Saturdays
// are worked, is decided anew each year, so that no program can know it.
func WishDue(hour int64) time.Time {
	day := wishDay(time.Unix(hour*3600, 0))
	for left := WishWeekdays; left > 0; {
		if day = day.AddDate(0, 0, 1); isWeekday(day) {
			left--
		}
	}
	return day
}

// WishLeft is how many weekdays are left after today until [WishDue]: 0 on the last day, less than 0 once it is over. Never
// more than WishWeekdays: where a clock was wrong, nobody is told to wait longer.
func WishLeft(hour int64, now time.Time) (left int) {
	due, today := WishDue(hour), wishDay(now)
	for day := today; day.Before(due) && left < WishWeekdays; {
		if day = day.AddDate(0, 0, 1); isWeekday(day) {
			left++
		}
	}
	for day := due; day.Before(today) && left > -1000; {
		if day = day.AddDate(0, 0, 1); isWeekday(day) {
			left--
		}
	}
	if left == 0 && today.After(due) { // a weekend past it
		return -1
	}
	return left
}
