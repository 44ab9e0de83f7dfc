package event

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"matchbooth/assets/text"
)

// Fault is one thing that is wrong with a pack, or worth a second look, worded so that its author can mend it.
type Fault struct {
	File    string // slash path inside the pack
	Line    int    // from 1; also 1 if the whole file is meant
	What    string // what is wrong, in English
	Instead string // what to write instead, in English

	what, instead *Phrase // the same, for other languages
}

// NewFault makes a fault of phrases.
func NewFault(file string, line int, instead, what Phrase) Fault {
	return Fault{File: clean(file, 200), Line: max(line, 1), What: what.String(), Instead: instead.String(), what: &what, instead: &instead}
}

// String returns "file:line: what is wrong; what to write instead" in English.
func (f Fault) String() string {
	return fmt.Sprintf("%s:%d: %s; %s", f.File, f.Line, f.What, f.Instead)
}

// In returns the fault with its two sentences in the language of the printer.
func (f Fault) In(t text.Printer) Fault {
	if f.what != nil {
		f.What, f.Instead = f.what.In(t), f.instead.In(t)
	}
	return f
}

// Said returns what String does, in the language of the printer.
func (f Fault) Said(t text.Printer) string {
	f = f.In(t)
	return fmt.Sprintf("%s:%d: %s%s%s", f.File, f.Line, f.What, t.S("pack.then"), f.Instead)
}

// Phrase is a sentence about a pack, or a part of one. In the code it stands in English, with values as in fmt; other
// languages have it in the catalogue (assets/text/fault.*.toml). A value may be a phrase itself.
type Phrase struct {
	form string
	args []any
}

// Say makes a phrase. Its form is in the catalogue; a test holds that.
func Say(form string, args ...any) Phrase { return Phrase{form, args} }

// String returns the phrase in English.
func (p Phrase) String() string {
	if len(p.args) == 0 {
		return p.form
	}
	return fmt.Sprintf(p.form, p.args...)
}

// In returns the phrase in the language of the printer.
func (p Phrase) In(t text.Printer) string {
	if p.form == "%s" && len(p.args) == 1 {
		if inner, ok := p.args[0].(Phrase); ok {
			return inner.In(t)
		}
	}
	args := slices.Clone(p.args)
	for i, a := range args {
		switch a := a.(type) {
		case Phrase:
			args[i] = a.In(t)
		case kind:
			args[i] = Say(string(a)).In(t)
		}
	}
	return t.Form("fault.", p.form, args...)
}

// asPhrase takes a text without values for a phrase.
func asPhrase(v any) Phrase {
	if p, ok := v.(Phrase); ok {
		return p
	}
	return Say(fmt.Sprint(v))
}

// maxFaults limits the list: nobody fixes more at once, and a hostile pack must not fill memory.
const maxFaults = 1000

// faults collects the faults of a pack.
type faults struct {
	list []Fault
	seen map[string]bool
}

// add adds a fault, unless the same one is there already. What to write instead is a Phrase, or a text without values.
func (fs *faults) add(file string, line int, instead any, what string, args ...any) {
	f := NewFault(file, line, asPhrase(instead), Say(what, args...))
	if fs.seen == nil {
		fs.seen = map[string]bool{}
	}
	key := f.String()
	if fs.seen[key] || len(fs.list) >= maxFaults {
		return
	}
	fs.seen[key] = true
	fs.list = append(fs.list, f)
}

// sorted returns the faults by file and line, event.toml first.
func (fs *faults) sorted() []Fault {
	slices.SortStableFunc(fs.list, func(a, b Fault) int {
		if (a.File == mainFile) != (b.File == mainFile) {
			if a.File == mainFile {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return fs.list
}

// clean makes part of a pack safe to print on a terminal: control and direction characters are
// replaced, and it is cut to n characters.
func clean(s string, n int) string {
	var b strings.Builder
	for i, r := range []rune(s) {
		if i == n {
			b.WriteRune('…')
			break
		}
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			r = '\uFFFD'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Quote returns part of a pack, made safe to print and cut to 60 characters, in quotation marks.
func Quote(s string) string { return quote(s) }

// quote returns s, cleaned, in quotation marks.
func quote(s string) string { return `"` + clean(s, 60) + `"` }

// Nearest returns the known word that was probably meant, at most two typing errors away, or "".
func Nearest(word string, known []string) string {
	best, at := "", 3 // three changes are no longer a typing error
	if len(word) > 100 {
		return "" // nobody meant that
	}
	for _, k := range known {
		if d := distance(word, k); d < at && d <= max(1, utf8.RuneCountInString(k)/2) {
			best, at = k, d
		}
	}
	return best
}

// didYouMean names the known word nearest to the one written, or lists all of them.
func didYouMean(word string, known []string) Phrase {
	if best := Nearest(word, known); best != "" {
		return Say("did you mean %q?", best)
	}
	if len(known) == 0 {
		return Say("remove it")
	}
	return Say("write one of: %s", strings.Join(known, ", "))
}

// distance returns the number of typing errors between two words (insertions, deletions,
// substitutions, and transpositions of neighbours). Words of very different length are just far.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 3 || d < -3 {
		return 100
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		for j := range rows[i] {
			switch {
			case i == 0:
				rows[i][j] = j
				continue
			case j == 0:
				rows[i][j] = i
				continue
			}
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
