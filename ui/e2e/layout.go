package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Layout is one line of the booth's layout trace: a screen and where its controls
// are. It never contains a value; the keys of the keyboard have their labels.
type Layout struct {
	Screen  string `json:"screen"`
	Seq     int    `json:"seq"`
	Targets []Spot `json:"targets"`
	Fields  []Spot `json:"fields"`
}

// Spot is one control, in pixels from the top left corner of the window.
type Spot struct {
	ID string  `json:"id"`
	X  float64 `json:"x"`
	Y  float64 `json:"y"`
	W  float64 `json:"w"`
	H  float64 `json:"h"`

	Label string `json:"label"` // of a key of the keyboard; else ""
}

// Middle returns the point a finger aims at.
func (s Spot) Middle() (x, y int) { return int(s.X + s.W/2), int(s.Y + s.H/2) }

// Target returns the control with the given id.
func (l Layout) Target(id string) (Spot, bool) { return find(l.Targets, id) }

// Field returns the field with the given id.
func (l Layout) Field(id string) (Spot, bool) { return find(l.Fields, id) }

func find(spots []Spot, id string) (Spot, bool) {
	for _, s := range spots {
		if s.ID == id {
			return s, true
		}
	}
	return Spot{}, false
}

// shows says whether all of a spot can be seen: controls that are scrolled away are
// below the row of actions at the bottom of the screen.
func (l Layout) shows(s Spot) bool {
	foot, ok := l.Target(l.Screen + ".next")
	return s.Y >= 0 && (!ok || s.Y+s.H <= foot.Y)
}

// String names the screen and everything on it, for an error message.
func (l Layout) String() string {
	var names []string
	for _, s := range append(append([]Spot{}, l.Targets...), l.Fields...) {
		names = append(names, s.ID)
	}
	return fmt.Sprintf("%q with %s", l.Screen, strings.Join(names, ", "))
}

// LastLayout returns the newest complete line of a trace. ok is false if there
// is none; a line that is still being written is left for the next call.
func LastLayout(trace []byte) (l Layout, ok bool, err error) {
	end := bytes.LastIndexByte(trace, '\n')
	if end < 0 {
		return Layout{}, false, nil
	}
	lines := bytes.Split(trace[:end], []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &l); err != nil {
		return Layout{}, false, fmt.Errorf("reading the layout trace: %w", err)
	}
	return l, true, nil
}

// Eyes follow the layout trace of a running booth.
type Eyes struct {
	trace string
	from  int64 // offset in bytes: anything before it is from a booth that has ended
}

// glance is how many bytes at the end of the trace are read: many times the longest line.
const glance = 128 << 10

// Blink forgets everything that was seen.
func (e *Eyes) Blink() error {
	info, err := os.Stat(e.trace)
	if err != nil {
		return fmt.Errorf("looking for the layout trace: %w", err)
	}
	e.from = info.Size()
	return nil
}

// Now returns the newest layout. ok is false before the first.
func (e Eyes) Now() (Layout, bool, error) {
	f, err := os.Open(e.trace)
	if os.IsNotExist(err) {
		return Layout{}, false, nil
	}
	if err != nil {
		return Layout{}, false, fmt.Errorf("reading the layout trace: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Layout{}, false, fmt.Errorf("reading the layout trace: %w", err)
	}
	begin := max(e.from, info.Size()-glance)
	data, err := io.ReadAll(io.NewSectionReader(f, begin, info.Size()-begin))
	if err != nil {
		return Layout{}, false, fmt.Errorf("reading the layout trace: %w", err)
	}
	return LastLayout(data)
}

// WaitFor waits until want is true of the newest layout, and returns that. waited
// names what it waits for in the error if that does not come within patience.
func (e Eyes) WaitFor(ctx context.Context, patience time.Duration, waited string, want func(Layout) bool) (Layout, error) {
	deadline := time.Now().Add(patience)
	for {
		l, ok, err := e.Now()
		if err != nil {
			return l, err
		}
		if ok && want(l) {
			return l, nil
		}
		if time.Now().After(deadline) {
			if !ok {
				return l, fmt.Errorf("waited %s for %s, but the booth wrote no layout (is it in practice mode?)", patience, waited)
			}
			return l, fmt.Errorf("waited %s for %s, but the booth shows %s", patience, waited, l)
		}
		if err := pause(ctx, 40*time.Millisecond); err != nil {
			return l, err
		}
	}
}
