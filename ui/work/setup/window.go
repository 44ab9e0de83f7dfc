package setup

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
)

// Window is a set-up that a window leads through: what it starts from, and how the booth is made in the end.
type Window struct {
	Dir      string // the folder that is proposed
	PackPath string // the pack that was given; "" for none
	Home     string // a folder of the person's own, for the recovery key's page where no stick is plugged in

	// Warnings returns what somebody has to answer for before a pack goes live.
	Warnings func(say text.Printer, p *event.Pack) []Warning
	// Make makes the booth, in a language. It calls try once the recovery key's page is written and before there is a
	// booth; after an error of try nothing is left.
	Make func(p Plan, say text.Printer, try func(recovery string) error) (Made, error)
	// Stopped says outside the window, as it closes, that there is no booth and what becomes of what was printed. May be nil.
	Stopped func(sentence string)
}

// Made is what there is in the end.
type Made struct {
	Booth string // its id
	Set   string // the fingerprint of its keys
	Keys  int
	Card  string // the file of the card; "" if it could not be written
	Kiosk bool   // the kiosk of this account opens it from now on
}

// ErrStopped: somebody stopped the set-up before both keys were tried.
var ErrStopped = errors.New("the set-up was stopped")

// Making is a set-up whose booth is being made: it waits for both keys to be tried.
type Making struct {
	trial  chan *Trial
	answer chan error
	ended  chan struct{}
	made   Made
	err    error
}

// Format prints [redacted].
func (*Making) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Begin begins to make the booth.
func (w *Window) Begin(p Plan, say text.Printer) *Making {
	m := &Making{trial: make(chan *Trial, 1), answer: make(chan error, 1), ended: make(chan struct{})}
	go func() {
		defer close(m.ended)
		m.made, m.err = w.Make(p, say, func(recovery string) error {
			m.trial <- p.NewTrial(recovery)
			return <-m.answer
		})
	}()
	return m
}

// Trial waits until the keys can be tried; nil if the making has ended before that, and End says why.
func (m *Making) Trial() *Trial {
	select {
	case t := <-m.trial:
		return t
	case <-m.ended:
		return nil
	}
}

// End says that both keys were tried, or with [ErrStopped] that somebody stopped, and waits until the booth is there or
// nothing is left of it. It may be called once.
func (m *Making) End(err error) (Made, error) {
	m.answer <- err
	<-m.ended
	return m.made, m.err
}

// mostPacks is how many packs are offered.
const mostPacks = 4

// Packs finds event packs: a folder with an event.toml, or a zip, on the sticks that are plugged in and in the folders
// given. What is in them is only looked at once one was chosen.
func Packs(sticks []handover.Place, folders ...string) (out []string) {
	for _, s := range sticks {
		folders = append([]string{s.Dir}, folders...)
	}
	add := func(path string) {
		if len(out) < mostPacks && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	for _, dir := range folders {
		list, _ := os.ReadDir(dir)
		for _, f := range list {
			path := filepath.Join(dir, f.Name())
			info, err := os.Lstat(filepath.Join(path, "event.toml"))
			if f.IsDir() && err == nil && info.Mode().IsRegular() {
				add(path)
			}
		}
		for _, f := range list {
			if f.Type().IsRegular() && filepath.Ext(f.Name()) == ".zip" {
				add(filepath.Join(dir, f.Name()))
			}
		}
	}
	return out
}
