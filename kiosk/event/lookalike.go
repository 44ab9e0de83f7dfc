package event

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Word processors, chat programs and Chinese keyboards write signs that look like those of TOML: “ for ", ＝ for =, a space
// that is none. The library says at most that a line is not valid; here they are named by what they are and where.

// alike is a sign in place of another.
type alike struct {
	as   string // what TOML has there; "" if nothing belongs there
	kind string // such as "a curly quote"
}

// doubles and singles are what is written in place of the two straight quotes.
const (
	doubles = "“”„‟＂″〝〞〟«»「」『』"
	singles = "‘’‚‛＇′´`"
)

var signs = func() map[rune]alike {
	out := map[rune]alike{}
	for _, group := range []struct{ from, as, kind string }{
		{"“”„‟", `"`, "a curly quote"}, {"‘’‚‛", `'`, "a curly quote"},
		{"＂″〝〞〟«»「」『』", `"`, "a quote of another kind"}, {"＇′´`", `'`, "a quote of another kind"},
		{"＝", "=", "a full-width equals sign"}, {"，", ",", "a full-width comma"}, {"、", ",", "a Chinese list comma"},
		{"；", "", "a full-width semicolon"}, {"＃", "#", "a full-width number sign"}, {"．。", ".", "a full-width stop"},
		{"［【〔", "[", "a full-width bracket"}, {"］】〕", "]", "a full-width bracket"},
		{"｛", "{", "a full-width brace"}, {"｝", "}", "a full-width brace"},
		{"－–—−‐‑", "-", "a dash"}, {"＋", "+", "a full-width plus"}, {"＿", "_", "a full-width underscore"}, {"／", "/", "a full-width slash"},
	} {
		for _, r := range group.from {
			out[r] = alike{group.as, group.kind}
		}
	}
	return out
}()

// signAt returns what a character outside quotes stands for; ok is false if it is none that is easily mistaken.
func signAt(line []rune, i int) (a alike, ok bool) {
	r := line[i]
	if a, ok := signs[r]; ok {
		return a, true
	}
	switch {
	case r == '：': // between hours and minutes it is a colon; after a key people mean =
		if i > 0 && i+1 < len(line) && unicode.IsDigit(line[i-1]) && unicode.IsDigit(line[i+1]) {
			return alike{":", "a full-width colon"}, true
		}
		return alike{"=", "a full-width colon"}, true
	case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
		return alike{string(r - 0xFEE0), "a full-width character"}, true
	case r == '\u00a0' || r == '\u202f':
		return alike{" ", "a no-break space"}, true
	case r == '\u3000':
		return alike{" ", "a full-width space"}, true
	case r > unicode.MaxASCII && unicode.Is(unicode.Zs, r):
		return alike{" ", "a space of another width"}, true
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return alike{"", "an invisible character"}, true
	}
	return alike{}, false
}

// lookalikes adds a fault for each kind of such a sign on each line of a document that is not valid TOML, and returns the
// document with what was meant in their place, so that the rest can be read, and the lines that were mended. Signs within
// quotes and comments are texts and stay. base is added to every line.
func lookalikes(file string, base int, data []byte, fs *faults) (mended []byte, lines map[int]bool) {
	lines = map[int]bool{}
	var out bytes.Buffer
	var open string // the three quotes that a text of several lines waits for
	for i, raw := range strings.Split(string(data), "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		s := tomlLine{line: []rune(raw), open: open}
		if s.read(false) {
			s = tomlLine{line: []rune(raw), open: open}
			s.read(true)
		}
		open = s.open
		out.WriteString(s.out.String())
		if len(s.found) > 0 {
			lines[i+1] = true
			s.report(file, base+i+1, fs)
		}
	}
	return out.Bytes(), lines
}

// tomlLine reads one line of TOML, as far as quotes and comments go.
type tomlLine struct {
	line  []rune
	open  string // see lookalikes
	out   strings.Builder
	found []int // where a sign is mistaken
	as    []alike
}

// read reads the line. Unless it is to mend, it takes TOML at its word, and reports whether something outside quotes is
// no part of TOML or a quote is never closed; with mend it takes signs for what they look like.
func (s *tomlLine) read(mend bool) (odd bool) {
	i := 0
	if s.open != "" {
		i = s.rest(0)
	}
	for i < len(s.line) {
		r := s.line[i]
		if r == '#' || mend && r == '＃' {
			if r == '＃' {
				s.replace(i, signs[r])
				i++
			}
			s.out.WriteString(string(s.line[i:]))
			return odd
		}
		class := quoteClass(r)
		straight := r == '"' || r == '\''
		switch {
		case class != 0 && (straight || mend):
			if s.triple(i, class, mend) {
				for k := range 3 {
					s.quote(i+k, class)
				}
				s.open = strings.Repeat(string(class), 3)
				i = s.rest(i + 3)
				continue
			}
			end := s.end(i, class, mend)
			s.quote(i, class)
			for k := i + 1; k < min(end, len(s.line)); k++ {
				if q := s.line[k]; q == class && (k == 0 || s.line[k-1] != '\\' || class == '\'') {
					s.out.WriteRune('"' + '\'' - class) // would end what is mended too early
				} else {
					s.out.WriteRune(q)
				}
			}
			if end >= len(s.line) {
				return true
			}
			s.quote(end, class)
			i = end + 1
		default:
			a, ok := signAt(s.line, i)
			odd = odd || ok || r > unicode.MaxASCII
			if mend && ok {
				s.replace(i, a)
			} else {
				s.out.WriteRune(r)
			}
			i++
		}
	}
	return odd
}

// quoteClass returns the straight quote that a character is or looks like; 0 if it is no quote.
func quoteClass(r rune) rune {
	switch {
	case r == '"' || strings.ContainsRune(doubles, r):
		return '"'
	case r == '\'' || strings.ContainsRune(singles, r):
		return '\''
	}
	return 0
}

// triple reports whether three quotes of the class stand at i.
func (s *tomlLine) triple(i int, class rune, mend bool) bool {
	if i+3 > len(s.line) {
		return false
	}
	for _, r := range s.line[i : i+3] {
		if r != class && !(mend && quoteClass(r) == class) {
			return false
		}
	}
	return true
}

// rest copies what belongs to a text of several lines, from i on, and returns where it ends.
func (s *tomlLine) rest(i int) int {
	class := rune(s.open[0])
	for ; i < len(s.line); i++ {
		if s.line[i] == '\\' && class == '"' && i+1 < len(s.line) {
			s.out.WriteRune(s.line[i])
			i++
		} else if s.triple(i, class, true) { // nobody writes three of them for another reason
			for k := range 3 {
				s.quote(i+k, class)
			}
			s.open = ""
			return i + 3
		}
		s.out.WriteRune(s.line[i])
	}
	return i
}

// end returns where the text ends that the quote at i begins; len(s.line) if nowhere.
func (s *tomlLine) end(i int, class rune, mend bool) int {
	proper := len(s.line)
	if s.line[i] == class {
		for k := i + 1; k < len(s.line); k++ {
			if s.line[k] == '\\' && class == '"' {
				k++
			} else if s.line[k] == class {
				proper = k
				break
			}
		}
		if !mend || proper < len(s.line) && s.closes(proper) {
			return proper
		}
	}
	for k := i + 1; k < len(s.line); k++ {
		if quoteClass(s.line[k]) == class && s.closes(k) {
			return k
		}
	}
	return proper
}

// behind matches what follows a text that has ended: a comma and the next key or value, a bracket, an equals sign, a
// comment, or nothing. A comma alone does not: many a “word”, is followed by one.
var behind = regexp.MustCompile(`^[\s\x{a0}\x{3000}]{0,40}(?:$|[\]}=#］｝】＝＃：:]|[,，、][\s\x{a0}\x{3000}]{0,40}(?:$|[A-Za-z0-9_.-]{1,40}[\s\x{a0}\x{3000}]{0,40}[=＝：]|["'“”‘’＂＇{［｛\[\]}#]))`)

// closes reports whether what follows the quote at i is what follows the end of a text.
func (s *tomlLine) closes(i int) bool {
	return behind.MatchString(string(s.line[i+1 : min(i+130, len(s.line))]))
}

// quote writes a straight quote for the one at i.
func (s *tomlLine) quote(i int, class rune) {
	if s.line[i] == class {
		s.out.WriteRune(class)
		return
	}
	a := signs[s.line[i]]
	a.as = string(class)
	s.replace(i, a)
}

// replace writes what was meant for the character at i.
func (s *tomlLine) replace(i int, a alike) {
	s.found, s.as = append(s.found, i), append(s.as, a)
	s.out.WriteString(a.as)
}

// report adds one fault for each kind of sign that was found, with the place of the first.
func (s *tomlLine) report(file string, line int, fs *faults) {
	times := map[alike]int{}
	for _, a := range s.as {
		times[a]++
	}
	for k, a := range s.as {
		more := times[a] - 1
		if more < 0 {
			continue // named already
		}
		times[a] = 0
		r := s.line[s.found[k]]
		shown := fmt.Sprintf("U+%04X", r)
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			shown = fmt.Sprintf("%c (%s)", r, shown)
		}
		what := Say("%s, %s, at character %d", Say(a.kind), shown, s.found[k]+1)
		if more > 0 {
			what = Say("%s and %s in this line", what, many(more, "more place", "more places"))
		}
		fs.add(file, line, meant(a), "%s", what)
	}
}

// meant says what to write in place of a sign.
func meant(a alike) Phrase {
	switch a.as {
	case "":
		return Say("take it out")
	case " ":
		return Say("write an ordinary space")
	case `"`, "'":
		return Say("write a straight quote: %s", a.as)
	}
	return Say("write %s", a.as)
}
