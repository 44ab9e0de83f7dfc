package event

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"matchbooth/assets/lang"
)

// needed are the required keys, by table. A key that is not listed is optional, or is required
// only for some kinds and checked with them.
var needed = map[string][]string{
	"": {"id", "title", "short", "place", "starts", "ends", "ref", "attract", "handler", "registry",
		"conditions", "ways", "steps", "fields", "consents", "takehome", "next_steps", "stories",
		"stages", "risks", "figures", "worries"},
	"attract":    {"what", "headline", "line", "source"},
	"handler":    {"name", "contact", "purpose", "kinds", "retention_days", "erasure"},
	"registry":   {"name", "branch", "phone", "link", "hours", "sample", "columns"},
	"conditions": {"id", "kind", "text", "source", "date"},
	"ways":       {"outcome", "private", "headline", "body", "then"},
	"steps":      {"id", "title"},
	"fields":     {"id", "step", "kind", "label"},
	"consents":   {"id", "kind", "sentence"},
	"contacts":   {"id", "title", "say"},
	"checks":     {"id", "kind"},
	"takehome":   {"id", "kind", "label"},
	"next_steps": {"title", "line"},
	"stages":     {"title", "line"},
	"risks":      {"title", "line", "source"},
	"figures":    {"id", "value", "means", "source", "date"},
	"worries":    {"q", "a"},
}

// bad adds a fault at a path of event.toml.
func (b *builder) bad(path string, instead any, what string, args ...any) {
	b.faults.add(mainFile, b.main.at(path), instead, what, args...)
}

// need checks that keys of a table are present.
func (b *builder) need(path string, keys ...string) {
	for _, key := range keys {
		if b.main.missing(join(path, key)) {
			b.bad(path, "add it", "%s is missing", spoken(join(path, key)))
		}
	}
}

// check checks the meaning of the pack, once it has been read.
func (b *builder) check() {
	p := b.p
	b.need("", needed[""]...)
	for _, t := range []string{"attract", "handler", "registry"} {
		if b.main.given[t] {
			b.need(t, needed[t]...)
		}
	}
	for t, n := range map[string]int{
		"conditions": len(p.Conditions), "ways": len(p.Ways), "steps": len(p.Steps), "fields": len(p.Fields),
		"consents": len(p.Consents), "takehome": len(p.TakeHome), "next_steps": len(p.NextSteps),
		"stages": len(p.Stages), "risks": len(p.Risks), "figures": len(p.Figures), "worries": len(p.Worries),
	} {
		if n == 0 && b.main.given[t] {
			b.bad(t, "write at least one", "%s is empty", t)
		}
		for i := range n {
			b.need(fmt.Sprintf("%s[%d]", t, i), needed[t]...)
		}
	}
	b.checkHead()
	b.checkConditions()
	b.checkWays()
	b.checkFields()
	b.checkConsents()
	b.checkTerms()
	b.checkContacts()
	b.checkChecks()
	b.checkTakeHome()
	b.checkIDs("stories", len(p.Stories), "", func(i int) string { return p.Stories[i].ID })
	b.checkIDs("figures", len(p.Figures), ".id", func(i int) string { return p.Figures[i].ID })
	for i, f := range p.Figures {
		at := fmt.Sprintf("figures[%d]", i)
		b.checkDate(&b.main, at+".date", f.Date, false)
		if b.main.given[at+".one_in"] && f.OneIn < 2 {
			b.bad(at+".one_in", "write the n of 1 in n, or leave it out", "one_in is %d", f.OneIn)
		}
		if b.main.given[at+".dots"] && (f.Dots < 1 || f.Dots > 10_000) {
			b.bad(at+".dots", "write how many of the ten thousand dots light up, from 1 to 10000, or leave it out", "dots is %d", f.Dots)
		}
	}
	for i, s := range p.Stages {
		b.oneOf(fmt.Sprintf("stages[%d].lasts", i), "length of a stage", s.Lasts, lengths)
	}
	b.checkTimes()
	b.checkKiosk()
	b.checkLook()
	b.noteLate()
	b.noteTerms()
	b.noteUnneeded()
}

// checkHead checks the event, its handler and its registry.
func (b *builder) checkHead() {
	p := b.p
	if b.main.given["id"] && (!goodID(p.ID) || strings.Contains(p.ID, "_")) {
		b.bad("id", "write lower-case letters, digits and hyphens, such as love-to-medicine-2026", "the id %s", quote(p.ID))
	}
	if b.main.given["ref"] && !refForm.MatchString(p.Ref) {
		b.bad("ref", "write letters, digits, - . _, at most 40", "the reference %s", quote(p.Ref))
	}
	for i, tag := range p.Languages {
		if !lang.Has(tag) {
			b.bad(fmt.Sprintf("languages[%d]", i), Say("write some of %s", strings.Join(lang.Tags(), ", ")), "this program has no language %s", quote(tag))
		}
	}
	b.checkDate(&b.main, "starts", p.Starts, true)
	b.checkDate(&b.main, "ends", p.Ends, true)
	s, ok1 := p.Starts.Time()
	e, ok2 := p.Ends.Time()
	if ok1 && ok2 && e.Before(s) {
		b.bad("ends", "write the last day of the event", "the event ends before it starts")
	}
	if b.main.given["short"] {
		for _, l := range Langs {
			if w := width(p.Short[l]); w > maxShort {
				b.bad("short."+string(l), Say("keep to %d Chinese or %d Latin characters", maxShort/2, maxShort), "short is too long for the header (%d)", w)
			}
		}
	}
	for _, l := range Langs {
		if strings.Count(strings.TrimSpace(p.Attract.Headline[l]), "\n") > 1 {
			b.bad("attract.headline."+string(l), "keep to two lines", "the headline has more than two lines")
		}
	}
	if b.main.given["handler.retention_days"] && (p.Handler.RetentionDays < 1 || p.Handler.RetentionDays > maxRetention) {
		b.bad("handler.retention_days", "write a number from 1 to 3650; by law it is as short as possible", "retention_days is %d", p.Handler.RetentionDays)
	}
	b.checkPhone("handler.phone", p.Handler.Phone)
	b.checkEmail("handler.email", p.Handler.Email)
	b.checkPhone("registry.phone", p.Registry.Phone)
	b.checkLink("registry.link", p.Registry.Link)
	b.checkLink("hub.url", p.Hub.URL)
	b.checkColumns()
}

// checkColumns checks the registry's table.
func (b *builder) checkColumns() {
	var columns []string // all that there can be
	parts := map[string][]string{}
	for _, f := range b.p.Fields {
		columns = append(columns, f.ID)
		if f.Kind == "person" {
			for _, part := range Parts {
				parts[f.ID] = append(parts[f.ID], f.ID+"_"+part)
			}
			columns = append(columns, parts[f.ID]...)
		}
	}
	columns = append(columns, HandedFacts...)
	seen := map[string]bool{}
	for i, c := range b.p.Registry.Columns {
		at := fmt.Sprintf("registry.columns[%d]", i)
		b.need(at, "field")
		if !b.main.given[at+".field"] {
			continue
		}
		if !slices.Contains(columns, c.Field) {
			b.bad(at, didYouMean(c.Field, columns), "registry.columns names %s, which is not a field", quote(c.Field))
			continue
		}
		itself := []string{c.Field}
		if all := parts[c.Field]; all != nil {
			itself = all
		}
		for _, id := range itself {
			if seen[id] {
				b.bad(at, "keep one of them", "registry.columns names %s twice", quote(c.Field))
				break
			}
		}
		for _, id := range itself {
			seen[id] = true
		}
	}
}

// MaxRetention is the most days that people may be kept.
const MaxRetention = 3650

const maxRetention = MaxRetention

// maxShort is the width of the name in the header: about 12 Han characters, each two wide, and some
// space.
const maxShort = 28

// Width returns the display width of s, as the header counts it: a Han character is two.
func Width(s string) int { return width(s) }

// GoodPhone, GoodEmail and GoodLink report whether a pack may hold that number, address or link.
func GoodPhone(s string) bool { return phoneForm.MatchString(s) }

// GoodEmail: see GoodPhone.
func GoodEmail(s string) bool { return emailForm.MatchString(s) }

// GoodLink: see GoodPhone.
func GoodLink(s string) bool { _, instead := linkProblem(s); return instead.form == "" }

// PlainLine reports whether a text may stand in a line of a pack: no character that shows nothing or draws over others, no
// line ends, and no {…}, which would be filled in.
func PlainLine(s string) bool {
	_, _, what := hidden(s)
	return what == "" && !strings.ContainsFunc(s, unicode.IsControl) && !blank.MatchString(s) && utf8.ValidString(s)
}

// width returns the display width of s, counting Han and other wide characters as two.
func width(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60 {
			n++
		}
	}
	return n
}

var (
	refForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)
	// phoneForm is a number, and behind it perhaps an extension: 021-1234-5678 转 802, ext. 802, x802.
	phoneForm = regexp.MustCompile(`^(\+?[0-9][0-9 ()-]{0,27}[0-9)]) *(?:,? *(?:转|轉|分机|分機|(?i:extension|ext\.?|x)) *[:：]? *([0-9]{1,8}))?$`)
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$`)
	hostForm  = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
)

// waits reports whether a text still contains a placeholder; its form is checked once it is written.
func waits(s string) bool { return strings.Contains(s, "[[") }

// checkPhone checks a number that people are to call. A practice pack may add a mark in
// parentheses to its number, such as "021-0000-0521 (example)", so that nobody takes it for real.
func (b *builder) checkPhone(path, s string) {
	if b.p.Practice {
		s = unmarked(s)
	}
	if b.main.given[path] && !waits(s) && !GoodPhone(s) {
		b.bad(path, "write digits, spaces and hyphens, with + and the country ahead where it is abroad; an extension comes last, as 转 802 or ext. 802", "%s is not a phone number", spoken(path))
	}
}

// unmarked is a number without the mark in parentheses behind it.
func unmarked(s string) string {
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") && !phoneForm.MatchString(s) {
		return s[:i]
	}
	return s
}

// SplitPhone parts a number of a pack, as it is written there, from its extension: digits, or "" if it has none. What is no
// number is returned whole.
func SplitPhone(s string) (number, extension string) {
	m := phoneForm.FindStringSubmatch(unmarked(s))
	if m == nil {
		return s, ""
	}
	return m[1], m[2]
}

func (b *builder) checkEmail(path, s string) {
	if b.main.given[path] && !waits(s) && !GoodEmail(s) {
		b.bad(path, "write name@example.org", "%s is not an e-mail address", spoken(path))
	}
}

// maxLink is the maximum length of a link, in bytes: links become QR codes, which are quick to scan
// up to about 50 bytes.
const maxLink = 150

// checkLink requires https and a host, and rejects anything that hides where the link leads.
func (b *builder) checkLink(path, s string) {
	if !b.main.given[path] || waits(s) {
		return
	}
	if what, instead := linkProblem(s); what.form != "" {
		if what.form == notLink {
			what = Say(notLink, spoken(path))
		}
		b.bad(path, instead, "%s", what)
	}
}

const notLink = "%s is not a link"

// linkProblem says what is wrong with a link and what to write instead; nothing if it is good.
func linkProblem(s string) (what, instead Phrase) {
	u, err := url.Parse(strings.ReplaceAll(s, "{ref}", "ref"))
	switch {
	case err != nil || strings.ContainsAny(s, " \t\n\"<>\\"):
		return Say(notLink), Say("write https://…")
	case u.Scheme != "https":
		return Say("the link does not begin with https://"), Say("write https://…")
	case u.User != nil || !hostForm.MatchString(strings.ToLower(u.Hostname())):
		return Say("the link's site cannot be read"), Say("write https:// and the site's name, such as https://example.org/join")
	case len(s) > maxLink:
		return Say("the link has %d characters", len(s)), Say("keep to %d characters; short codes scan best", maxLink)
	}
	return Phrase{}, Phrase{}
}

// checkDate checks a date. The event itself needs a full date (day is true); elsewhere a month or a
// year will do, since that is often all that a source says.
func (b *builder) checkDate(d *decoder, path string, v Date, day bool) {
	if !d.given[path] || waits(string(v)) {
		return
	}
	t, ok := v.Time()
	switch {
	case !ok || t.Year() < 1900 || t.Year() > 2199:
		b.faults.add(d.file, d.at(path), `write a date that the calendar has, such as "2026-05-21"`, "%s is not a date: %s", spoken(path), quote(string(v)))
	case day && len(v) != len(time.DateOnly):
		b.faults.add(d.file, d.at(path), `write the whole date, such as "2026-05-21"`, "%s has no day: %s", spoken(path), quote(string(v)))
	}
}

// oneOf checks that a word is one of those known, and reports whether it is.
func (b *builder) oneOf(path, what, word string, known []string) bool {
	if slices.Contains(known, word) {
		return true
	}
	if b.main.given[path] {
		list := slices.DeleteFunc(slices.Clone(known), func(s string) bool { return s == "" })
		b.bad(path, didYouMean(word, list), "unknown %s %s", Say(what), quote(word))
	}
	return false
}

// checkIDs checks the form of ids, and that each occurs only once.
func (b *builder) checkIDs(list string, n int, key string, id func(int) string) {
	first := map[string]int{}
	for i := range n {
		path := fmt.Sprintf("%s[%d]%s", list, i, key)
		if _, given := b.main.lines[path]; !given {
			continue
		}
		switch j, twice := first[id(i)]; {
		case !goodID(id(i)):
			b.bad(path, "write lower-case letters, digits, - and _, beginning with a letter, at most 40", "the id %s", quote(id(i)))
		case twice:
			b.bad(path, "give each its own", "the id %s is given twice in %s (first in line %d)", quote(id(i)), spoken(list), b.main.at(fmt.Sprintf("%s[%d]%s", list, j, key)))
		default:
			first[id(i)] = i
		}
	}
}

// checkKiosk checks the off hours: two times of day, or none.
func (b *builder) checkKiosk() {
	k := b.p.Kiosk
	for _, w := range []struct{ key, v, other string }{
		{"kiosk.night_from", k.NightFrom, "kiosk.night_to"}, {"kiosk.night_to", k.NightTo, "kiosk.night_from"},
	} {
		switch {
		case b.main.given[w.key]:
			if _, err := time.Parse("15:04", w.v); err != nil || len(w.v) != len("15:04") {
				b.bad(w.key, `write a time of day such as "22:00"`, "%s is %s", w.key, quote(w.v))
			}
		case b.main.given[w.other] && b.main.missing(w.key):
			b.bad(w.key, "write both night_from and night_to, or neither", "%s is missing", w.key)
		}
	}
	if k.NightFrom != "" && k.NightFrom == k.NightTo {
		b.bad("kiosk.night_to", "write two different times, or leave both out", "the off hours begin and end at %s", quote(k.NightTo))
	}
}

// checkTimes checks the timeouts, and sets the defaults of those that the pack does not give.
func (b *builder) checkTimes() {
	t := &b.p.Times
	for _, w := range []struct {
		key                string
		v                  *int
		least, most, usual int
	}{
		{"times.idle_reading", &t.IdleReading, 30, 900, 120},
		{"times.idle_form", &t.IdleForm, 30, 900, 60},
		{"times.warning", &t.Warning, 20, 120, 20},
		{"times.take_home", &t.TakeHome, 60, 900, 120},
	} {
		if !b.main.given[w.key] {
			*w.v = w.usual
		} else if *w.v < w.least || *w.v > w.most {
			b.bad(w.key, Say("write seconds from %d to %d", w.least, w.most), "%s is %d", w.key, *w.v)
		}
	}
}
