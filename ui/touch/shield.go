package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Shield hides the pointer over its area; put it last, and as large as the window, in the window's
// root. Touches go through it to what is below. It cannot cover stock popups and dialogs, which
// are roots of their own.
//
// Fyne has no setting for this; the topmost object with a cursor decides.
type Shield struct{ widget.BaseWidget }

var _ desktop.Cursorable = (*Shield)(nil)

// NewShield returns a Shield that is on.
func NewShield() *Shield {
	s := &Shield{}
	s.ExtendBaseWidget(s)
	return s
}

// Set hides the pointer, or shows it again for somebody with a mouse. The pointer changes on its
// next move.
func (s *Shield) Set(on bool) { s.Hidden = !on }

// On reports whether the pointer is hidden.
func (s *Shield) On() bool { return !s.Hidden }

// Cursor implements desktop.Cursorable.
func (s *Shield) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// CreateRenderer implements fyne.Widget.
func (s *Shield) CreateRenderer() fyne.WidgetRenderer { return nothing{} }
