package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// progress adds to a screen's frame how far somebody is on the way from the form to "saved": beside Back in words, and below the
// header as the two rings on one line, which come nearer with every step. The steps are those of the form, the read-back and
// each consent of this pack.
func (b *B) progress(o page.Framing) page.Framing {
	at, n := b.stepAt()
	o.Note = b.Tx("form.step", "At", at, "N", n)
	o.Progress = func(rest page.Box) page.Box {
		m := b.M
		if rest.H < lowBody {
			return rest // the words beside Back say it too
		}
		high, below := m.S(28), m.S(12)
		if o.NoFoot { // a page to be read whole
			high, below = m.S(22), m.S(6)
		}
		line, rest := rest.Top(high)
		b.Picture(line, func(w, h int) image.Image { return art.Progress(w, h, b.P, n, at) })
		_, rest = rest.Top(below)
		return rest
	}
	return o
}

// lowBody is the height of a page's body, in dp, below which what is typed into needs all of it.
const lowBody = 200

// stepAt returns the numbers of "step at of n" on the way from the form to "saved", counted from 1.
func (b *B) stepAt() (at, n int) {
	asked, consents := session.ConsentProgress(b.State, b.Pack)
	steps := len(b.Pack.Steps)
	n = steps + 1 + consents
	switch b.State.Screen {
	case session.Form:
		return min(b.State.FormStep, steps-1) + 1, n
	case session.ReadBack:
		return steps + 1, n
	case session.Consent:
		return steps + 1 + asked, n
	}
	return n + 1, n
}

// stepStyle is the style of a stepper of the given height.
func (b *B) stepStyle(high float32) touch.StepStyle {
	m := b.M
	return touch.StepStyle{
		Fill: b.P.Card, Border: b.P.Edge, BorderWidth: 2, Radius: m.FieldCorner(), Text: b.P.Ink,
		TextSize: min(m.S(28)*m.Text, high*0.5),
		Key: touch.Style{Fill: b.P.Paper, Pressed: b.P.Line, Text: b.P.Ink, Radius: m.FieldCorner() * 0.8,
			Border: b.P.Line, BorderWidth: 1, IconSize: m.S(24)},
		Less: page.Icon(art.Minus, b.P.Ink), More: page.Icon(art.Plus, b.P.Ink),
	}
}
