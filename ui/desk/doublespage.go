package desk

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/people"
)

// doublesKept is what the page of doubles remembers.
type doublesKept struct {
	shown  bool     // both of the pair are shown in full
	picked []string // of a group of many, by id: two of them are a pair
	top    int      // of the group's rows
	asked  bool     // Enter was pressed once
	said   string
	wrong  bool
	joined [2]string // who was joined last: into whom, and who
}

// double is what somebody has to look at: two who may be one person, a group of many, or a kit that is not one person's.
type double struct {
	key    string // ids of the people, in order
	people []int  // places in the list
	why    []string
	kits   []record.Text // of a clash of kits
}

// doublesPage is the page of sign-ups that may be one person's.
type doublesPage struct {
	*B
	list []double
	at   int
	pair []int // the two who are compared; nil for a group of whom none are picked
	say  func(s string, wrong bool)
}

// toSettle returns what is to be looked at: kits first, since somebody stands there with the wrong box.
func (b *B) toSettle() (list []double) {
	l := b.Desk.Opened().List
	key := func(kind string, people []int) string {
		ids := []string{kind}
		for _, at := range people[:min(len(people), 2)] {
			ids = append(ids, l.Record(at).Person)
		}
		return strings.Join(ids, "-")
	}
	for _, c := range l.KitClashes() {
		list = append(list, double{key("kit", c.People), c.People, []string{people.SameKit}, c.Kits})
	}
	for _, d := range l.Doubles() {
		if slices.Equal(d.Why, []string{people.SameKit}) {
			continue // it is among the clashes, where it can be settled
		}
		list = append(list, double{key("pair", d.People), d.People, d.Why, nil})
	}
	return list
}

// doublePage draws who may be one person, and two of them side by side.
func (b *B) doublePage() {
	p := &doublesPage{B: b, list: b.toSettle()}
	if len(p.list) == 0 {
		k := b.kept().doubles
		foot := b.nothingLeft("doubles", b.Tx("desk.doubles.none"), k.said)
		if k.joined[0] != "" {
			b.pills(foot, "desk.doubles.", []reply{{id: "part", label: b.Tx("desk.doubles.part"), do: p.onApart}})
		}
		return
	}
	p.at = max(0, slices.IndexFunc(p.list, func(d double) bool { return d.key == b.here() }))
	d, l := p.list[p.at], b.Desk.Opened().List
	switch picked := b.kept().doubles.picked; {
	case d.kits != nil:
	case len(d.people) == 2:
		p.pair = d.people
	case len(picked) == 2:
		for _, at := range d.people {
			if slices.Contains(picked, l.Record(at).Person) {
				p.pair = append(p.pair, at)
			}
		}
		if len(p.pair) != 2 {
			p.pair = nil
		}
	}
	p.draw(b.roomFor(b.Tx("desk.page.doubles"), b.Tx("desk.doubles.line", "N", len(p.list)), false))
	b.railKeys(p.onKey)
}

// ids are the two who are compared.
func (p *doublesPage) ids() (a, b string) {
	l := p.Desk.Opened().List
	return l.Record(p.pair[0]).Person, l.Record(p.pair[1]).Person
}

// onOne joins the two.
func (p *doublesPage) onOne() {
	p.tie(p.Desk.Join, "desk.doubles.joined", true)
}

// onTwo notes that they are two people.
func (p *doublesPage) onTwo() { p.tie(p.Desk.Apart, "desk.doubles.two", false) }

func (p *doublesPage) tie(write func(ctx context.Context, a, b string) error, key string, joins bool) {
	if p.pair == nil {
		return
	}
	l := p.Desk.Opened().List
	a, b := p.ids()
	words := p.Tx(key, "A", l.Record(p.pair[0]).Code.String(), "B", l.Record(p.pair[1]).Code.String())
	p.later(func() func() {
		err := write(context.Background(), a, b)
		return func() {
			if err != nil {
				p.say(p.sentence(err), true)
				return
			}
			o := p.Desk.Opened()
			if o == nil {
				return // locked meanwhile
			}
			k := &p.kept().doubles
			*k = doublesKept{said: words}
			if joins {
				at := o.Place(a)
				if at >= 0 {
					k.joined = [2]string{o.Records[at].Person, b}
					if o.Records[at].Person == b {
						k.joined[1] = a
					}
				}
			}
			p.turnTo(session.DeskDoubles, "")
		}
	})
}

// onApart takes the last join back.
func (p *doublesPage) onApart() {
	k := &p.kept().doubles
	joined := k.joined
	p.later(func() func() {
		err := p.Desk.Part(context.Background(), joined[0], joined[1])
		return func() {
			if p.Desk.Opened() == nil {
				return
			}
			*k = doublesKept{said: p.Tx("desk.doubles.parted")}
			if err != nil {
				k.said, k.wrong = p.sentence(err), true
			}
			p.again()
		}
	})
}

// onShow shows both of the pair in full, or masks them again.
func (p *doublesPage) onShow() {
	k := &p.kept().doubles
	if k.shown || p.pair == nil {
		k.shown = false
		p.again()
		return
	}
	a, b := p.ids()
	key := p.list[p.at].key
	show := func() { k.shown = p.here() == key || p.here() == "" }
	p.unmask(show, func(s string) { k.said, k.wrong = s, true; p.again() }, a, b)
}

// pick picks one of a group of many, or lets them go.
func (p *doublesPage) pick(person string) {
	k := &p.kept().doubles
	if i := slices.Index(k.picked, person); i >= 0 {
		k.picked = slices.Delete(k.picked, i, i+1)
	} else {
		k.picked = append(k.picked, person)
	}
	p.again()
}

func (p *doublesPage) choose(i int) {
	p.kept().doubles = doublesKept{}
	p.turnTo(session.DeskDoubles, p.list[i].key)
}

// onKey is the keyboard: the groups by the arrows, Space shows in full, Enter twice joins, Delete says that they are two.
func (p *doublesPage) onKey(name fyne.KeyName, r rune) {
	k := &p.kept().doubles
	switch {
	case name == fyne.KeyUp, name == fyne.KeyDown:
		p.choose(near(p.at, byArrow(name), len(p.list)))
	case p.pair == nil:
	case r == ' ':
		p.onShow()
	case (name == fyne.KeyReturn || name == fyne.KeyEnter) && !k.asked:
		k.asked = true
		p.again()
	case name == fyne.KeyReturn, name == fyne.KeyEnter:
		p.onOne()
	case name == fyne.KeyEscape:
		k.asked, k.picked, k.shown = false, nil, false
		p.again()
	case name == fyne.KeyDelete:
		p.onTwo()
	}
}
