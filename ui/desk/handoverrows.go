package desk

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// exporting is the page that hands over: to the registry, to ourselves, or one person's own to them.
type exporting struct{}

func (exporting) from() session.DeskPage { return "" }

func (exporting) keys(g *giver) string { return g.Tx("desk.give.keys") }

func (exporting) recipients() []string { return []string{handover.Registry, handover.Us} }

func (exporting) line(g *giver) string {
	if s, ok := g.k.survey[g.k.whom]; ok && g.k.person == "" && s.Has > 0 {
		return g.Tx("desk.give.before", "N", s.Has)
	}
	return g.who()
}

func (exporting) doing(g *giver) string {
	k := g.k
	s := k.survey[k.whom]
	switch {
	case k.whom == handover.Person && k.person == "":
		return g.Tx("desk.give.find")
	case k.whom == handover.Person:
		return g.Tx("desk.give.do.copy")
	case k.person != "":
		return g.Tx("desk.give.do.one")
	case k.onlyNew:
		return g.Tx("desk.give.do", "N", s.New)
	}
	return g.Tx("desk.give.do", "N", s.All)
}

func (exporting) write(ctx context.Context, g *giver, of work.Handing, progress func(done, total int)) (work.Handed, error) {
	return g.Desk.HandOver(ctx, of, progress)
}

func (exporting) warns(g *giver) string {
	k := g.k
	switch {
	case k.closed != closeOpen, k.whom == handover.Person && k.person == "", k.whom == handover.Person && k.done != nil && !k.wrong:
		return ""
	case k.person != "":
		return g.Tx("desk.give.open.warn.one")
	}
	return g.Tx("desk.give.open.warn")
}

func (exporting) goes(g *giver, w float32) (flows []page.Flow) {
	m, k := g.M, g.k
	size := g.small()
	quiet, say := g.Type(size, g.P.Soft, false), g.Type(size*1.06, g.P.Ink, false)
	if k.whom == handover.Person && k.done != nil && !k.wrong {
		return []page.Flow{g.Para(m.S(8), g.Tx("desk.give.copy.how"), say, w)}
	}
	goes, stays := handover.Columns(g.Pack, g.State.Lang, k.whom)
	comma := g.Tx("desk.give.comma")
	always := "desk.give.goes.always"
	if g.Pack.GivesKits() {
		always = "desk.give.goes.always.kit"
	}
	all := strings.Join(goes, comma) + g.Tx(always)
	switch k.whom {
	case handover.Us:
		all = g.Tx("desk.give.all")
	case handover.Person:
		all, stays = g.Tx("desk.give.copy"), nil
	}
	flows = append(flows, g.pair(m.S(4), g.Tx("desk.give.goes"), all, say, w))
	if len(stays) > 0 {
		flows = append(flows, g.pair(m.S(4), g.Tx("desk.give.stays"), strings.Join(stays, comma), say, w))
	}
	s := k.survey[k.whom]
	if k.onlyNew {
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.new.line"), quiet, w))
	}
	switch {
	case k.whom == handover.Person && k.person == "":
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.find.line"), quiet, w))
	case k.whom == handover.Person:
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.copy.how"), quiet, w))
	case k.person != "" && k.looked && s.All == 0:
		flows = append(flows, g.marked(m.S(8), markWrong, g.Tx("desk.give.refused"), say, w))
	case k.person != "" && s.Has > 0:
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.before.one"), quiet, w))
	case k.person == "" && s.Kept > 0:
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.kept", "N", s.Kept), quiet, w))
	}
	if s.Gone > 0 {
		flows = append(flows, g.Para(m.S(4), g.Tx("desk.give.gone", "N", s.Gone), quiet, w))
	}
	return flows
}

func (exporting) asks(g *giver) []choiceRow {
	k := g.k
	reg, us := k.survey[handover.Registry], k.survey[handover.Us]
	whom := []way{
		{handover.Registry, g.Tx("desk.give.registry"), g.Tx("desk.give.registry.line", "N", reg.All)},
		{handover.Us, g.Tx("desk.give.us"), g.Tx("desk.give.us.line", "N", us.All)},
		{handover.Person, g.Tx("desk.give.person"), g.Tx("desk.give.person.line")},
	}
	if k.person != "" {
		one := "desk.give.registry.one"
		if k.looked && reg.All == 0 {
			one = "desk.give.registry.refused"
		}
		whom = []way{
			{handover.Person, g.Tx("desk.give.person"), g.Tx("desk.give.person.all")},
			{handover.Registry, g.Tx("desk.give.registry"), g.Tx(one)},
		}
	}
	closed := []way{
		{closePhrase, g.Tx("desk.give.phrase"), g.Tx("desk.give.phrase.line")},
		{closeAge, g.Tx("desk.give.age"), g.Tx("desk.give.age.line")},
		{closeOpen, g.Tx("desk.give.open"), g.Tx("desk.give.open.line")},
	}
	if k.whom == handover.Person {
		closed = []way{closed[2], closed[1]}
	}
	return []choiceRow{
		{id: "whom", label: g.Tx("desk.give.whom"), chosen: func() string { return k.whom }, choose: g.give, options: whom},
		g.closings(closed...), g.where(),
	}
}

// closings is the row of ways in which the file is closed.
func (g *giver) closings(options ...way) choiceRow {
	return choiceRow{id: "closed", label: g.Tx("desk.give.closed"), options: options,
		chosen: func() string { return g.k.closed }, choose: func(id string) { g.k.closed = id }}
}

// where is the row of places.
func (g *giver) where() choiceRow { return g.whereTo(g.k.places, &g.k.place) }

// whereTo is the row of the places that are known, of which place is the chosen one.
func (b *B) whereTo(places []handover.Place, place *string) choiceRow {
	where := choiceRow{id: "where", label: b.Tx("desk.give.where"), chosen: func() string { return *place }, choose: func(id string) { *place = id }}
	if len(places) == 0 {
		places = []handover.Place{handover.Here(b.Desk.Folder())}
	}
	for _, p := range places[max(0, len(places)-mostPlaces):] {
		where.options = append(where.options, way{p.Dir, b.placeName(p), b.placeLine(p)})
	}
	where.options = append(where.options, way{otherFolder, b.Tx("desk.place.other"), b.Tx("desk.place.other.line")})
	return where
}

// mostPlaces is how many places have room beside each other: this computer, and the sticks before it.
const mostPlaces = 4

// labels is the width of the words before the rows.
func (b *B) labels() float32 { return b.M.S(104) * (1 + (b.M.Text-1)/2) }

// inTwo says whether a row's choices stand in two lines: on a totem, where four beside each other would be too small to read,
// and where several can be chosen, which are many.
func (b *B) inTwo(row choiceRow) bool {
	return b.M.Portrait && len(row.options) > 3 || row.picked != nil
}

// lines is how many lines the rows take.
func (g *giver) lines() (n float32) {
	for _, row := range g.rows {
		if n++; g.inTwo(row) {
			n++
		}
	}
	return n
}

func (g *giver) row(at page.Box, i int, row choiceRow) {
	g.choiceRow(at, "desk.give.", row, i == g.k.at, func(o way) {
		if g.k.run == nil {
			row.choose(o.id)
			g.k.at = i
			g.turn()
		}
	})
}

// choiceRow draws a row after its label; here says that the arrow keys are in it. A touch on a choice calls touched.
func (b *B) choiceRow(at page.Box, id string, row choiceRow, here bool, touched func(way)) {
	m := b.M
	head, rest := at.Left(b.labels())
	high := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W - m.S(12), H: head.H}, row.label, b.Type(m.Label(), b.P.Ink, true), 2, 0.5)
	if here {
		b.Rect(page.Box{X: head.X, Y: head.Y + (head.H+high)/2 + m.S(3), W: m.S(36), H: m.S(4)}, b.P.GoldOnLight(), m.S(2))
	}
	cells := rest.Columns(max(2, len(row.options)), m.S(14))
	if b.inTwo(row) {
		upper, lower := rest.Top((rest.H - m.S(10)) / 2)
		_, lower = lower.Top(m.S(10))
		half := (len(row.options) + 1) / 2
		cells = append(upper.Columns(half, m.S(14)), lower.Columns(half, m.S(14))[:len(row.options)-half]...)
	}
	cells = cells[:min(len(cells), len(row.options))]
	set := b.optionTypes(cells, row.options)
	for j, c := range cells {
		o := row.options[j]
		b.Put(b.optionCard(c, fmt.Sprintf("%s%s.%d", id, row.id, j), o, set, optionState{row.has(o.id), row.picked != nil}, func() { touched(o) }), c)
	}
}

// optionType is the type of cards that are choices of one question: they look alike, however long the words of one are.
type optionType struct {
	name, line touch.Type
	lines      bool // there is room below every name for what it means
}

// optionState is whether a card is chosen, and whether others can be chosen with it.
type optionState struct{ chosen, several bool }

// leastLine is the smallest type, in dp, of what stands below a choice's name; smaller it is left out, for all of them.
const leastLine = 15

// onOneLine is the share of its size down to which what stands on a choice is made smaller rather than broken.
const onOneLine = 0.86

// optionWords is the width of an option's card for words.
func (b *B) optionWords(at page.Box) float32 { return at.W - b.M.S(20+10+18+28) }

// optionTypes finds the size at which all of some options fit their cards.
func (b *B) optionTypes(cells []page.Box, options []way) (set optionType) {
	m := b.M
	set.name, set.line = b.Type(m.Label(), b.P.Ink, true), b.Type(m.Small(), b.P.Soft, false)
	set.line.Lead = 1.3
	if len(cells) == 0 {
		return set
	}
	sized := func(t touch.Type, lines int, high func(i int) float32, text func(o way) string) float32 {
		least := t.Size
		for i, o := range options[:len(cells)] {
			if s := text(o); s != "" {
				w := b.optionWords(cells[i])
				least = min(least, touch.Fit([]touch.Span{{Text: s}}, b.whole(s, t, w), w, high(i), lines).Type.Size)
			}
		}
		return least
	}
	fit := func(t touch.Type, high func(i int) float32, text func(o way) string) touch.Type {
		one := sized(t, 1, high, text)
		if one < t.Size*onOneLine { // on two lines rather than much smaller
			one = sized(t, 2, high, text)
		}
		t.Size = one
		return t
	}
	name, line := func(o way) string { return o.name }, func(o way) string { return o.line }
	with := fit(set.name, func(i int) float32 { return cells[i].H * 0.52 }, name)
	below := func(i int) float32 {
		return cells[i].H - touch.SetText(options[i].name, with, b.optionWords(cells[i])).Height - m.S(16)
	}
	small := fit(set.line, below, line)
	for i, o := range options[:len(cells)] {
		set.lines = set.lines || o.line != ""
		if o.line != "" && (small.Size < leastLine || below(i) < touch.SetText(o.line, small, b.optionWords(cells[i])).Height) {
			small.Size = 0
		}
	}
	if set.lines = set.lines && small.Size >= leastLine; set.lines {
		set.name, set.line = with, small
		return set
	}
	set.name = fit(set.name, func(i int) float32 { return cells[i].H - m.S(10) }, name)
	return set
}

// optionCard is a card that is one of several: chosen, it has a border of ink and a tick. Its mark is round where one is
// chosen, and square where each can be.
func (b *B) optionCard(at page.Box, id string, o way, set optionType, is optionState, do func()) *touch.Button {
	m := b.M
	st := b.StyleCard()
	st.Border, st.BorderWidth, st.Radius = b.P.Edge, 2, m.FieldCorner()
	d := m.S(28)
	ring := canvas.NewRectangle(b.P.Card)
	ring.StrokeColor, ring.StrokeWidth, ring.CornerRadius = b.P.Edge, 2, d/2
	if is.several {
		ring.CornerRadius = m.S(6)
	}
	box := page.Box{X: at.W - m.S(18) - d, Y: (at.H - d) / 2, W: d, H: d}
	page.Place(ring, box)
	objects := []fyne.CanvasObject{ring}
	if is.chosen {
		st.Border, st.BorderWidth = b.P.Ink, 3
		ring.FillColor, ring.StrokeColor = b.P.Ink, b.P.Ink
		tick := touch.NewPicture(page.Icon(art.Check, b.P.Card))
		page.Place(tick, box.Inset(m.S(6)))
		objects = append(objects, tick)
	}
	x, w := m.S(20), b.optionWords(at)
	name := touch.SetText(o.name, set.name, w)
	var line touch.Paragraph
	if set.lines && o.line != "" {
		line = touch.SetText(o.line, set.line, w)
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
	formats := []string{"xlsx", "csv", "vcf", "json"}
	if g.k.whom == handover.Person {
		formats = []string{"pdf", "json"}
	}
	var options []way
	for _, format := range formats {
		options = append(options, way{format, g.Tx("desk.give.format." + format), ""})
	}
	cells := rest.Columns(len(formats), g.M.S(14))
	set := g.optionTypes(cells, options)
	for i, c := range cells {
		format, o := formats[i], options[i]
		g.Put(g.optionCard(c, "desk.give.format."+format, o, set, optionState{chosen: g.k.format == format}, func() {
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
	f.OnKey = g.past(f, "closed")
	f.Refresh()
}

// past has the arrow keys lead out of a field of a row: wherever another row is chosen, and at the end of what was typed that
// they point to.
func (g *giver) past(f *field.Field, row string) func(rune, fyne.KeyName) bool {
	return func(_ rune, k fyne.KeyName) bool {
		end := map[fyne.KeyName]int{fyne.KeyLeft: 0, fyne.KeyRight: utf8.RuneCountInString(f.Text())}
		at, is := end[k]
		if is = is && (g.rows[g.k.at].id != row || f.Caret() == at); is {
			g.key(k, 0)
		}
		return is
	}
}

// otherPlace is the field for a folder that is not in the list.
func (g *giver) otherPlace(at page.Box) {
	_, rest := at.Left(g.labels())
	f := g.Field(rest, "folder", "path", g.k.folder, false, func(s string) { g.k.folder = s })
	f.Style.TextSize = g.M.Small()
	f.Placeholder = g.Tx("desk.place.other.example")
	f.OnSubmit = g.onGive
	f.OnKey = g.past(f, "where")
	f.Refresh()
}

// whole is a type in which no word of a text is wider than the room for it.
func (b *B) whole(s string, t touch.Type, w float32) touch.Type {
	for _, word := range strings.Fields(s) {
		if b.IsHan() && strings.IndexFunc(word, func(r rune) bool { return r > 0x2E00 }) >= 0 {
			continue // Chinese breaks anywhere
		}
		if wide := touch.MeasureText(word, t.Size, fyne.TextStyle{Bold: t.Bold}).Width; wide > w {
			t.Size *= w / wide * 0.98
		}
	}
	return t
}

// stickList lists where a file can go: sticks first, then this computer's own folder of exports.
func (b *B) stickList() []handover.Place {
	return append(b.sticks(), handover.Here(b.Desk.Folder()))
}

// sticks lists what is plugged in. It must be called off the interface's goroutine.
func (b *B) sticks() []handover.Place {
	if b.Work.Sticks != nil {
		return b.Work.Sticks()
	}
	return handover.Sticks()
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
