package app

import (
	"encoding/json"
	"os"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
)

// trace writes the positions of touch targets, for tests that drive the real window from outside:
// one JSON line per page, in window pixels. It contains names of screens and buttons, never a
// value, and exists at practice booths only.
type trace struct {
	file *os.File
	seq  int
	last layout // the line that was written last

	turned time.Time // when something was last moved that the toolkit still has to lay out
}

func newTrace(practice bool) *trace {
	path := os.Getenv("MATCHBOOTH_TRACE_LAYOUT")
	if path == "" || !practice {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // G703: practice only; the path is the one of who starts the booth
	if err != nil {
		return nil
	}
	return &trace{file: f}
}

// layout is a line.
type layout struct {
	Screen  string `json:"screen"`
	Seq     int    `json:"seq"`
	Targets []spot `json:"targets"`
	Fields  []spot `json:"fields"`
}

type spot struct {
	ID    string  `json:"id"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	W     float32 `json:"w"`
	H     float32 `json:"h"`
	Label string  `json:"label,omitempty"` // of a key: its label, such as a candidate
}

// settle is how long a page needs until the toolkit has laid it out.
const settle = 250 * time.Millisecond

// later writes the page's line once it has settled, unless another page has come by then.
func (t *trace) later(b *Booth) {
	if t == nil {
		return
	}
	page := b.page
	t.turned = time.Now()
	time.AfterFunc(settle, func() {
		fyne.Do(func() {
			switch {
			case b.page != page:
			case b.win != nil && !b.frame.drawn: // the window is still being opened
				t.later(b)
			default:
				t.write(b)
			}
		})
	})
}

// keys writes the line again because the keys changed; at once, if the page has settled.
func (t *trace) keys(b *Booth) {
	if t == nil || b.page == nil || !b.keys.up || time.Since(t.turned) < settle {
		return // a pending line will report it
	}
	t.write(b)
}

// stirred writes the line again where a page of the desk has changed by itself: what it counts or reads comes later than the
// page, and is put into it.
func (t *trace) stirred(b *Booth) {
	if t == nil || b.page == nil || !b.state.AtDesk() || time.Since(t.turned) < 2*settle || !b.frame.drawn {
		return // a pending line will report it
	}
	now := t.line(b)
	now.Seq = t.last.Seq
	if !reflect.DeepEqual(now, t.last) {
		t.write(b)
	}
}

func (t *trace) write(b *Booth) {
	t.seq++
	t.last = t.line(b)
	json.NewEncoder(t.file).Encode(t.last)
}

// line is what can be touched now.
func (t *trace) line(b *Booth) layout {
	scale := b.win.Canvas().Scale()
	at := func(o fyne.CanvasObject, id string) spot {
		p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		return spot{ID: id, X: p.X * scale, Y: p.Y * scale, W: o.Size().Width * scale, H: o.Size().Height * scale}
	}
	line := layout{Screen: string(b.state.Screen), Seq: t.seq}
	if b.state.Overlay != "" {
		line.Screen += "+" + string(b.state.Overlay)
	}
	// What is under the keyboard cannot be touched.
	edge := (b.size.Height - b.keys.height()) * scale
	for _, o := range b.page.Buttons {
		if s := at(o, o.ID); o.ID != "" && o.Visible() && s.Y+s.H/2 < edge {
			line.Targets = append(line.Targets, s)
		}
	}
	for _, h := range b.page.Holds {
		if s := at(h, h.ID); s.Y+s.H/2 < edge {
			line.Targets = append(line.Targets, s)
		}
	}
	for _, f := range b.page.Fields {
		if s := at(f, f.ID); s.Y+s.H/2 < edge {
			line.Fields = append(line.Fields, s)
		}
	}
	if b.keys.up {
		p := fyne.NewPos(0, b.size.Height-b.keys.height()) // where it comes to rest
		for _, k := range b.keys.board.Keys() {
			line.Targets = append(line.Targets, spot{"key." + k.ID, (p.X + k.Pos.X) * scale, (p.Y + k.Pos.Y) * scale, k.Size.Width * scale, k.Size.Height * scale, k.Label})
		}
	}
	return line
}
