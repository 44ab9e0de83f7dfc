package people

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/pinyin"
)

// What a text is found by, beside the id of a field: [Hit.By].
const (
	ByCode = "code"
	ByKit  = "kit"
)

// person is what one person is found by.
type person struct {
	units  []unit   // of the names
	text   string   // everything else and the names too, folded, a line each
	pieces []piece  // which line is what
	kits   []string // in force, see WithKit
	first  letters  // with which the units can begin
	states bits
}

// piece is a line of the text of a person.
type piece struct {
	end  uint32 // where its line ends
	id   uint16 // into List.ids
	kind kind
}

// kind says how a line is searched.
type kind uint8

const (
	words  kind = iota // any text
	number             // a telephone number of the person, as dialled from abroad
	other              // name or number of somebody who will know where the person is
	code               // a receipt code
	own                // what is one person's alone: kit, student or identity number, address
)

// unit is a part of a name: one Chinese character, or one word of any other script. Between two names stands one without
// a reading.
type unit struct {
	char rune // 0: a word
	read *reading
}

// reading is how a part of a name is typed. Those of Chinese characters are shared.
type reading struct {
	shown string   // the likeliest, for the screen
	spell []string // all of them, the longest first; of a word: itself
	first letters
}

// letters is a set of the letters a to z, and whatever else in one bit.
type letters uint32

func letter(c byte) letters {
	if c >= 'a' && c <= 'z' {
		return 1 << (c - 'a')
	}
	return 1 << 31
}

// indexer makes the persons of a list.
type indexer struct {
	l    *List
	dict *pinyin.Readings // nil if there is none: names are then found by their characters alone
	read map[rune]*reading
	as   map[string]*reading // of surnames, whose reading is another: 单 shan
	ids  map[string]uint16
}

// readings is the table of how characters are read, nil if there is no dictionary. It is about nobody, so it stays.
var readings = sync.OnceValue(func() *pinyin.Readings {
	d, err := pinyin.Default()
	if err != nil {
		return nil
	}
	return d.Readings()
})

// index makes what people are found by.
func (l *List) index() {
	x := &indexer{l: l, dict: readings(), read: map[rune]*reading{}, as: map[string]*reading{}, ids: map[string]uint16{}}
	named := slices.IndexFunc(l.pack.Fields, func(f event.Field) bool { return f.Kind == "name" })
	if named >= 0 {
		x.id(l.pack.Fields[named].ID)
	} else {
		x.id("")
	}
	l.people = make([]person, len(l.records))
	l.order = make([]int32, len(l.records))
	for i := range l.records {
		l.people[i] = x.person(&l.records[i])
		l.order[i] = int32(i)
	}
	slices.SortStableFunc(l.order, func(a, b int32) int {
		return cmp.Or(l.records[b].At.Compare(l.records[a].At), cmp.Compare(b, a))
	})
}

func (x *indexer) person(r *record.Record) person {
	var p person
	var text strings.Builder
	add := func(what string, by string, k kind) {
		if what == "" {
			return
		}
		text.WriteString(what)
		text.WriteByte('\n')
		p.pieces = append(p.pieces, piece{uint32(text.Len()), x.id(by), k}) //nolint:gosec // G115: an entry is no larger than that
	}
	plain := func(s string) string { return strings.ReplaceAll(fold(s).plain, "\n", " ") }
	for _, f := range x.l.pack.Fields {
		v, ok := r.Fields[f.ID]
		if !ok {
			continue
		}
		switch f.Kind {
		case "name":
			x.name(&p, string(v.Text))
			add(plain(string(v.Text)), f.ID, words)
		case "phone":
			add(abroad(string(v.Text)), f.ID, number)
		case "person":
			if v.Person != nil {
				add(plain(string(v.Person.Name)), f.ID+"_name", other)
				add(abroad(string(v.Person.Phone)), f.ID+"_phone", other)
			}
		case "email", "resident_id":
			add(plain(string(v.Text)), f.ID, own)
		case "text":
			add(plain(string(v.Text)), f.ID, x.l.textKind(f))
		}
	}
	for _, c := range codesOf(r) {
		add(strings.ToLower(c), ByCode, code)
	}
	for _, kit := range kitsOf(r.Checks) {
		add(plain(kit), ByKit, own)
		if bare := withoutSigns(plain(kit)); bare != plain(kit) { // typed by hand, without its hyphens
			add(bare, ByKit, own)
		}
	}
	p.text = text.String()
	p.pieces, p.units = slices.Clip(p.pieces), slices.Clip(p.units)
	for _, u := range p.units {
		if u.read != nil {
			p.first |= u.read.first
		}
	}
	return p
}

// nameID is the place of the name in [List.ids].
const nameID = 0

// codesOf returns every receipt code by which a person may be asked for.
func codesOf(r *record.Record) (codes []string) {
	codes = append(codes, string(r.Code), string(r.Was))
	for _, c := range r.Joined {
		codes = append(codes, string(c))
	}
	return codes
}

func (x *indexer) id(by string) uint16 {
	at, ok := x.ids[by]
	if !ok {
		at = uint16(len(x.l.ids)) //nolint:gosec // G115: as many as a pack has fields
		x.ids[by], x.l.ids = at, append(x.l.ids, by)
	}
	return at
}

// name adds the parts of a name.
func (x *indexer) name(p *person, name string) {
	if len(p.units) > 0 {
		p.units = append(p.units, unit{})
	}
	both := fold(name)
	plain := both.plain
	surname := 0 // characters that the surname still has
	var asSurname []string
	if x.dict != nil {
		asSurname = x.dict.Surname(plain)
		surname = len(asSurname)
	}
	word := func(from, to int) {
		if from == to {
			return
		}
		read := &reading{shown: plain[from:to], spell: []string{plain[from:to]}, first: letter(plain[from])}
		if v := both.pinyin[from:to]; v != plain[from:to] { // Lü, which is lv on keyboards and lyu on passports
			read.spell = append(read.spell, v, strings.ReplaceAll(v, "v", "yu"))
			read.first |= letter(v[0])
		}
		p.units = append(p.units, unit{read: read})
	}
	from := 0
	for i, r := range plain {
		if !parts(r) && !han(r) {
			continue
		}
		word(from, i)
		from = i + utf8.RuneLen(r)
		if !han(r) {
			continue
		}
		shown := ""
		if surname > 0 {
			shown = asSurname[len(asSurname)-surname]
			surname--
		}
		p.units = append(p.units, unit{r, x.reading(r, shown)})
	}
	word(from, len(plain))
}

// reading returns how a character is typed. shown is its reading where it stands, "" for the likeliest.
func (x *indexer) reading(r rune, shown string) *reading {
	known, ok := x.read[r]
	if !ok {
		known = &reading{first: letter(0xFF)}
		if x.dict != nil {
			for _, syl := range x.dict.Of(r) {
				if known.shown == "" {
					known.shown = syl
				}
				for _, s := range pinyin.Spellings(syl) {
					if !slices.Contains(known.spell, s) {
						known.spell = append(known.spell, s)
						known.first |= letter(s[0])
					}
				}
			}
		}
		slices.SortStableFunc(known.spell, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		x.read[r] = known
	}
	if shown == "" || shown == known.shown {
		return known
	}
	key := string(r) + shown
	if had, ok := x.as[key]; ok {
		return had
	}
	again := *known
	again.shown = shown
	x.as[key] = &again
	return &again
}

// textKind says how a text field is searched: what is one person's alone goes before any other text.
func (l *List) textKind(f event.Field) kind {
	if l.alone[f.ID] {
		return own
	}
	return words
}

// Format prints [redacted].
func (unit) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (reading) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
