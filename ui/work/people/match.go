package people

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"matchbooth/data/record"
)

// mostKeys is the longest text, in bytes, that is read as Pinyin; longer ones are pasted, and searched as they are.
const mostKeys = 64

// keys is what was typed, ready to be compared with names: without what stands between syllables. It prints nothing.
type keys struct {
	text  string
	split uint64 // bit i: something stood before byte i, so that no syllable goes across
	first letters
}

// keysOf reads what was typed, folded, as the beginning of a name or of a part of one.
func keysOf(s string) (k keys, ok bool) {
	var b strings.Builder
	for _, r := range s {
		if parts(r) {
			if b.Len() < mostKeys {
				k.split |= 1 << b.Len()
			}
			continue
		}
		b.WriteRune(r)
	}
	k.text = b.String()
	if k.text == "" || len(k.text) > mostKeys {
		return keys{}, false
	}
	k.first = letter(k.text[0])
	return k, true
}

// across reports whether something stood between two bytes of the keys, at neither end.
func (k keys) across(from, to int) bool {
	inside := k.split >> (from + 1) << (from + 1)
	return to < mostKeys && inside&(1<<to-1) != 0 || to >= mostKeys && inside != 0
}

// matcher matches keys with the units of one name.
type matcher struct {
	k      keys
	units  []unit
	taken  []int // bytes of the keys that each unit took, from the first
	short  int   // units of which only the initial was typed
	failed map[[2]int]bool
}

// matchName looks for keys from one part of a name on. Characters, syllables spelled out, and initials may be mixed; the
// last syllable may be unfinished. It returns how many bytes each part took, and how many were shortened to an initial.
func matchName(k keys, units []unit) (taken []int, short int, ok bool) {
	m := matcher{k: k, units: units}
	if !m.from(0, 0) {
		return nil, 0, false
	}
	return m.taken, m.short, true
}

// manyUnits is from how many parts of a name on the matcher remembers where it has failed: a name of a hundred characters,
// all the same, has more ways to be read than can be tried.
const manyUnits = 5

// from matches the keys from a byte on with the units from one on.
func (m *matcher) from(at, u int) bool {
	if at == len(m.k.text) {
		return true
	}
	if u == len(m.units) || m.units[u].read == nil {
		return false
	}
	if u >= manyUnits && m.failed[[2]int{at, u}] {
		return false
	}
	if m.unit(at, u) {
		return true
	}
	if u >= manyUnits {
		if m.failed == nil {
			m.failed = map[[2]int]bool{}
		}
		m.failed[[2]int{at, u}] = true
	}
	return false
}

// match matches n bytes with a unit, and the rest with what follows.
func (m *matcher) match(at, u, n int, shortened bool) bool {
	if m.k.across(at, at+n) {
		return false
	}
	m.taken = append(m.taken, n)
	if shortened {
		m.short++
	}
	if m.from(at+n, u+1) {
		return true
	}
	m.taken = m.taken[:len(m.taken)-1]
	if shortened {
		m.short--
	}
	return false
}

// unit matches the keys from a byte on with one unit and those after it.
func (m *matcher) unit(at, u int) bool {
	one, rest := m.units[u], m.k.text[at:]
	if one.char != 0 {
		if r, n := utf8.DecodeRuneInString(rest); r == one.char {
			return m.match(at, u, n, false)
		}
	}
	if one.read.first&letter(rest[0]) == 0 {
		return false
	}
	for _, s := range one.read.spell {
		switch n := common(s, rest); {
		case n == len(s):
			if m.match(at, u, n, false) {
				return true
			}
		case n == len(rest) && !m.k.across(at, at+n) && n > one.initial(s):
			m.taken = append(m.taken, n)
			return true
		}
	}
	for _, s := range one.read.spell {
		n, long := common(s, rest), one.initial(s)
		if n >= long && long < len(s) && m.match(at, u, long, true) || n > 0 && long == 2 && one.char != 0 && m.match(at, u, 1, true) {
			return true
		}
	}
	return false
}

// initial returns the length of what a syllable, or a word, is shortened to: zh of zhang, the first letter of a word.
func (one unit) initial(s string) int {
	if one.char != 0 && len(s) > 1 && s[1] == 'h' {
		return 2
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// common returns the length of what two texts begin with.
func common(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Format prints [redacted].
func (keys) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (matcher) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
