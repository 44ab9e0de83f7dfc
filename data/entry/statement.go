package entry

import (
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// The kinds of statements.
const (
	SaysDistrust = "distrust" // a booth's lines from a running number on are not its own
	SaysTrust    = "trust"    // revokes an earlier distrust
	SaysSucceeds = "succeed"  // a booth also speaks for another one's people: a restored or rescued folder
	SaysAccept   = "accept"   // claims that count
	SaysRefuse   = "refuse"   // claims that do not count; revokes an earlier acceptance
	SaysBelongs  = "belong"   // a booth is one of the event's: its entries are merged without asking
	SaysDays     = "days"     // the event takes place on other days than the pack says
	SaysPack     = "pack"     // the event goes on with another version of its pack
)

// The limits of statements from elsewhere: the size in bytes of one, their number, and their total size.
const (
	MaxStatement      = 8 << 20 // a quarter of a million lines
	MaxStatements     = 10000
	MaxStatementBytes = 16 << 20 // of all together, while nobody can tell whose they are
)

// Statement is something the desk has said, for all booths of the event. Nothing in it is about a person. Statements are
// merged as a set; [WordOf] works out their combined effect.
type Statement struct {
	Event  string
	Kind   string
	Serial int64
	Body   string // JSON of [Body]
	Sig    []byte
}

// Body is what a statement says. The kind decides which fields are used.
type Body struct {
	Booth string   `json:"booth,omitempty"`
	From  int64    `json:"from,omitempty"`  // distrust: the first running number
	Old   string   `json:"old,omitempty"`   // succeed: Booth speaks for this one
	First string   `json:"first,omitempty"` // days: the first and the last, as 2006-01-02
	Last  string   `json:"last,omitempty"`
	Lines []string `json:"lines,omitempty"` // distrust: those below From that count; accept, refuse: the claims

	Pack *PackChange `json:"pack,omitempty"` // pack
}

// PackChange is what the desk says of a new version of the event pack. What a pack is, only those who read it know: a
// digest here is 64 hexadecimal digits, and nothing more.
type PackChange struct {
	Digest   string         `json:"digest"`             // of the pack that counts from now on
	Zip      string         `json:"zip"`                // SHA-256 of the file that has it
	Prev     string         `json:"prev"`               // the pack it follows, whose texts people were shown
	PrevZip  string         `json:"prev_zip,omitempty"` // "" if its file was kept by an earlier change
	Days     int            `json:"days,omitempty"`     // how long a sign-up is kept: only ever shorter than before
	Terms    map[string]int `json:"terms,omitempty"`    // of consents that keep people longer, in days
	Since    time.Time      `json:"since"`              // by the clock of the booth where the desk said so
	Previous string         `json:"previous,omitempty"` // the statement it follows; "" for the first change
}

// Signed returns what the desk signs: "matchbooth-statement-1\n", the event, the kind and the body, each prefixed with
// its length in 4 bytes, big-endian, and the serial in 8.
func (m *Statement) Signed() []byte {
	b := []byte("matchbooth-statement-1\n")
	for _, s := range []string{m.Event, m.Kind, m.Body} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: bounded by MaxStatement
		b = append(b, s...)
	}
	return binary.BigEndian.AppendUint64(b, uint64(m.Serial)) //nolint:gosec // G115: the bits are what is signed
}

// ID identifies a statement: a digest of what the desk signs.
func (m *Statement) ID() string {
	sum := sha256.Sum256(m.Signed())
	return hex.EncodeToString(sum[:])
}

// By says whether the desk with this key signed it.
func (m *Statement) By(desk ed25519.PublicKey) bool {
	return len(desk) == ed25519.PublicKeySize && len(m.Sig) == ed25519.SignatureSize && ed25519.Verify(desk, m.Signed(), m.Sig)
}

// Ordered returns those of these statements that the desk with this key signed, each once, in the order in which they
// count: of two that contradict each other the later one, which has the higher serial or else the higher id. So every
// order of arrival has the same result.
func Ordered(desk ed25519.PublicKey, list []Statement) []Statement {
	list = slices.DeleteFunc(slices.Clone(list), func(m Statement) bool { return !m.By(desk) })
	slices.SortFunc(list, func(a, b Statement) int {
		if a.Serial != b.Serial {
			return cmp.Compare(a.Serial, b.Serial)
		}
		return strings.Compare(a.ID(), b.ID())
	})
	return slices.CompactFunc(list, func(a, b Statement) bool { return a.Serial == b.Serial && a.ID() == b.ID() }) // some came twice
}

// Doubt is which of a booth's lines are not believed. Whoever has its key can sign under any number, including one the
// booth has used; so below the first number that is not believed, only those lines count that the desk had when it made
// the statement.
type Doubt struct {
	From int64         // the first running number that is not believed
	keep map[Hash]bool // by hash: the lines below From that are believed; nil for all, in statements that do not list them
}

// Of says whether a line of the booth is doubted.
func (d Doubt) Of(e *Entry) bool { return e.Seq >= d.From || d.keep != nil && !d.keep[e.Hash()] }

// and combines two doubts: neither takes back anything of the other, whichever was stated with less knowledge.
func (d Doubt) and(o Doubt) Doubt {
	d.From = min(d.From, o.From)
	switch {
	case d.keep == nil:
		d.keep = o.keep
	case o.keep != nil:
		both := map[Hash]bool{}
		for line := range d.keep {
			if o.keep[line] {
				both[line] = true
			}
		}
		d.keep = both
	}
	return d
}

// Word is the combined effect of the desk's statements on who may say what.
type Word struct {
	Distrusted map[string]Doubt    // by booth
	Succeeds   map[string][]string // by booth: those for whose people it also speaks
	Accepted   map[Hash]bool       // claims that the desk has accepted, by hash; false: refused
	Belongs    map[string]bool     // booths that the desk has confirmed as the event's
}

// WordOf works out the combined effect of statements that are in the order of [Ordered].
func WordOf(ordered []Statement) Word {
	w := Word{map[string]Doubt{}, map[string][]string{}, map[Hash]bool{}, map[string]bool{}}
	for _, m := range ordered {
		var s Body
		if json.Unmarshal([]byte(m.Body), &s) != nil {
			continue
		}
		switch m.Kind {
		case SaysDistrust:
			d := Doubt{From: max(1, s.From)}
			if len(s.Lines) > 0 {
				d.keep = map[Hash]bool{}
			}
			for line := range hashes(s.Lines) {
				d.keep[line] = true
			}
			if was, ok := w.Distrusted[s.Booth]; ok {
				d = was.and(d)
			}
			w.Distrusted[s.Booth] = d
		case SaysTrust:
			delete(w.Distrusted, s.Booth)
		case SaysSucceeds:
			if s.Old != s.Booth && !slices.Contains(w.Succeeds[s.Booth], s.Old) {
				w.Succeeds[s.Booth] = append(w.Succeeds[s.Booth], s.Old)
			}
		case SaysBelongs:
			w.Belongs[s.Booth] = true
		case SaysAccept, SaysRefuse:
			for line := range hashes(s.Lines) {
				w.Accepted[line] = m.Kind == SaysAccept
			}
		}
	}
	// A successor's successor speaks for all before it.
	for _, b := range slices.Sorted(maps.Keys(w.Succeeds)) {
		all := slices.Clone(w.Succeeds[b])
		for i := 0; i < len(all); i++ {
			for _, older := range w.Succeeds[all[i]] {
				if older != b && !slices.Contains(all, older) {
					all = append(all, older)
				}
			}
		}
		w.Succeeds[b] = all
	}
	return w
}

// hashes yields the hashes that a statement names; what is none is passed over.
func hashes(lines []string) func(yield func(Hash) bool) {
	return func(yield func(Hash) bool) {
		for _, line := range lines {
			if b, err := hex.DecodeString(line); err == nil && len(b) == len(Hash{}) && !yield(Hash(b)) {
				return
			}
		}
	}
}

// Doubts says whether a line is from a booth that the desk does not believe, and not one that counts all the same.
func (w *Word) Doubts(e *Entry) bool {
	d, ok := w.Distrusted[e.Booth]
	return ok && d.Of(e)
}

// SpeaksFor returns the booths for whose people this one speaks, itself first.
func (w *Word) SpeaksFor(booth string) []string { return append([]string{booth}, w.Succeeds[booth]...) }
