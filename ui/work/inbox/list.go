package inbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/outside"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/hub"
)

// Tray is why a wish cannot be decided as it is.
type Tray string

// The trays.
const (
	Shut    Tray = "shut"    // the event's key does not open it
	Form    Tray = "form"    // it opens, and is no wish
	Other   Tray = "event"   // another event's
	Swapped Tray = "swapped" // it was sent under another id: somebody has put one seal in the place of another
	Nobody  Tray = "nobody"  // nobody here is found by it
	Digits  Tray = "digits"  // the receipt code is somebody's, and the digits are not of their number
)

// Trays are all of them, in the order in which they are shown.
var Trays = []Tray{Nobody, Digits, Other, Swapped, Form, Shut}

// Wish is one wish of the inbox, opened.
type Wish struct {
	ID   string // by which it is named
	Hour int64  // in which it came, by the hub's clock, or this computer's for one by mail
	Mail bool
	Said hub.Wish // the zero value where it did not open
	Tray Tray     // "": it can be decided

	Found []string // the persons that it may be of; several: side by side, and somebody has to choose
	Sure  bool     // found by the take-home's code. Else by the receipt code and the last digits of the number, as typed

	Rank int // how many of the same person's come before it: a flood of one hides nobody else

	sent  string   // the id that it came under; "" by mail
	files []string // in the folder: more than one where the same came twice
}

// Format prints [redacted].
func (w Wish) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// LogValue logs [redacted].
func (w Wish) LogValue() slog.Value { return slog.StringValue(record.Redacted) }

// MarshalJSON refuses.
func (Wish) MarshalJSON() ([]byte, error) { return nil, record.ErrPersonal }

// List opens what is in the inbox and finds whose it is. First come those that can be decided: each person's oldest before
// anybody's second, the longest waiting first; then the trays. Those that were decided before a crash are put away.
//
// The first call after [Box.Forget] opens everything, thousands in a second; it is for no goroutine that draws.
func (b *Box) List(ctx context.Context, key data.Opener, pack *event.Pack, eventID string, records []record.Record) ([]Wish, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	dir, err := b.folder(false)
	if dir == nil {
		return nil, err
	}
	defer dir.Close()
	return b.list(ctx, dir, key, pack, eventID, records)
}

func (b *Box) list(ctx context.Context, dir *outside.Folder, key data.Opener, pack *event.Pack, eventID string, records []record.Record) ([]Wish, error) {
	files, err := filesIn(dir)
	if err != nil {
		return nil, err
	}
	done, err := decidedIn(dir)
	if err != nil {
		return nil, err
	}
	// Of two under one id, the hub's stands before one by mail.
	slices.SortStableFunc(files, func(x, y file) int {
		return strings.Compare(map[bool]string{true: "m"}[x.id == ""], map[bool]string{true: "m"}[y.id == ""])
	})
	was := map[string]bool{}
	for _, id := range done.ids {
		was[id] = true
	}
	who := peopleOf(pack, records)
	var all, gone []Wish
	at := map[string]int{}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w, ok := b.opened[f.name]
		if !ok {
			if w, err = openOne(dir, f, key, eventID); err != nil {
				return nil, err
			}
			b.opened[f.name] = w
		}
		if i, twice := at[w.ID]; twice {
			all[i].files = append(all[i].files, f.name)
			continue
		}
		w.files = []string{f.name}
		if w.Tray == "" {
			who.find(&w)
		}
		if was[w.ID] || was[w.sent] || was[strings.TrimSuffix(markOf(f.name), ".age")] || who.settled(w, done) {
			gone = append(gone, w)
			continue
		}
		at[w.ID] = len(all)
		all = append(all, w)
	}
	if err := settle(dir, gone); err != nil {
		return nil, err
	}
	ranked(all)
	b.count.Store(int64(len(all)))
	return all, nil
}

// openOne opens a file. What is wrong with it is its tray; an error is the disk's, or that the desk was locked.
func openOne(dir *outside.Folder, f file, key data.Opener, eventID string) (Wish, error) {
	w := Wish{ID: f.id, sent: f.id, Hour: f.hour, Mail: f.id == ""}
	if w.Mail {
		w.ID = strings.TrimSuffix(markOf(f.name), ".age")
	}
	if f.size > hub.MaxWishSealed {
		w.Tray = Form
		return w, nil
	}
	sealed, err := dir.Read(f.name, hub.MaxWishSealed)
	if err != nil {
		return w, fmt.Errorf("reading the inbox: %w", err)
	}
	plain, err := key.Open(sealed)
	if err != nil {
		if isClosed(err) {
			return w, err
		}
		w.Tray = Shut
		return w, nil
	}
	defer clear(plain)
	said, err := hub.UnpackWish(plain)
	switch {
	case err != nil:
		w.Tray = Form
		return w, nil
	case said.Event != eventID:
		w.Tray = Other
	case !w.Mail && said.ID != w.sent:
		w.Tray = Swapped
	default:
		w.ID = said.ID
	}
	if w.Tray == "" {
		w.Said = said
	}
	return w, nil
}

// ranked sorts wishes; see [Box.List].
func ranked(all []Wish) {
	slices.SortStableFunc(all, func(x, y Wish) int {
		if x.Hour != y.Hour {
			return int(x.Hour - y.Hour)
		}
		return strings.Compare(x.ID, y.ID)
	})
	count := map[string]int{}
	for i, w := range all {
		if w.Tray == "" {
			of := strings.Join(w.Found, " ")
			all[i].Rank = count[of]
			count[of]++
		}
	}
	place := func(w Wish) int {
		if w.Tray == "" {
			return w.Rank
		}
		return mostKept + slices.Index(Trays, w.Tray)
	}
	slices.SortStableFunc(all, func(x, y Wish) int { return place(x) - place(y) })
}

// finder finds people by what wishes carry.
type finder struct {
	records []record.Record
	at      map[string]int // by person
	match   map[string]int // by what the take-home's code gives
	code    map[entry.ReceiptCode][]int
	phones  []string // ids of fields that are the person's own numbers
}

// Format prints [redacted].
func (finder) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

func peopleOf(pack *event.Pack, records []record.Record) *finder {
	f := &finder{records: records, at: map[string]int{}, match: map[string]int{}, code: map[entry.ReceiptCode][]int{}}
	for i, r := range records {
		f.at[r.Person] = i
		for _, t := range r.FollowUps() {
			if b := t.Bytes(); b != nil { // what a booth with a fault has written must not be found by what anybody can derive
				f.match[string(hub.Match(b))] = i
			}
		}
		for _, c := range append([]entry.ReceiptCode{r.Code}, r.Joined...) {
			if !slices.Contains(f.code[c], i) {
				f.code[c] = append(f.code[c], i)
			}
		}
	}
	for _, field := range pack.Fields {
		if field.Kind == "phone" && field.Channel != "other" {
			f.phones = append(f.phones, field.ID)
		}
	}
	return f
}

// find says whose a wish is, or puts it into a tray. By the receipt code alone it is nobody's: codes are short enough for two
// people to have the same, and for somebody to find one by trying.
func (f *finder) find(w *Wish) {
	if w.Said.Match != nil {
		if i, ok := f.match[string(w.Said.Match)]; ok {
			w.Found, w.Sure = []string{f.records[i].Person}, true
			return
		}
		w.Tray = Nobody
		return
	}
	code, err := entry.ParseReceiptCode(w.Said.Code)
	if err != nil {
		w.Tray = Nobody
		return
	}
	last := strings.TrimSpace(w.Said.Last4)
	for _, i := range f.code[code] {
		if len(last) == 4 && f.ends(f.records[i], last) {
			w.Found = append(w.Found, f.records[i].Person)
		}
	}
	switch {
	case len(w.Found) > 0:
		slices.Sort(w.Found)
	case len(f.code[code]) > 0:
		w.Tray = Digits
	default:
		w.Tray = Nobody
	}
}

// ends says whether a number that the person has or had ends with four digits.
func (f *finder) ends(r record.Record, last4 string) bool {
	is := func(v *record.Field) bool {
		return v != nil && v.Text != "" && bytes.HasSuffix([]byte(digitsOf(string(v.Text))), []byte(last4))
	}
	for _, id := range f.phones {
		if v, ok := r.Fields[id]; ok && is(&v) {
			return true
		}
		for _, h := range r.History {
			for _, c := range h.Fields {
				if c.ID == id && is(c.Old) {
					return true
				}
			}
		}
	}
	return false
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// settled says whether what was decided about a wish is stored: only its file was not removed yet.
func (f *finder) settled(w Wish, done decided) bool {
	if person := done.erasing[w.ID]; person != "" {
		if _, here := f.at[person]; !here {
			return true
		}
	}
	return slices.ContainsFunc(w.Found, func(person string) bool {
		r := f.records[f.at[person]]
		return r.Answers(w.ID, entry.KindContact) || refusedIn(r, w.ID)
	})
}

// refusedIn says whether the record says that a wish was refused.
func refusedIn(r record.Record, id string) bool {
	return slices.ContainsFunc(r.History, func(h record.Change) bool {
		return h.Wish == id && h.Kind == entry.KindCorrection && len(h.Fields) == 0
	})
}
