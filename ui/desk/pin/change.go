package pin

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/text"
	"matchbooth/data/words"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
	"matchbooth/ui/work/setup"
)

// change sets another PIN, which is typed twice. The old one has just opened the screen that it is drawn over.
type change struct {
	*pad
	days    []time.Time // of the event
	first   string      // the new PIN, once it is to be typed again; "" before
	offered string      // a better one than the one that was refused; the same throughout
	next    *touch.Button
	cancel  *touch.Button
	done    *touch.Button
}

// Change asks for a new PIN. gate is nil in pictures.
func Change(b *page.B, gate work.Gate) {
	m := b.M
	c := &change{pad: &pad{B: b, gate: gate, say: touch.NewHolder()}, days: setup.Days(b.Pack)}
	c.offered = words.PIN(c.days...)
	at := b.Sheet(m.S(560), m.S(690))
	head, rest := at.Top(m.Heading() * 1.4)
	b.TextFit(head, b.Tx("pin.title"), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	c.row, rest = rest.Top(m.Label() * 2.9)
	b.Put(c.say, c.row)
	row, rest := rest.Top(m.S(60))
	c.dots = newDots(b, row)
	c.tell(c.asks(), false)

	foot, rest := rest.Bottom(m.MainH())
	_, rest = rest.Bottom(m.S(16))
	c.drawKeys(rest)
	cols := foot.Columns(2, m.Gap())
	c.cancel = b.Button(cols[0], "overlay.cancel", b.Tx("overlay.pin.cancel"), b.StyleEqual(), b.Do(session.KeepOn))
	c.next = b.Button(cols[1], "overlay.ok", b.Tx("pin.next"), b.StyleMain(), c.onNext)
	c.keys = append(c.keys, c.next)
	c.done = b.Button(foot, "overlay.done", b.Tx("pin.close"), b.StyleMain(), b.Do(session.KeepOn))
	c.done.Hide()
	b.Page.Keys = func(k fyne.KeyName, r rune) {
		switch {
		case !c.done.Visible() && k != fyne.KeyReturn && k != fyne.KeyEnter:
			c.onKey(k, r)
		case k == fyne.KeyReturn, k == fyne.KeyEnter:
			c.onNext()
		}
	}
}

// asks returns what is to be typed now.
func (c *change) asks() string {
	if c.first != "" {
		return c.Tx("pin.again")
	}
	return c.Tx("pin.new", "Least", words.PINLeast)
}

// tell shows a sentence of up to two lines above the dots.
func (c *change) tell(s string, wrong bool) {
	tell(c.B, c.say, c.row, s, wrong, 2)
}

func (c *change) onNext() {
	if c.done.Visible() {
		c.Do(session.KeepOn)()
		return
	}
	if c.pin == "" || c.busy {
		return
	}
	c.Send(session.Event{Kind: session.Touch}) // whoever types is there
	typed := c.pin
	c.set("")
	if c.first == "" {
		if err := words.CheckPIN(typed, c.days...); err != nil {
			better := strings.ReplaceAll(setup.InThrees(c.offered), " ", "\u00a0") // on one line
			c.tell(text.Sentence(setup.PINRefused(c.T, err))+c.Tx("pin.offer", "PIN", better), true)
			return
		}
		c.first = typed
		c.tell(c.asks(), false)
		return
	}
	if typed != c.first {
		c.first = ""
		c.tell(c.Tx("pin.differ"), true)
		return
	}
	c.save(typed)
}

// save sets the new PIN, off the goroutine that draws: its hash is slow on purpose.
func (c *change) save(next string) {
	gate, is := c.gate.(work.PINChanger)
	if !is {
		c.first = ""
		c.tell(c.Tx("pin.failed"), true)
		return
	}
	c.busy = true
	c.disable(true)
	c.cancel.SetDisabled(true)
	c.tell(c.Tx("pin.saving"), false)
	c.Later(func() func() {
		err := gate.ChangePIN(context.Background(), next, c.days...)
		return func() { c.onSaved(err) }
	})
}

func (c *change) onSaved(err error) {
	c.busy, c.first = false, ""
	c.cancel.SetDisabled(false)
	if err != nil {
		c.disable(false)
		said := text.Sentence(setup.PINRefused(c.T, err))
		if said == "" {
			said = c.Tx("pin.failed")
		}
		c.tell(said, true)
		return
	}
	c.tell(c.Tx("pin.done"), false)
	for _, k := range []*touch.Button{c.cancel, c.next} {
		k.Hide()
	}
	c.done.Show()
}
