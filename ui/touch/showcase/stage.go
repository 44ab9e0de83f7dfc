package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/ui/theme"
)

// stage is the window and what is known of its widgets.
type stage struct {
	name  string
	win   fyne.Window
	size  fyne.Size
	look  theme.Palette
	root  *fyne.Container
	props *fyne.Container // what the scene has placed

	targets, places []prop // of buttons and the like, and of fields
	polled          []poll
	told            map[string]float64
	more            func() []spot // further spots that come and go, such as a keyboard's keys; may be nil
	acts            map[string]int
	begun           time.Time
	log, trace      *json.Encoder
	shown           []spot // as last written
	seq             int
}

// prop is a touchable widget and its name.
type prop struct {
	id string
	o  fyne.CanvasObject
}

// poll is a number of a widget that is read repeatedly.
type poll struct {
	id  string
	now func() float64
}

// spot is the position of a touch target in window pixels.
type spot struct {
	ID    string  `json:"id"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	W     float32 `json:"w"`
	H     float32 `json:"h"`
	Label string  `json:"label,omitempty"`
}

func newStage(a fyne.App, name string, size fyne.Size) *stage {
	s := &stage{name: name, size: size, look: theme.Colours(false), acts: map[string]int{}, told: map[string]float64{}, begun: time.Now()}
	s.props = container.NewWithoutLayout()
	s.root = container.NewStack(canvas.NewRectangle(s.look.Paper), s.props)
	s.win = a.NewWindow("showcase")
	s.win.SetPadded(false)
	s.win.SetMaster()
	s.win.SetContent(s.root)
	s.win.Resize(size)
	return s
}

// record opens the two files, if they are named.
func (s *stage) record(log, trace string) error {
	for _, f := range []struct {
		path string
		to   **json.Encoder
	}{{log, &s.log}, {trace, &s.trace}} {
		if f.path == "" {
			continue
		}
		file, err := os.OpenFile(f.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("opening a record: %w", err)
		}
		*f.to = json.NewEncoder(file)
	}
	return nil
}

// put places an object at a position and size in dp.
func (s *stage) put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	s.props.Add(o)
}

// target places a touchable object and gives it its name in the records.
func (s *stage) target(id string, o fyne.CanvasObject, x, y, w, h float32) {
	s.put(o, x, y, w, h)
	s.targets = append(s.targets, prop{id, o})
}

// acted records that a widget has acted.
func (s *stage) acted(id string) {
	s.acts[id]++
	s.number(id, float64(s.acts[id]))
}

// does returns acted as a callback.
func (s *stage) does(id string) func() { return func() { s.acted(id) } }

// number records a number of a widget.
func (s *stage) number(id string, n float64) {
	if s.log == nil {
		return
	}
	s.log.Encode(struct {
		ID string  `json:"id"`
		N  float64 `json:"n"`
		MS int64   `json:"ms"` // since the start
	}{id, n, time.Since(s.begun).Milliseconds()})
}

// watch records positions and numbers whenever they change.
func (s *stage) watch() {
	go func() {
		var asked atomic.Bool // one call at a time: a queue of them can keep the toolkit from quitting
		for range time.Tick(50 * time.Millisecond) {
			if asked.CompareAndSwap(false, true) {
				fyne.Do(func() {
					s.survey()
					asked.Store(false)
				})
			}
		}
	}()
}

// answer reads numbers, one per line, and records each as "pong" once everything touched before it arrived has been
// handled: the toolkit polls events before it advances animations, and what they triggered has run one frame later.
func (s *stage) answer(asked io.Reader) {
	for lines := bufio.NewScanner(asked); lines.Scan(); {
		n, err := strconv.ParseFloat(lines.Text(), 64)
		if err != nil {
			continue
		}
		fyne.Do(func() {
			frames := 0
			var pause *fyne.Animation
			pause = fyne.NewAnimation(time.Hour, func(float32) {
				if frames++; frames == 3 {
					pause.Stop()
					s.survey()
					s.number("pong", n)
				}
			})
			pause.Start()
		})
	}
}

func (s *stage) survey() {
	for _, p := range s.polled {
		if n := p.now(); n != s.told[p.id] {
			s.told[p.id] = n
			s.number(p.id, n)
		}
	}
	if s.trace == nil {
		return
	}
	driver, scale := fyne.CurrentApp().Driver(), s.win.Canvas().Scale()
	where := func(p prop) spot {
		at, size := driver.AbsolutePositionForObject(p.o), p.o.Size()
		return spot{ID: p.id, X: at.X * scale, Y: at.Y * scale, W: size.Width * scale, H: size.Height * scale}
	}
	var targets, fields []spot
	for _, p := range s.targets {
		targets = append(targets, where(p))
	}
	if s.more != nil {
		targets = append(targets, s.more()...)
	}
	for _, p := range s.places {
		fields = append(fields, where(p))
	}
	now := append(slices.Clone(targets), fields...)
	if s.seq > 0 && slices.Equal(now, s.shown) {
		return
	}
	s.shown = now
	s.seq++
	s.trace.Encode(struct {
		Screen  string `json:"screen"`
		Seq     int    `json:"seq"`
		Targets []spot `json:"targets"`
		Fields  []spot `json:"fields"`
	}{s.name, s.seq, targets, fields})
}
