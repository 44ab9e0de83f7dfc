package touch

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// HoldFor is how long a Hold must be held before it acts.
const HoldFor = 1200 * time.Millisecond

// HoldStyle is how a Hold looks; Fills is the colour that runs across while it is held.
type HoldStyle struct {
	Fill, Fills, Text, Border color.Color
	TextSize                  float32
	Still                     bool // no motion: the time is the same
}

// Hold is a button for what cannot be undone: a tap does nothing, holding it does.
type Hold struct {
	widget.BaseWidget
	ID    string
	Text  string
	OnAct func()

	style HoldStyle
	bg    *canvas.Rectangle
	run   *canvas.Rectangle
	label *canvas.Text
	anim  *fyne.Animation
}

// NewHold makes one.
func NewHold(id, text string, style HoldStyle, act func()) *Hold {
	h := &Hold{ID: id, Text: text, OnAct: act, style: style}
	h.bg, h.run = canvas.NewRectangle(style.Fill), canvas.NewRectangle(style.Fills)
	h.bg.StrokeColor, h.bg.StrokeWidth = style.Border, 2.5
	h.label = canvas.NewText(text, style.Text)
	h.label.TextSize, h.label.TextStyle, h.label.Alignment = style.TextSize, fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	h.ExtendBaseWidget(h)
	return h
}

// MouseDown implements desktop.Mouseable: begins to count.
func (h *Hold) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		return
	}
	h.stop()
	h.anim = h.count()
	h.anim.Start()
}

// count is the time that must pass; at its end, once, it acts.
func (h *Hold) count() *fyne.Animation {
	var acted bool
	a := fyne.NewAnimation(HoldFor, func(p float32) {
		h.fill(p)
		if p == 1 && !acted {
			acted = true
			h.fill(0)
			if h.OnAct != nil {
				h.OnAct()
			}
		}
	})
	a.Curve = fyne.AnimationLinear
	return a
}

// MouseUp implements desktop.Mouseable: too early, and nothing has happened.
func (h *Hold) MouseUp(*desktop.MouseEvent) { h.stop() }

func (h *Hold) stop() {
	if h.anim != nil {
		h.anim.Stop()
		h.anim = nil
	}
	h.fill(0)
}

func (h *Hold) fill(p float32) {
	s := h.Size()
	h.run.Resize(fyne.NewSize((s.Width-8)*p, s.Height-8))
	h.run.Move(fyne.NewPos(4, 4))
	h.run.CornerRadius = min((s.Height-8)/2, (s.Width-8)*p/2)
	h.run.Hidden = p == 0
	canvas.Refresh(h.run)
}

// MinSize implements fyne.CanvasObject.
func (h *Hold) MinSize() fyne.Size {
	t := h.label.MinSize()
	return fyne.NewSize(t.Width+48, max(56, t.Height+12))
}

// CreateRenderer implements fyne.Widget.
func (h *Hold) CreateRenderer() fyne.WidgetRenderer { return &holdRenderer{h} }

type holdRenderer struct{ h *Hold }

func (r *holdRenderer) Destroy()           {}
func (r *holdRenderer) Refresh()           { r.Layout(r.h.Size()) }
func (r *holdRenderer) MinSize() fyne.Size { return r.h.MinSize() }
func (r *holdRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.bg, r.h.run, r.h.label}
}
func (r *holdRenderer) Layout(s fyne.Size) {
	h := r.h
	h.bg.CornerRadius = s.Height / 2
	h.bg.Resize(s)
	h.label.TextSize = h.style.TextSize
	for h.label.MinSize().Width > s.Width-32 && h.label.TextSize > 12 {
		h.label.TextSize--
	}
	t := h.label.MinSize()
	h.label.Resize(fyne.NewSize(s.Width, t.Height))
	h.label.Move(fyne.NewPos(0, (s.Height-t.Height)/2))
	h.run.Hidden = true
}

// Holder is a place whose objects may change while the page around it stands.
type Holder struct {
	widget.BaseWidget
	box *fyne.Container
}

// NewHolder makes an empty one.
func NewHolder() *Holder {
	h := &Holder{box: container.NewWithoutLayout()}
	h.ExtendBaseWidget(h)
	return h
}

// Fill replaces what is shown; the objects are placed already.
func (h *Holder) Fill(objects ...fyne.CanvasObject) {
	h.box.Objects = objects
	h.box.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *Holder) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.box) }
