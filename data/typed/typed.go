// Package typed reads secrets that people type from paper: a recovery key, or one share of it.
//
// What is printed in groups may come back in any dress: in groups or without, on several lines or on one, with blanks,
// hyphens or line ends, in lower case, in the wide letters of a Chinese keyboard, with the numbers that stand before the
// printed lines, without the beginning that all of them share. Letters that an alphabet leaves out because they look like
// another one are read as that one.
//
// A checksum tells a slip from a wrong key, and [Form.Read] then finds out by trial which group does not fit: every single
// letter exchanged, two that changed places, one too few or too many, groups and lines that changed places or stand
// twice and, where the checksum is quick, two wrong letters. It only names the group. It never corrects anything: whoever
// types has the paper at hand, and a guess that is right by chance would be called a wrong key.
package typed

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ErrForm: a text is nothing of this form, whatever slips are allowed for.
var ErrForm = errors.New("not typed from such a page")

// longest is the largest text that is read, in bytes.
const longest = 1 << 14

// Slip is an error in typing. It names places on the page, counted from 1, and never what stands there.
type Slip struct {
	Groups  []int // that do not fit; none if that cannot be told
	Lines   []int // whose length is wrong, if no group can be named
	Swapped bool  // Groups changed places
	Missing int   // characters too few; negative: too many
	Row     int   // groups a line
}

// Error names the groups.
func (s *Slip) Error() string {
	switch {
	case s.Swapped:
		return fmt.Sprintf("groups %v changed places", s.Groups)
	case len(s.Groups) > 0:
		return fmt.Sprintf("group %v does not fit", s.Groups)
	case len(s.Lines) > 0:
		return fmt.Sprintf("line %v has the wrong length", s.Lines)
	case s.Missing > 0:
		return fmt.Sprintf("%d characters are missing", s.Missing)
	case s.Missing < 0:
		return fmt.Sprintf("%d characters too many", -s.Missing)
	}
	return "it was mistyped in several places"
}

// Line returns the printed line of a group.
func (s *Slip) Line(group int) int { return (group-1)/max(1, s.Row) + 1 }

// Form is what a page looks like.
type Form struct {
	Head     string            // stands before the groups, in upper case and without hyphens
	Alphabet string            // 32 characters
	Alike    *strings.Replacer // of letters that the alphabet lacks
	Size     int               // characters after the head
	Group    int               // characters a group
	Row      int               // groups a line
	Fits     func(chars string) bool
	Thorough bool // look for two wrong characters too: some million trials, for a checksum that is quick to compute
}

// Is says whether a text has the form and fits, without looking for a slip.
func (f Form) Is(text string) bool {
	if len(text) > longest {
		return false
	}
	t := f.fold(rows(text))
	return len(t.chars) == f.Size && f.Fits(t.chars)
}

// Read returns the characters after the head, in upper case and without anything between them. The error is a [*Slip], or
// [ErrForm] if so much is wrong that the text is something else.
func (f Form) Read(text string) (string, error) {
	if len(text) > longest {
		return "", ErrForm
	}
	lines := rows(text)
	numbered := f.fold(unnumber(lines, f.isHead))
	plain := f.fold(lines)
	for _, t := range []layout{numbered, plain} {
		if len(t.chars) == f.Size && f.Fits(t.chars) {
			return t.chars, nil
		}
	}
	t := plain
	if gap(len(numbered.chars), f.Size) < gap(len(plain.chars), f.Size) {
		t = numbered
	}
	// A line more or less is a slip, and so are a few signs of no alphabet.
	if gap(len(t.chars), f.Size) > f.Group*f.Row || strings.Count(t.chars, "?") > f.Group {
		return "", ErrForm
	}
	return "", f.locate(t)
}

// Plain returns the characters of a part of a page, such as one group, as they are compared.
func (f Form) Plain(part string) string {
	return f.Alike.Replace(strings.Map(significant, strings.ToUpper(norm.NFKC.String(part))))
}

func gap(a, b int) int { return max(a-b, b-a) }

// rows splits a text into lines, without comments and empty ones, in plain upper-case letters.
func rows(text string) (out []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(norm.NFKC.String(strings.TrimPrefix(line, "\ufeff")))
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.ToUpper(line))
		}
	}
	return out
}

// unnumber takes away the numbers that are printed before the lines.
func unnumber(lines []string, isHead func(string) bool) (out []string) {
	n := 0
	for _, line := range lines {
		if isHead(line) {
			out = append(out, line)
			continue
		}
		n++
		first, rest, _ := strings.Cut(line, " ")
		if got, err := strconv.Atoi(strings.TrimRight(first, ".):、")); err == nil && got == n && strings.TrimSpace(rest) != "" {
			line = rest
		}
		out = append(out, line)
	}
	return out
}

// isHead says whether a line has nothing but the head.
func (f Form) isHead(line string) bool { return strings.Map(significant, line) == f.Head }

// significant drops what may stand between characters.
func significant(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Pd) || strings.ContainsRune("−.,;:·、。_|/", r) {
		return -1
	}
	return r
}

// layout is a folded text, and how it was laid out.
type layout struct {
	chars string // one byte each; a character of no alphabet is '?'
	lines []int  // their lengths, without the head
	parts []int  // the lengths of what blanks and hyphens part, without the head
}

// fold takes the head away and reads look-alikes.
func (f Form) fold(lines []string) (t layout) {
	var all strings.Builder
	for _, line := range lines {
		all.WriteString(strings.Map(significant, line))
	}
	cut := len(all.String()) - len(f.behead(all.String()))
	var out strings.Builder
	left := cut
	for _, line := range lines {
		inLine := 0
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return significant(r) < 0 }) {
			if n := min(left, len(part)); n > 0 {
				part, left = part[n:], left-n
			}
			inPart := 0
			for _, r := range f.Alike.Replace(part) {
				if !strings.ContainsRune(f.Alphabet, r) {
					r = '?'
				}
				out.WriteRune(r)
				inPart++
			}
			if inPart > 0 {
				t.parts = append(t.parts, inPart)
			}
			inLine += inPart
		}
		if inLine > 0 {
			t.lines = append(t.lines, inLine)
		}
	}
	t.chars = out.String()
	return t
}

// behead returns a text without its head, which may be missing or have slips of its own.
func (f Form) behead(s string) string {
	if rest, ok := strings.CutPrefix(s, f.Head); ok {
		return rest
	}
	const most = 2 // more slips than these are none of the head
	h := len(f.Head)
	at, best := 0, most+1
	for _, n := range []int{len(s) - f.Size, h, h - 1, h + 1, h - 2, h + 2} {
		if gap(n, h) > most || n > len(s) || len(s)-n < f.Size-f.Group { // then it is rather the first groups
			continue
		}
		if d := distance(s[:n], f.Head); d < best {
			at, best = n, d
		}
	}
	return s[at:]
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		was := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := was
			if a[i] != b[j] {
				cost++
			}
			was = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// groupsOf returns the sorted groups of places.
func (f Form) groupsOf(places ...int) (out []int) {
	for _, at := range places {
		if g := min(at, f.Size-1)/f.Group + 1; !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	slices.Sort(out)
	return out
}
