package app

import (
	"encoding/json"
	"os"
	"time"

	"fyne.io/fyne/v2"
)

// trace writes, for tests that drive the real window from outside, where the things that can be
// touched lie: one JSON line a page, in window pixels. It holds names of screens and buttons,
// never a value, and exists at practice booths only.
type trace struct {
	file *os.File
	seq  int
}

func newTrace(practice bool) *trace {
	path := os.Getenv("MATCHBOOTH_TRACE_LAYOUT")
	if path == "" || !practice {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil
	}
	return &trace{file: f}
}

type spot struct {
	ID string  `json:"id"`
	X  float32 `json:"x"`
	Y  float32 `json:"y"`
	W  float32 `json:"w"`
	H  float32 `json:"h"`
}

// settle is how long a page needs until the toolkit has placed it.
const settle = 250 * time.Millisecond

// later writes the page's line once it has settled, unless another page has come.
func (t *trace) later(b *Booth) {
	if t == nil {
		return
	}
	page := b.page
	time.AfterFunc(settle, func() {
		fyne.Do(func() {
			if b.page == page {
				t.write(b)
			}
		})
	})
}

func (t *trace) write(b *Booth) {
	t.seq++
	scale := b.win.Canvas().Scale()
	at := func(o fyne.CanvasObject, id string) spot {
		p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		return spot{id, p.X * scale, p.Y * scale, o.Size().Width * scale, o.Size().Height * scale}
	}
	line := struct {
		Screen  string `json:"screen"`
		Seq     int    `json:"seq"`
		Targets []spot `json:"targets"`
		Fields  []spot `json:"fields"`
	}{Screen: string(b.state.Screen), Seq: t.seq}
	if b.state.Overlay != "" {
		line.Screen += "+" + string(b.state.Overlay)
	}
	for _, o := range b.page.Buttons {
		if o.ID != "" {
			line.Targets = append(line.Targets, at(o, o.ID))
		}
	}
	for _, h := range b.page.Holds {
		line.Targets = append(line.Targets, at(h, h.ID))
	}
	for _, f := range b.page.Fields {
		line.Fields = append(line.Fields, at(f, f.ID))
	}
	json.NewEncoder(t.file).Encode(line)
}
