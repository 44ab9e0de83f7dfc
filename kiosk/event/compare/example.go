package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
)

// identity is something that the built-in event is, and another event is not: its words stand in lines that are true of
// it alone.
type identity struct {
	what  event.Phrase
	words []string // in small letters; one of them in a line makes the line the example's own
}

// identities are who the built-in event is. The first word of each language is derived from its pack in example; the
// others are how people call the same. A test holds that each of them stands in the pack.
var identities = []identity{
	{event.Say("the event"), []string{"5.21", "爱医", "love to medicine"}},
	{event.Say("the school"), []string{"交通大学", "交大", "本校", "jiao tong", "sjtu", "shsmu", "this school"}},
	{event.Say("the city and its branch"), []string{"上海", "松江", "浦东", "黄浦", "徐汇", "闵行", "shanghai", "songjiang", "pudong", "huangpu", "xuhui", "minhang"}},
}

// cityWords are those that make a pack's place one in the same city: its districts have campuses of other schools too.
var cityWords = []string{"上海", "shanghai"}

// true everywhere: what the built-in pack says of the world and gives a source for, whatever place it names.
var general = regexp.MustCompile(`^(risks|figures)\[|^attract\.`)

// sample is the built-in pack, as far as others are compared with it.
type sample struct {
	pack  *event.Pack
	own   map[string]int  // sentence, folded → which identity it names
	phone map[string]bool // digits of its numbers
}

// example reads the built-in pack once.
var example = sync.OnceValues(func() (*sample, error) {
	src, faults, err := event.ReadFS(assets.Event())
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("the built-in event: %s", faults[0])
	}
	s := &sample{pack: src.Pack, own: map[string]int{}, phone: map[string]bool{}}
	for _, w := range src.Texts {
		if strings.HasSuffix(w.Path, "phone") {
			s.phone[digits(w.Text)] = true
		}
		if general.MatchString(w.Path) || strings.HasSuffix(w.Path, ".id") {
			continue
		}
		for _, part := range sentences(w.Text) {
			if i, ok := names(part); ok {
				s.own[fold(part)] = i
			}
		}
	}
	return s, nil
})

// names reports which identity a sentence names; the narrowest counts, since what is true of another school in the same
// city is not true of this one.
func names(s string) (which int, ok bool) {
	low := strings.ToLower(s)
	for i, id := range identities {
		if slices.ContainsFunc(id.words, func(w string) bool { return strings.Contains(low, w) }) {
			return i, true
		}
	}
	return 0, false
}

// NamesExample reports whether a text names the built-in event, its school or its city, or bears a mark of it: such a text
// is not for another pack.
func NamesExample(s string) bool {
	_, own := names(s)
	return own || Reserved(s) || exampleMark.MatchString(s) || practiceWords.MatchString(s)
}

// shares reports for each identity whether the pack has it too: somebody may hold the same event again, or another one
// in the same school or city.
func shares(p *event.Pack) []bool {
	join := func(texts ...event.Text) string {
		var b strings.Builder
		for _, t := range texts {
			for _, l := range event.Langs {
				b.WriteString(strings.ToLower(t[l]) + "\n")
			}
		}
		return b.String()
	}
	has := func(s string, words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
	return []bool{
		has(join(p.Title), identities[0].words),
		has(join(p.Place), identities[1].words),
		has(join(p.Registry.Branch, p.Place), cityWords),
	}
}

// ends part a text into sentences: what stands between two of them was probably written, or left, as one.
var ends = regexp.MustCompile(`[。！？；!?\n]+|[.;]\s+`)

// sentences returns the parts of a text that are compared.
func sentences(text string) (parts []string) {
	for _, s := range ends.Split(text, -1) {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	return parts
}

// marks are the signs by which the example says that it is one.
var marks = regexp.MustCompile(`(?i)\s*[（(]\s*(?:示例|example)\s*[）)]|[，,]\s*(?:示例|example)\s*([）)])`)

// fold is the form in which two sentences are the same: without the example's marks, emphasis and spaces.
func fold(s string) string {
	s = strings.NewReplacer("*", "", "“", "", "”", "", "- ", "").Replace(marks.ReplaceAllString(s, "$1"))
	return strings.Trim(event.Fold(s), ".,;:。，；：")
}

// digits returns the digits of a number, with the + that a foreign one begins with.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}
