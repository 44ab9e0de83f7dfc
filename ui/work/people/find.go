package people

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"matchbooth/data/record"
)

// Hit is somebody who was found. It says nothing about them.
type Hit struct {
	At int    // place in the list
	By string // what fits best: the id of a field, contact1_name or contact1_phone of a person, [ByCode], [ByKit]; "" if nothing was asked
}

// How well something fits, the best first. What is as good as something else is ordered by time.
const (
	whole     = iota // all of a name, a code, a kit, a number
	begins           // a name from its first character on
	initials         // the same, but some characters only by their initials
	inside           // a later part of a name
	head             // the beginning or the end of a number of one's own, the beginning of any other text
	part             // a part of any other text
	elsewhere        // name or number of somebody else, part of a code
	ranks
	none = ranks
)

// Parts of codes, and single letters and digits, are in nearly everybody: shorter ones are not looked for.
const (
	shortCode = 3 // characters of a receipt code
	shortText = 2 // bytes of anything in the middle of a text: a Chinese character has three
)

// query is what was typed, in the forms in which it may be found.
type query struct {
	text string // folded
	lead string // digits with which a number begins as dialled from abroad: what follows +, 86 for the 0 of a trunk call; or ""
	// digits are those of a part of a number, "" if it cannot be one. bare are those without the 0 of a trunk call.
	digits, bare string
	code         string // without blanks and hyphens
	keys         []keys // of a name
}

// Find returns who fits a text and is in a state; an empty text and an empty state fit everybody. The best come first, and
// of those that fit equally well the newest.
//
// A text is found in names (characters, Pinyin, initials and all mixed), in telephone numbers from two digits on, however
// they are grouped, in receipt codes, kits, and all texts that people have entered. Words parted by blanks may be in
// different places: 张 0417 is everybody called 张 with such a number. It says nothing about anybody, and keeps nothing.
func (l *List) Find(text string, only State) []Hit {
	all := queryOf(text)
	var each []query
	if words := strings.Fields(text); len(words) > 1 {
		for _, w := range words[:min(len(words), mostWords)] {
			each = append(each, queryOf(w))
		}
	}
	// What is only put between words is no word: "张 -".
	each = slices.DeleteFunc(each, query.empty)
	var found [ranks][]Hit
	for _, at := range l.order {
		p := &l.people[at]
		if only != "" && !p.states.has(only) {
			continue
		}
		if all.empty() {
			found[whole] = append(found[whole], Hit{At: int(at)})
			continue
		}
		rank, by := l.fits(p, &all)
		if rank == none && len(each) > 0 {
			rank, by = l.every(p, each)
		}
		if rank != none {
			found[rank] = append(found[rank], Hit{int(at), by})
		}
	}
	return slices.Concat(found[:]...)
}

// Format prints [redacted].
func (query) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// mostWords is how many words of a text are looked for one by one.
const mostWords = 8

func queryOf(s string) query {
	f := fold(s)
	q := query{text: strings.Join(strings.Fields(f.plain), " ")}
	for _, form := range []string{f.pinyin, f.plain} {
		if k, ok := keysOf(form); ok && (len(q.keys) == 0 || q.keys[0].text != k.text) {
			q.keys = append(q.keys, k)
		}
	}
	if digits, ok := digitsOf(f.plain); ok {
		q.digits, q.bare = digits, strings.TrimLeft(digits, "0")
		switch {
		case strings.HasPrefix(q.text, "+"):
			q.lead, q.digits, q.bare = q.bare, "", ""
		case strings.HasPrefix(digits, "00"):
			q.lead = q.bare
		case strings.HasPrefix(digits, "0"):
			q.lead = "86" + q.bare
		case len(digits) < shortText:
			q.lead = "86" + digits // one digit is that with which numbers begin here
		}
		if len(q.bare) < 5 { // too little for a number without its 0
			q.bare = ""
		}
		if len(q.digits) < shortText {
			q.digits = ""
		}
	}
	q.code = withoutSigns(f.plain)
	return q
}

func (q query) empty() bool { return q.text == "" || q.code == "" && q.digits == "" && q.lead == "" }

// every returns how well the words fit that fits least.
func (l *List) every(p *person, each []query) (rank int, by string) {
	for i := range each {
		r, b := l.fits(p, &each[i])
		if r == none {
			return none, ""
		}
		if i == 0 || r > rank {
			rank, by = r, b
		}
	}
	return rank, by
}

// fits returns how well a query fits, and by what.
func (l *List) fits(p *person, q *query) (rank int, by string) {
	rank, id := p.lines(q)
	if r := p.named(q); r < rank {
		rank, id = r, nameID
	}
	if rank == none {
		return none, ""
	}
	return rank, l.ids[id]
}

// named returns how well a query fits a name.
func (p *person) named(q *query) int {
	best := none
	for _, k := range q.keys {
		if p.first&k.first == 0 {
			continue
		}
		first := true // of one name
		for u := range p.units {
			if p.units[u].read == nil {
				first = true
				continue
			}
			rank := inside
			taken, short, ok := p.match(k, u)
			if ok && first {
				rank = begins
				if short > 0 {
					rank = initials
				} else if u+len(taken) == len(p.units) || p.units[u+len(taken)].read == nil {
					rank = p.wholly(u, taken, rank)
				}
			}
			if ok {
				best = min(best, rank)
			}
			first = false
		}
	}
	return best
}

// wholly tells a name typed to its end from one whose last syllable is unfinished.
func (p *person) wholly(u int, taken []int, rank int) int {
	last := p.units[u+len(taken)-1]
	n := taken[len(taken)-1]
	if last.char != 0 && n == utf8.RuneLen(last.char) && n > 1 || slices.ContainsFunc(last.read.spell, func(s string) bool { return len(s) == n }) {
		return whole
	}
	return rank
}

// match matches keys with a name from a unit on.
func (p *person) match(k keys, u int) (taken []int, short int, ok bool) {
	one := p.units[u]
	if one.read.first&k.first == 0 && (one.char == 0 || !strings.HasPrefix(k.text, string(one.char))) {
		return nil, 0, false
	}
	return matchName(k, p.units[u:])
}

// lines returns how well a query fits the lines of a person, and the id of the line that fits best.
func (p *person) lines(q *query) (rank int, id uint16) {
	rank = none
	try := func(s string, fits func(k kind) bool, from bool) {
		if s == "" {
			return
		}
		for at := 0; ; {
			i := strings.Index(p.text[at:], s)
			if i < 0 {
				return
			}
			i += at
			at = i + 1
			line := slices.IndexFunc(p.pieces, func(x piece) bool { return uint32(i) < x.end }) //nolint:gosec // G115: a place in the text
			start, end := 0, int(p.pieces[line].end)-1
			if line > 0 {
				start = int(p.pieces[line-1].end)
			}
			one := p.pieces[line]
			if from && i > start || !fits(one.kind) {
				continue
			}
			if r := rankOf(one.kind, i == start, i+len(s) == end, len(s)); r < rank {
				rank, id = r, one.id
			}
		}
	}
	anything := func(k kind) bool { return k != code }
	numbers := func(k kind) bool { return k == number || k == other }
	try(q.text, anything, len(q.text) < shortText)
	if q.digits != q.text {
		try(q.digits, numbers, false)
	}
	if q.bare != q.digits {
		try(q.bare, numbers, false)
	}
	try(q.lead, numbers, true)
	if len(q.code) >= shortCode {
		try(q.code, func(k kind) bool { return k == code || k == own && q.code != q.text }, false)
	}
	return rank, id
}

// rankOf says how well n bytes fit that are in a line, at its start or at its end, or both.
func rankOf(k kind, start, end bool, n int) int {
	switch {
	case k == other:
		return elsewhere
	case k == number && end && (start || n >= len("13912340417")), (k == own || k == code) && start && end:
		return whole
	case k == code:
		return elsewhere
	case start, k == number && end:
		return head
	}
	return part
}

// Syllable is how one part of a name is read, for the screen: a Chinese character, or a word of another script.
type Syllable struct {
	Text  record.Text // its Pinyin, or the word, in small letters
	Found int         // how many bytes of it, from the first, were typed; all of them where its character was
}

// Format prints [redacted].
func (Syllable) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Underline returns the parts of a person's name with what a text found in them. Nothing is marked where the text was found
// elsewhere. A name of two characters typed as zk gives zhang with 1 and ke with 1; a reading that was typed is the one that
// is shown.
func (l *List) Underline(text string, at int) []Syllable {
	p := &l.people[at]
	marks := make([]Syllable, len(p.units))
	for i, u := range p.units {
		if u.read != nil {
			marks[i].Text = record.Text(u.read.shown)
		}
	}
	if !p.underline(queryOf(text), marks) {
		for w := range strings.FieldsSeq(text) {
			p.underline(queryOf(w), marks)
		}
	}
	return slices.DeleteFunc(marks, func(s Syllable) bool { return s.Text == "" })
}

// underline notes what a query found in each part of a name, at the first place where it fits.
func (p *person) underline(q query, marks []Syllable) bool {
	for _, k := range q.keys {
		for u := range p.units {
			if p.units[u].read == nil {
				continue
			}
			taken, _, ok := p.match(k, u)
			if !ok {
				continue
			}
			at := 0
			for i, n := range taken {
				marks[u+i] = p.units[u+i].found(k.text[at:at+n], marks[u+i])
				at += n
			}
			return true
		}
	}
	return false
}

// found returns how a part of a name is shown of which something was typed.
func (one unit) found(typed string, before Syllable) Syllable {
	if one.char != 0 && typed == string(one.char) {
		return Syllable{before.Text, len(before.Text)}
	}
	if strings.HasPrefix(string(before.Text), typed) {
		return Syllable{before.Text, max(before.Found, len(typed))}
	}
	for _, s := range one.read.spell {
		switch {
		case !strings.HasPrefix(s, typed):
		case one.char == 0: // a word is shown as it is written, also where its ü was typed v
			return Syllable{before.Text, max(before.Found, min(len(typed), len(before.Text)))}
		default:
			return Syllable{record.Text(s), len(typed)}
		}
	}
	return before
}
