package desk

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
)

// list is the rows.
func (g *giver) list() []choiceRow {
	k := g.k
	reg, us := k.survey[handover.Registry], k.survey[handover.Us]
	where := choiceRow{id: "where", label: g.Tx("desk.give.where"), chosen: func() string { return k.place }, choose: func(id string) { k.place = id }}
	places := k.places
	if len(places) == 0 {
		places = []handover.Place{handover.Here(g.Desk.Folder())}
	}
	for _, p := range places[max(0, len(places)-mostPlaces):] {
		where.options = append(where.options, way{p.Dir, g.placeName(p), g.placeLine(p)})
	}
	where.options = append(where.options, way{otherFolder, g.Tx("desk.place.other"), g.Tx("desk.place.other.line")})
	return []choiceRow{
		{id: "whom", label: g.Tx("desk.give.whom"), chosen: func() string { return k.whom }, choose: func(id string) { k.whom, k.onlyNew = id, false }, options: []way{
			{handover.Registry, g.Tx("desk.give.registry"), g.Tx("desk.give.registry.line", "N", reg.All)},
			{handover.Us, g.Tx("desk.give.us"), g.Tx("desk.give.us.line", "N", us.All)},
		}},
		{id: "closed", label: g.Tx("desk.give.closed"), chosen: func() string { return k.closed }, choose: func(id string) { k.closed = id }, options: []way{
			{closePhrase, g.Tx("desk.give.phrase"), g.Tx("desk.give.phrase.line")},
			{closeAge, g.Tx("desk.give.age"), g.Tx("desk.give.age.line")},
			{closeOpen, g.Tx("desk.give.open"), g.Tx("desk.give.open.line")},
		}},
		where,
	}
}

// mostPlaces is how many places have room beside each other: this computer, and the sticks before it.
const mostPlaces = 4

// labels is the width of the words before the rows.
func (g *giver) labels() float32 { return g.M.S(104) * (1 + (g.M.Text-1)/2) }

func (g *giver) row(at page.Box, i int, row choiceRow) {
	m := g.M
	head, rest := at.Left(g.labels())
	high := g.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W - m.S(12), H: head.H}, row.label, g.Type(m.Label(), g.P.Ink, true), 2, 0.5)
	if i == g.k.at {
		g.Rect(page.Box{X: head.X, Y: head.Y + (head.H+high)/2 + m.S(3), W: m.S(36), H: m.S(4)}, g.P.Gold, m.S(2))
	}
	for j, c := range rest.Columns(max(2, len(row.options)), m.S(14)) {
		if j >= len(row.options) {
			return
		}
		o := row.options[j]
		id := fmt.Sprintf("desk.give.%s.%d", row.id, j)
		g.Put(g.optionCard(c, id, o, row.chosen() == o.id, func() {
			if g.k.run == nil {
				row.choose(o.id)
				g.k.at = i
				g.turn()
			}
		}), c)
	}
}

// optionCard is a card that is one of several: chosen, it has a border of ink and a tick.
func (b *B) optionCard(at page.Box, id string, o way, chosen bool, do func()) *touch.Button {
	m := b.M
	st := b.StyleCard()
	st.Border, st.BorderWidth, st.Radius = b.P.Edge, 2, m.FieldCorner()
	d := m.S(28)
	ring := canvas.NewRectangle(b.P.Card)
	ring.StrokeColor, ring.StrokeWidth, ring.CornerRadius = b.P.Edge, 2, d/2
	box := page.Box{X: at.W - m.S(18) - d, Y: (at.H - d) / 2, W: d, H: d}
	page.Place(ring, box)
	objects := []fyne.CanvasObject{ring}
	if chosen {
		st.Border, st.BorderWidth = b.P.Ink, 3
		ring.FillColor, ring.StrokeColor = b.P.Ink, b.P.Ink
		tick := touch.NewPicture(page.Icon(art.Check, b.P.Card))
		page.Place(tick, box.Inset(m.S(6)))
		objects = append(objects, tick)
	}
	x := m.S(20)
	w := box.X - x - m.S(10)
	name := touch.Fit([]touch.Span{{Text: o.name}}, b.whole(o.name, b.Type(m.Label(), b.P.Ink, true), w), w, at.H*0.52, 2)
	var line touch.Paragraph
	if room := at.H - name.Height - m.S(16); o.line != "" && room >= m.Small()*1.3 {
		quiet := b.Type(m.Small(), b.P.Soft, false)
		quiet.Lead = 1.3
		line = touch.Fit([]touch.Span{{Text: o.line}}, b.whole(o.line, quiet, w), w, room, 2)
	}
	y := (at.H - name.Height - line.Height) / 2
	objects = append(objects, name.Objects(x, y)...)
	if line.Height > 0 {
		objects = append(objects, line.Objects(x, y+name.Height)...)
	}
	return touch.NewCard(id, st, do, nil, objects...)
}

// formats is the row of formats of a file that is not a workbook with a passphrase.
func (g *giver) formats(at page.Box) {
	_, rest := at.Left(g.labels())
	for i, c := range rest.Columns(4, g.M.S(14)) {
		format := []string{"xlsx", "csv", "vcf", "json"}[i]
		o := way{format, g.Tx("desk.give.format." + format), ""}
		g.Put(g.optionCard(c, "desk.give.format."+format, o, g.k.format == format, func() {
			if g.k.run == nil {
				g.k.format = format
				g.turn()
			}
		}), c)
	}
}

// recipient is the field for the public key of the one who gets the file.
func (g *giver) recipient(at page.Box) {
	head, rest := at.Left(g.labels())
	g.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W - g.M.S(12), H: head.H}, g.Tx("desk.give.key"), g.Type(g.M.Label(), g.P.Ink, false), 2, 0.5)
	f := g.Field(rest, "recipient", "latin", g.k.to, false, func(s string) { g.k.to = s })
	f.Style.TextSize = g.M.Small()
	f.MaxRunes = 3000 // a hybrid key has some 2,000
	f.Placeholder = "age1…"
	f.OnSubmit = g.onGive
	f.Refresh()
}

// otherPlace is the field for a folder that is not in the list.
func (g *giver) otherPlace(at page.Box) {
	_, rest := at.Left(g.labels())
	f := g.Field(rest, "folder", "latin", g.k.folder, false, func(s string) { g.k.folder = s })
	f.Style.TextSize = g.M.Small()
	f.Placeholder = g.Tx("desk.place.other.example")
	f.OnSubmit = g.onGive
	f.Refresh()
}

// whole is a type in which no word of a text is wider than the room for it.
func (b *B) whole(s string, t touch.Type, w float32) touch.Type {
	for _, word := range strings.Fields(s) {
		if b.Lang != event.EN && strings.IndexFunc(word, func(r rune) bool { return r > 0x2E00 }) >= 0 {
			continue // Chinese breaks anywhere
		}
		if wide := fyne.MeasureText(word, t.Size, fyne.TextStyle{Bold: t.Bold}).Width; wide > w {
			t.Size *= w / wide * 0.98
		}
	}
	return t
}

// stickList lists where a file can go: sticks first, then this computer's own folder of exports.
func (b *B) stickList() []handover.Place {
	sticks := handover.Sticks
	if b.Work.Sticks != nil {
		sticks = b.Work.Sticks
	}
	return append(sticks(), handover.Here(b.Desk.Folder()))
}

// errGone: the stick was pulled out.
var errGone = errors.New("the stick is not there any more")

// stillThere returns errGone if the folder is that of a stick which is not plugged in any more: what was written there would
// lie on this computer's disk. It must be called off the interface's goroutine.
func (b *B) stillThere(dir string) error {
	if dir == b.Desk.Folder() || slices.ContainsFunc(b.stickList(), func(p handover.Place) bool { return p.Dir == dir }) {
		return nil
	}
	return errGone
}

// placeName is what a place is called.
func (b *B) placeName(p handover.Place) string {
	if p.Name == "" {
		return b.Tx("desk.place.here")
	}
	return b.Tx("desk.place.stick", "Name", p.Name)
}

// placeLine says how much room a place has, or that what lies there has to be deleted.
func (b *B) placeLine(p handover.Place) string {
	switch {
	case p.Name == "":
		return b.Tx("desk.place.here.line", "Folder", filepath.Base(p.Dir))
	case !p.Known:
		return b.Tx("desk.place.unknown")
	}
	return b.Tx("desk.place.free", "Free", size(p.Free))
}

// size is a number of bytes as people read it.
func size(n uint64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(n)/1e3)
}
