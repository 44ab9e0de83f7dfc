// Package athub keeps what a hub has said of the lines of a booth: a text file beside the store, a line for each. Only what
// stands in a hub's signed answer is written there. Whatever is missing in it, or not readable, is sent again; so it is
// never synced, is in no backup, and may be deleted at any time.
package athub

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
)

// Name is the file in the data folder.
const Name = folder.HubSaid

// maxFile is how many bytes of it are read: half a million lines. A longer one says nothing.
const maxFile = 64 << 20

// State is what the hub has said of a line.
type State int

// The states of a line.
const (
	Unsaid  State = iota // nothing, or not of these bytes: it has to be sent
	Saved                // the hub has exactly these bytes
	Apart                // the hub has other bytes under this id or number, and keeps these apart
	Refused              // the hub has not kept it; see [Tray]
)

// words are the states as they stand in the file. No one flipped bit makes one of another.
var words = map[string]State{"saved": Saved, "apart": Apart, "refused": Refused}

// Tray is a line that the hub refused.
type Tray struct {
	Code  string `json:"code"` // why, one of the codes of docs/hub-protocol.md
	ID    string `json:"id"`
	Booth string `json:"booth"`
	Seq   int64  `json:"seq"`
}

// mark names a line with everything that the hub compares. full says whether it had its sealed part: the hub wants that of
// a line which came without it.
type mark struct {
	hash entry.Hash
	full bool
}

func markOf(e *entry.Entry) mark {
	return mark{entry.HashOf(slices.Concat(e.SignedBytes(), e.Sig, e.Desk)), e.Sealed != nil}
}

// Book is the file in memory. Its methods may be called at the same time.
type Book struct {
	path, head string

	mu    sync.Mutex
	fresh bool // the file is not there, or is about another hub: the next line begins it anew
	said  map[mark]State
	tray  map[mark]Tray
	heard time.Time
}

// Open reads what the hub with this fingerprint has said. A file that is about another hub says nothing of this one.
func Open(dir, hub string) (*Book, error) {
	b := &Book{path: filepath.Join(dir, Name), head: "matchbooth-hub-said-1 " + hub, fresh: true, said: map[mark]State{}, tray: map[mark]Tray{}}
	info, err := os.Lstat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("reading %s: %w", Name, err)
	}
	text, err := outside.ReadFile(b.path, maxFile)
	if err != nil {
		return b, fmt.Errorf("reading %s: %w", Name, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for first := true; lines.Scan(); first = false {
		if first {
			if lines.Text() != b.head {
				return b, nil
			}
			b.fresh, b.heard = false, info.ModTime()
			continue
		}
		b.read(lines.Text())
	}
	return b, nil // what comes after a line that is too long to be one is sent again
}

// read reads one line; one that is torn or damaged says nothing.
func (b *Book) read(line string) {
	parts := strings.Split(line, " ")
	if line == "again" {
		clear(b.tray)
		return
	}
	if len(parts) < 3 {
		return
	}
	state, hash, err := words[parts[0]], entry.Hash{}, error(nil)
	raw, err := hex.DecodeString(parts[1])
	if state == Unsaid || err != nil || len(raw) != len(hash) || parts[2] != "full" && parts[2] != "empty" {
		return
	}
	m := mark{entry.Hash(raw), parts[2] == "full"}
	if state != Refused {
		if len(parts) == 3 {
			b.said[m] = state
			delete(b.tray, m)
		}
		return
	}
	if len(parts) != 7 {
		return
	}
	seq, err := strconv.ParseInt(parts[6], 10, 64)
	if err != nil {
		return
	}
	b.tray[m] = Tray{parts[3], parts[4], parts[5], seq}
}

// Of returns what the hub has said of a line. One that was emptied since it was sent, by an erasure, need not be sent again:
// the erasure is a line of its own.
func (b *Book) Of(e *entry.Entry) State {
	m := markOf(e)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range []mark{m, {m.hash, true}} {
		if s := b.said[m]; s != Unsaid {
			return s
		}
	}
	if _, ok := b.tray[m]; ok {
		return Refused
	}
	return Unsaid
}

// Answer is what came of sending lines.
type Answer struct {
	Saved, Apart []*entry.Entry
	Refused      []Refusal
}

// Refusal is a line that was refused, and why.
type Refusal struct {
	Entry *entry.Entry
	Code  string
}

// Note writes down an answer. If that fails it counts until the program ends, and the lines are then sent again.
func (b *Book) Note(a Answer) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out strings.Builder
	size := map[bool]string{true: "full", false: "empty"}
	for _, list := range []struct {
		word    string
		state   State
		entries []*entry.Entry
	}{{"saved", Saved, a.Saved}, {"apart", Apart, a.Apart}} {
		for _, e := range list.entries {
			m := markOf(e)
			b.said[m] = list.state
			delete(b.tray, m)
			fmt.Fprintf(&out, "%s %x %s\n", list.word, m.hash[:], size[m.full])
		}
	}
	for _, r := range a.Refused {
		m, e := markOf(r.Entry), r.Entry
		code := r.Code
		if code == "" || strings.ContainsAny(code, " \r\n") || len(code) > 40 {
			code = "unknown"
		}
		b.tray[m] = Tray{code, e.ID, e.Booth, e.Seq}
		fmt.Fprintf(&out, "refused %x %s %s %s %s %d\n", m.hash[:], size[m.full], code, e.ID, e.Booth, e.Seq)
	}
	b.heard = time.Now()
	return b.write(out.String())
}

// write appends. The caller holds the lock.
func (b *Book) write(text string) error {
	if text == "" {
		return nil
	}
	how := os.O_WRONLY | os.O_APPEND | os.O_CREATE
	if b.fresh {
		how, text = os.O_WRONLY|os.O_TRUNC|os.O_CREATE, b.head+"\n"+text
	} else {
		text = "\n" + text // the last line may be torn
	}
	f, err := os.OpenFile(b.path, how, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", Name, err)
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return fmt.Errorf("writing %s: %w", Name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", Name, err)
	}
	b.fresh = false
	return nil
}

// Heard is when the hub last answered for lines; zero if that is not known. It is the time of the file's last change, and
// nowhere else: when each line was confirmed is not written down, since lines themselves have but their hour.
func (b *Book) Heard() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.heard
}

// Tray returns what the hub has refused, by code, booth and number.
func (b *Book) Tray() []Tray {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := []Tray{}
	for _, t := range b.tray {
		list = append(list, t)
	}
	slices.SortFunc(list, func(x, y Tray) int {
		if c := strings.Compare(x.Code+" "+x.Booth, y.Code+" "+y.Booth); c != 0 {
			return c
		}
		return int(x.Seq - y.Seq)
	})
	return list
}

// Again empties the tray: what is in it will be sent again.
func (b *Book) Again() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.tray) == 0 {
		return nil
	}
	clear(b.tray)
	return b.write("again\n")
}

// Forget forgets everything: all lines will be sent again.
func (b *Book) Forget() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said, b.tray, b.heard, b.fresh = map[mark]State{}, map[mark]Tray{}, time.Time{}, true
	if err := os.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", Name, err)
	}
	return nil
}

// Remove removes the file of a folder that has left its hub.
func Remove(dir string) error {
	if err := os.Remove(filepath.Join(dir, Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", Name, err)
	}
	return nil
}
