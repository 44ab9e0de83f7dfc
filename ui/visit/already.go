package visit

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/entry"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Already erases a sign-up by its receipt code: typed, then confirmed by holding a button. It never
// reveals whether a code exists.
func Already(b *B) {
	if b.State.Erased == "done" {
		b.erased()
		return
	}
	m := b.M
	f := b.Frame(page.Framing{Back: true, NoFoot: true})
	words := f.Body
	if !m.Portrait {
		words.W = min(words.W*0.60, m.S(760)*m.Text)
	}
	h := b.Title(words, b.Tx("already.title"), m.Title())
	line := touch.SetText(b.Tx("already.line"), b.Type(m.Body(), b.P.Ink, false), words.W)
	b.Lay(line, words.X, words.Y+h+m.S(10))
	h += m.S(10) + line.Height
	note := b.Type(m.S(20)*m.Text, b.P.Soft, false)
	other := touch.SetText(b.Tx("already.update", "Contact", b.In(b.Pack.Handler.Contact)), note, words.W)

	// What is touched is one block; what else one may have come for stands at its foot.
	pad, gap := m.S(28), m.S(16)
	row, hold := max(m.S(72), 56), max(m.S(72), 56)
	said := m.Label() * 2.8
	low := page.Box{X: words.X, Y: words.Y + h, W: words.W, H: f.Body.Y + f.Body.H - words.Y - h}
	if m.Portrait {
		low = f.Low
	}
	rest := low
	rest.H -= other.Height + m.S(18)
	high := 2*pad + row + gap + said
	wide := low.W - 2*pad
	code := min(wide*0.5, m.S(340)*m.Text)
	below := m.Portrait || wide-code-gap < b.Width(b.Tx("already.erase"), b.StyleEqual())
	if below {
		code = wide
		high += hold + gap
	}
	if over := high + m.S(20) - rest.H; over > 0 { // a low window
		pad, said = pad-min(over/4, pad/2), said-min(over/2, m.Label()*1.2)
		high = min(high-over, rest.H)
	}
	card := page.Box{X: low.X, Y: rest.Y + max(m.S(20), (rest.H-high)*0.5), W: low.W, H: high}
	if m.Portrait {
		card.Y = low.Y
	}
	b.Card(card)
	b.Lay(other, low.X, max(card.Y+card.H+m.S(14), low.Y+low.H-other.Height))
	pic := page.Box{X: words.X + words.W + m.S(56), Y: f.Body.Y, W: f.Body.W - words.W - m.S(56), H: f.Body.H}
	if m.Portrait {
		pic = b.Above(f, h)
	}
	b.Drawing(pic, 320.0/200, func(w, h int, pal art.Palette) *image.RGBA { return art.LetGoArt(w, h, pal, 0.5) })

	b.eraseFields(card.Pad(m.S(28), pad), code, row, hold, gap, said, below)
}

// eraseFields draws the receipt code's field with the button that erases, and says what is wrong with what was typed.
func (b *B) eraseFields(in page.Box, wide, row, high, gap, said float32, below bool) {
	var code entry.ReceiptCode
	at := page.Box{X: in.X, Y: in.Y, W: wide, H: row}
	button := page.Box{X: in.X + wide + gap, Y: in.Y, W: in.W - wide - gap, H: high}
	y := in.Y + row + gap
	if below {
		button = page.Box{X: in.X, Y: in.Y + in.H - high, W: in.W, H: high}
	}
	say := b.Message(page.Box{X: in.X, Y: y, W: in.W, H: said})
	b.Hold(button, "already.erase", b.Tx("already.erase"), func() {
		if code == "" {
			say(b.Tx("already.typo"), true)
			return
		}
		b.Send(session.Event{Kind: session.Erase, Arg: string(code)})
	})
	t := b.Field(at, "code", "code", "", false, func(s string) {
		c, err := entry.ParseReceiptCode(s)
		code = ""
		if err == nil {
			code = c
			say(b.Tx("already.hold"), false)
		} else if len(s) >= 9 {
			say(b.Tx("already.typo"), true)
		}
	})
	t.Placeholder, t.MaxRunes, t.OnSubmit = "XXXX-XXXX-X", 16, nil
	t.Refresh()
	switch b.State.Erased {
	case "wait":
		say(b.Tx("already.wait"), true)
	case "failed":
		say(b.Tx("already.failed"), true)
	default:
		say(b.Tx("already.where"), false)
	}
}

// erased says that it is done: of the ring only an outline is left.
func (b *B) erased() {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	t := page.Centred(b.Type(m.Lead()*1.1, b.P.Ink, true))
	w := min(body.W, m.S(820)*m.Text)
	t.Even = true
	p := touch.SetText(b.Tx("already.done"), t, w)
	small := page.Centred(b.Type(m.S(20)*m.Text, b.P.Soft, false))
	q := touch.SetText(b.Tx("already.update", "Contact", b.In(b.Pack.Handler.Contact)), small, w)
	d := max(0, min(m.S(300), body.H*0.55, body.H-p.Height-q.Height-m.S(60)))
	y := body.Y + (body.H-d-p.Height-q.Height-m.S(44))*0.36
	b.film(page.Box{X: body.X + (body.W-d*1.6)/2, Y: y, W: d * 1.6, H: d}, 0.5, func(w, h int, t float64) image.Image { return art.LetGoArt(w, h, b.P, t) })
	y += d + m.S(24)
	x := body.X + (body.W-w)/2
	b.Lay(p, x, y)
	b.Lay(q, x, y+p.Height+m.S(20))
	b.Main(f.Foot, "finish", b.Tx("already.finish"), b.Do(session.Finish))
}

// film shows a picture that moves once, from a time to 1, when the page comes: a few pictures in turn, drawn beforehand. Where nothing may move
// it shows the last.
func (b *B) film(at page.Box, from float64, draw func(w, h int, t float64) image.Image) {
	const frames = 14
	pics := make([]*canvas.Raster, frames)
	for i := range pics {
		t := from + (1-from)*float64(i)/(frames-1)
		pics[i] = touch.NewPicture(func(w, h int) image.Image { return draw(w, h, t) })
		pics[i].Hidden = i != frames-1
		b.Put(pics[i], at)
	}
	if b.Still {
		return
	}
	nudge := b.Repaint()
	anim := fyne.NewAnimation(900*time.Millisecond, func(p float32) {
		k := int(p*(frames-1) + 0.5)
		for i, pic := range pics {
			page.SetVisible(pic, i == k)
		}
		nudge()
	})
	anim.Curve = fyne.AnimationEaseOut
	b.Page.Motion = append(b.Page.Motion, anim)
}
