package desk

import (
	"errors"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/changes"
	work "matchbooth/ui/work/session"
)

// reply is one of a few answers in a row.
type reply struct {
	id, label string
	on        bool // it is the one in force: an answer that was given, or what is listed
	do        func()
}

// choices draws answers in a row; the one given has a tick and a green ground.
func (b *B) choices(row page.Box, id string, list []reply) {
	on := b.StyleSmall()
	on.Icon, on.IconSize = page.Icon(art.Check, b.P.Green), b.M.S(20)
	on.Fill, on.Border, on.Text = b.P.Mint, b.P.Green, b.P.Green
	b.inRow(row, id, list, on)
}

// pills draws what can be listed, or how something is done, in a row; the one in force has an ink ground.
func (b *B) pills(row page.Box, id string, list []reply) {
	on := b.StyleSmall()
	on.Fill, on.Pressed, on.Border, on.Text = b.P.Ink, b.P.Soft, b.P.Ink, b.P.Card
	b.inRow(row, id, list, on)
}

// inRow draws buttons from the left, as wide as their words, or a little closer where that is too wide.
func (b *B) inRow(row page.Box, id string, list []reply, on touch.Style) {
	gap := max(b.M.S(12), page.TouchGap)
	var widths []float32
	total := -gap
	style := b.StyleSmall()
	for _, c := range list {
		st := style
		if c.on {
			st = on
		}
		w := b.Width(c.label, st)
		widths = append(widths, w)
		total += w + gap
	}
	x := row.X
	for i, c := range list {
		st := style
		if c.on {
			st = on
		}
		w := widths[i]
		if total > row.W {
			w *= (row.W - gap*float32(len(list)-1)) / (total - gap*float32(len(list)-1))
			w, st.Pad = max(w, 56), b.M.S(8)
		}
		b.Button(page.Box{X: x, Y: row.Y, W: w, H: row.H}, id+c.id, c.label, st, c.do)
		x += w + gap
	}
}

// has reports whether a change was refused for a reason.
func has(err error, key string) bool {
	var r changes.Refused
	return errors.As(err, &r) && r.Has(key)
}

// sentence says why a change was not made, and what to do. Nothing that was typed is in it.
func (b *B) sentence(err error) string {
	var r changes.Refused
	switch {
	case errors.As(err, &r) && len(r) > 0:
		return r.Sentences(b.Tx)[0]
	case errors.Is(err, data.ErrNobody):
		return b.Tx("desk.gone")
	case errors.Is(err, work.ErrLeft):
		return b.Tx("desk.left")
	case errors.Is(err, work.ErrStale):
		return b.Tx("desk.stale")
	}
	return b.Tx("desk.unsaved")
}

// wide is how wide buttons in a row are.
func (b *B) wide(list []reply) float32 {
	gap := max(b.M.S(12), page.TouchGap)
	w := -gap
	for _, c := range list {
		w += b.Width(c.label, b.StyleSmall()) + gap
	}
	return w
}

// toRight is the part of a row's right end that buttons need, or all of it.
func (b *B) toRight(row page.Box, list []reply) page.Box {
	at, _ := row.Right(min(b.wide(list), row.W))
	return at
}

// near moves a choice in a list of n by a step, and stays within it.
func near(at, step, n int) int { return max(0, min(at+step, n-1)) }
