// Package setup has the steps by which somebody makes a live booth, and checks what they answer: the same for the questions
// at a terminal and for the window. It makes nothing itself, so that whoever stops before the last step leaves nothing
// behind.
package setup

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
	"matchbooth/ui/work/handover"
)

// Step is one thing that is asked.
type Step string

// The steps.
const (
	AskFolder Step = "folder" // where the booth's data is to be
	AskPack   Step = "pack"   // the event, and what its pack warns of
	AskPhrase Step = "phrase" // the passphrase, which opens the event's key
	AskSheet  Step = "sheet"  // where the recovery key is written to, and whether in shares too
	AskPIN    Step = "pin"
	AskTest   Step = "test" // the booth is made once both keys have been tried by those who will use them
)

// Steps are all steps, in order.
var Steps = []Step{AskFolder, AskPack, AskPhrase, AskSheet, AskPIN, AskTest}

// Plan is what has been answered. Nothing of it is on a disk before it is made.
type Plan struct {
	Dir      string
	PackPath string
	Pack     *event.Pack
	Found    []event.Fault // what check warns of in it
	Phrase   []byte
	Drawn    bool   // the phrase was drawn, and shown
	Sheet    string // .pdf or .png
	Split    string // folder for three shares; "" for none
	PIN      string
	Card     string // .pdf or .png; "" for none
}

// Format prints [redacted].
func (Plan) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Refused says why an answer is not taken.
type Refused struct {
	Why   string // the end of a key of the catalogue that begins with "setup.no."
	Args  []any
	Cause error
}

// Error returns the reason's key.
func (r *Refused) Error() string { return "set-up refused: " + r.Why }

// Unwrap returns the cause, nil if there is none.
func (r *Refused) Unwrap() error { return r.Cause }

// Say returns the sentence for an error of this package, "" for others.
func Say(say text.Printer, err error) string {
	var r *Refused
	if errors.As(err, &r) {
		args := slices.Clone(r.Args)
		for i, a := range args {
			if f, ok := a.(event.Fault); ok {
				args[i] = f.Said(say)
			}
		}
		return say.S("setup.no."+r.Why, args...)
	}
	return PINRefused(say, err)
}

func no(why string, cause error, args ...any) error { return &Refused{why, args, cause} }

// TakeDir takes the data folder: one that is missing or empty, under a folder that is there.
func (p *Plan) TakeDir(dir string) error {
	dir = strings.TrimSpace(dir)
	if dir == "" || strings.ContainsAny(dir, "\r\n") || strings.HasPrefix(dir, "~") || strings.HasPrefix(dir, "$") {
		return no("dir", nil, "Dir", dir)
	}
	switch state, err := data.IsBooth(dir); {
	case err != nil:
		return no("dir", err, "Dir", dir)
	case state == data.Foreign:
		return no("foreign", nil, "Dir", dir)
	case state == data.Booth:
		return no("booth", nil, "Dir", dir)
	}
	p.Dir = dir
	return nil
}

// FreeDir returns a data folder that [Plan.TakeDir] takes: the one that is given, else one beside it. Whoever has tried the
// practice booth has one where a booth is looked for first, and is not offered what is then refused.
func FreeDir(dir string) string {
	return free(func(n string) (string, bool) {
		path := dir + n
		return path, new(Plan).TakeDir(path) == nil
	})
}

// TakePack loads the event pack and takes it if it may go live. What check warns of is the caller's to ask.
func (p *Plan) TakePack(path string) error {
	path = strings.TrimSpace(path)
	if path == "" {
		return no("pack.none", nil)
	}
	src, faults, err := event.Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, missing := os.Stat(path); errors.Is(missing, fs.ErrNotExist) {
			return no("pack.missing", err, "Path", path)
		}
	}
	if err != nil {
		return no("pack.unreadable", err, "Path", path)
	}
	wrong, warned, err := compare.Examine(src, faults, time.Now())
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return no("pack.faults", nil, "Path", path, "N", len(wrong), "First", wrong[0])
	case src.Pack.Practice:
		return no("pack.practice", nil, "Path", path)
	}
	if open := src.Pack.Placeholders(); len(open) > 0 {
		return no("pack.placeholders", nil, "N", len(open), "First", open[0])
	}
	p.PackPath, p.Pack, p.Found = path, src.Pack, warned
	return nil
}

// TakePhrase takes a passphrase that was typed twice and is hard to guess.
func (p *Plan) TakePhrase(phrase, again []byte) error {
	switch {
	case len(phrase) == 0:
		return no("phrase.none", nil)
	case words.Weak(string(phrase)):
		return no("phrase.weak", data.ErrWeakPassphrase)
	case !bytes.Equal(phrase, again):
		return no("differ", nil)
	}
	p.Phrase, p.Drawn = bytes.Clone(phrase), false
	return nil
}

// TakeDrawn takes a passphrase that was drawn.
func (p *Plan) TakeDrawn(phrase Phrase) { p.Phrase, p.Drawn = []byte(phrase.Text), true }

// TakePIN takes a PIN that was typed twice and is hard to guess.
func (p *Plan) TakePIN(pin, again string) error {
	if err := words.CheckPIN(pin, Days(p.Pack)...); err != nil {
		return err
	}
	if pin != again {
		return no("differ", nil)
	}
	p.PIN = pin
	return nil
}

// TakeSheet takes the name of a new file for the recovery key's page, and with shares the folder beside it for three shares.
// The card goes beside it too, under a name that is free.
func (p *Plan) TakeSheet(path string, shares bool) error {
	path = strings.TrimSpace(path)
	switch e := strings.ToLower(filepath.Ext(path)); {
	case path == "" || e != ".pdf" && e != ".png":
		return no("sheet.form", nil, "Path", path)
	case data.InBooth(path) || p.Dir != "" && within(p.Dir, path):
		return no("sheet.inside", nil, "Path", path)
	}
	if there(path) {
		return no("sheet.exists", nil, "Path", path)
	}
	beside := filepath.Dir(path)
	if info, err := os.Stat(beside); err != nil || !info.IsDir() {
		return no("sheet.folder", err, "Path", beside)
	}
	split := ""
	if shares {
		split = sharesOf(path)
		if list, err := os.ReadDir(split); err == nil && len(list) > 0 {
			return no("sheet.exists", nil, "Path", split)
		}
	}
	p.Sheet, p.Split, p.Card = path, split, p.card(path)
	return nil
}

// mostNames is how many numbers are tried for a file whose name is taken.
const mostNames = 99

// FreeSheet returns a name in a folder that is free for the recovery key's page and, beside it, for its shares:
// recovery-EVENT.pdf, else with a number. What is there is never overwritten, and whoever makes a second booth, or begins
// anew, is not to think up a name.
func (p *Plan) FreeSheet(dir string) string {
	name := filepath.Join(dir, "recovery-"+p.id())
	return free(func(n string) (string, bool) {
		path := name + n + ".pdf"
		list, err := os.ReadDir(sharesOf(path))
		return path, !there(path) && (err != nil || len(list) == 0)
	})
}

// card returns a name for the card beside a page; "" if none is free, as a booth can do without one.
func (p *Plan) card(sheet string) string {
	path := free(func(n string) (string, bool) {
		path := filepath.Join(filepath.Dir(sheet), "card-"+p.id()+n+filepath.Ext(sheet))
		return path, !there(path)
	})
	if there(path) {
		return ""
	}
	return path
}

// free returns the first name with "", "-2", "-3" and so on that is free; the first one of all if none is.
func free(try func(n string) (path string, ok bool)) string {
	first, ok := try("")
	for n := 2; n <= mostNames && !ok; n++ {
		var path string
		if path, ok = try(fmt.Sprint("-", n)); ok {
			return path
		}
	}
	return first
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// sharesOf returns the folder for the shares beside a page.
func sharesOf(sheet string) string { return strings.TrimSuffix(sheet, filepath.Ext(sheet)) + "-shares" }

// ProposedSheet returns where the recovery key's page may go: to a stick if one is plugged in, else to a folder that is
// there. The name is free.
func (p *Plan) ProposedSheet(fallback string) string {
	if sticks := handover.Sticks(); len(sticks) > 0 {
		fallback = sticks[0].Dir
	}
	return p.FreeSheet(fallback)
}

func (p *Plan) id() string {
	if p.Pack == nil {
		return "event"
	}
	return p.Pack.ID
}

func within(dir, path string) bool {
	d, err1 := filepath.Abs(dir)
	f, err2 := filepath.Abs(path)
	if err1 != nil || err2 != nil {
		return false
	}
	rel, err := filepath.Rel(d, f)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// Trial has both keys tried by whoever noted them, before there is a booth that nobody else opens.
type Trial struct {
	phrase   []byte
	recovery string
	Group    int // of the recovery key's page, that is asked for; from 1
}

// NewTrial begins a trial and picks the group to ask for.
func (p *Plan) NewTrial(recovery string) *Trial {
	t := &Trial{phrase: p.Phrase, recovery: recovery[strings.LastIndexByte(recovery, '1')+1:]}
	whole := len(t.recovery) / seal.KeyGroup
	n, err := rand.Int(rand.Reader, big.NewInt(int64(whole)))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	t.Group = int(n.Int64()) + 1
	return t
}

// Line returns the printed line of the group that is asked for, and its place there, both from 1.
func (t *Trial) Line() (line, place int) {
	return (t.Group-1)/seal.KeyRow + 1, (t.Group-1)%seal.KeyRow + 1
}

// Phrase says whether this is the passphrase, read from where it was noted.
func (t *Trial) Phrase(typed []byte) bool {
	return words.Normal(string(typed)) == words.Normal(string(t.phrase))
}

// Sheet says whether this is the group that was asked for, read from the page.
func (t *Trial) Sheet(typed string) bool {
	from := (t.Group - 1) * seal.KeyGroup
	return seal.SameOnPaper(typed, t.recovery[from:from+seal.KeyGroup])
}

// Format prints [redacted].
func (Trial) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
