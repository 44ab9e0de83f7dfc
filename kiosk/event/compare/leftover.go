package compare

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"matchbooth/kiosk/event"
)

// Examine returns all that check finds in a pack that was read with these faults: what is wrong, and what is worth a second
// look on a day. With faults it is those, and nothing else: the rest cannot be compared. It unpacks the pack's pictures. The
// error is one of the program's own build.
func Examine(src *event.Source, faults []event.Fault, today time.Time) (wrong, warned []event.Fault, err error) {
	if src == nil || len(faults) > 0 {
		return faults, nil, nil
	}
	left, err := Leftovers(src)
	if err != nil {
		return nil, nil, err
	}
	return slices.Concat(src.Pack.CheckPictures(), left), Warnings(src, today), nil
}

// Leftovers returns what stands in a pack only because it was made from the example: a fault each, by file and line. A
// practice pack has none: it may say what it likes. The error is one of the program's own build.
func Leftovers(src *event.Source) ([]event.Fault, error) {
	if src.Pack.Practice {
		return nil, nil
	}
	return marksIn(src)
}

// marksIn is Leftovers of any pack.
func marksIn(src *event.Source) ([]event.Fault, error) {
	ex, err := example()
	if err != nil {
		return nil, err
	}
	shared, abroad := shares(src.Pack), isAbroad(src.Pack)
	var found list
	for _, w := range src.Texts {
		at := 0
		for _, line := range strings.SplitAfter(w.Text, "\n") {
			no := w.LineAt(at)
			at += len(line)
			line = strings.TrimSpace(line)
			for _, m := range markRules {
				if hit := m.find(ex, line, abroad); hit != "" {
					found.add(w.File, no, m.instead(w), m.what, event.Quote(hit))
				}
			}
			if general.MatchString(w.Path) || strings.HasSuffix(w.Path, ".id") {
				continue
			}
			for _, part := range sentences(line) {
				if i, ok := ex.own[fold(part)]; ok && !shared[i] {
					found.add(w.File, no, ownInstead(w), "the example's own line, which names %s of the example: %s", identities[i].what, event.Quote(part))
					break // the others of the line are rewritten with it
				}
			}
		}
	}
	return found.sorted(), nil
}

// ownInstead says what to write in place of a line that is true of the example only.
func ownInstead(w event.Written) event.Phrase {
	switch {
	case strings.HasPrefix(w.File, "stories/"):
		return event.Say("take the story out of stories, or say which school and city it is from, with the donor's permission")
	case strings.HasPrefix(w.Path, "conditions["):
		return event.Say("ask your branch for its conditions, and write them with their source and date")
	}
	return event.Say("write what is true of your event, or take it out")
}

// rule is a sign that something was left over, wherever it stands.
type rule struct {
	what    string
	find    func(ex *sample, line string, abroad bool) string // "" if the line is free of it
	instead func(event.Written) event.Phrase
}

// always is one answer for all lines.
func always(p event.Phrase) func(event.Written) event.Phrase {
	return func(event.Written) event.Phrase { return p }
}

var markRules = []rule{
	{
		"the mark of an example: %s",
		func(_ *sample, line string, _ bool) string { return exampleMark.FindString(line) },
		always(event.Say("write the real one, and take the mark away")),
	},
	{
		"an address that is reserved for examples: %s",
		func(_ *sample, line string, _ bool) string { return reservedAddress(line) },
		func(w event.Written) event.Phrase {
			if strings.HasSuffix(w.Path, "email") || strings.Contains(reservedAddress(w.Text), "@") {
				return event.Say("write an e-mail address that somebody reads")
			}
			return event.Say("write the real page, and scan its code once")
		},
	},
	{
		"a phone number that cannot be called: %s",
		deadNumber,
		always(event.Say("write a number that somebody answers, and call it once")),
	},
	{
		"a sentence of practice: %s",
		func(_ *sample, line string, _ bool) string { return practiceWords.FindString(line) },
		always(event.Say("take the sentence out: this pack is for real people")),
	},
}

var (
	exampleMark = regexp.MustCompile(`(?i)[（(](?:[^（()）]{0,60}[，,])?\s*(?:示例|example)\s*[）)]`)

	// RFC 2606 and RFC 6761: nobody can have these domains.
	reservedDomain = regexp.MustCompile(`(?i)[a-z0-9._%+-]*@?(?:[a-z0-9-]+\.)*(?:\bexample\.(?:org|com|net)|[a-z0-9-]+\.(?:example|invalid|test))(?:[^a-z0-9.-]|\.?$|\.[^a-z0-9])`)

	practiceWords = regexp.MustCompile(`(?i)这是练习|这只是练习|练习摊位|请?不要填写?真实(?:信息|资料)|this is (?:only )?practice|practice booth|do not enter (?:any )?real (?:details|data|information)`)
)

// reservedAddress returns the first address in a line on a domain that is reserved for examples, "" if there is none.
func reservedAddress(line string) string {
	hit := reservedDomain.FindString(line)
	return strings.TrimRight(hit, " \t/.,;:，。；：、（(）)【】「」“”\"'<>")
}

// number is what people read as a phone number.
var number = regexp.MustCompile(`\+?[0-9][0-9 ()-]{5,28}[0-9]`)

// chinese are numbers of mainland China that nobody can have: behind the area code stands a 0, with which no subscriber
// number begins.
var chinese = regexp.MustCompile(`^(?:\+86|0)(?:10|2[0-9]|3[13579][0-9]|4[1-9][0-9]|5[1-9][0-9]|6[369][0-9]|7[0-79][0-9]|8[1-35-9][0-9]|9[0-79][0-9])0[0-9]{6,7}$`)

// deadNumbers are numbers that regulators keep free for plays and examples.
var deadNumbers = []*regexp.Regexp{
	regexp.MustCompile(`^(?:\+1)?[2-9][0-9]{2}55501[0-9]{2}$`),                              // North America, ATIS-0300115
	regexp.MustCompile(`^(?:\+44|0)(?:1632960|7700900|2079460)[0-9]{3}$`),                   // United Kingdom, Ofcom
	regexp.MustCompile(`^(?:\+49|0)(?:3023125|6990009|4066969|2214710|8999998)[0-9]{2,3}$`), // Germany, Bundesnetzagentur
}

// deadNumber returns the first number in a line that cannot be called, "" if there is none. A pack of another country may
// have numbers, written without that country's code, which nobody could have in China.
func deadNumber(ex *sample, line string, abroad bool) string {
	for _, n := range number.FindAllString(line, -1) {
		d := digits(n)
		if ex.phone[d] || !abroad && chinese.MatchString(d) || slices.ContainsFunc(deadNumbers, func(re *regexp.Regexp) bool { return re.MatchString(d) }) {
			return n
		}
	}
	return ""
}

// isAbroad reports whether the numbers of a pack's registry and organiser are those of another country.
func isAbroad(p *event.Pack) bool {
	d := digits(p.Registry.Phone)
	return strings.HasPrefix(d, "+") && !strings.HasPrefix(d, "+86")
}

// Reserved reports whether an answer holds an address or a phone number that is reserved for examples.
func Reserved(s string) bool {
	ex, err := example()
	return reservedAddress(s) != "" || err == nil && deadNumber(ex, s, false) != ""
}
