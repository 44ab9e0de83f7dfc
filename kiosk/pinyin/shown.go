package pinyin

import "strings"

// Shown returns what is displayed at the caret: the characters chosen so far, then
// the letters with their syllables separated by spaces, or by apostrophes where those were
// typed: "欧阳na na". With 9 keys the letters are those of the likeliest reading.
func (c *Composer) Shown() string {
	return c.chosen() + c.letters(" ", "'")
}

// Raw returns the characters chosen so far and the letters, without separators.
func (c *Composer) Raw() string {
	return c.chosen() + c.letters("", "")
}

// letters returns the keys that have no characters yet as letters, with parting between
// syllables, or apostrophe where one was typed.
func (c *Composer) letters(parting, apostrophe string) string {
	c.update()
	rest := c.keys[c.at:]
	var out strings.Builder
	at := 0
	for _, p := range c.parts() {
		if at > 0 && rest[at-1].cut != typed {
			out.WriteString(parting)
		}
		for i, k := range rest[at:p.to] {
			if k.c <= '9' {
				k.c = p.letters[i]
			}
			out.WriteByte(k.c)
		}
		if at = p.to; rest[at-1].cut == typed {
			out.WriteString(apostrophe)
		}
	}
	return out.String()
}

// part is one syllable of what is shown: where it ends, and with 9 keys its letters.
type part struct {
	to      int
	letters string
}

// parts splits the keys that have no characters yet into syllables, according to the
// likeliest reading of all of them.
func (c *Composer) parts() []part {
	rest := c.keys[c.at:]
	var out []part
	at := 0
	if c.apart {
		out, at = c.lattice.split(), len(rest)
	} else if out = c.lattice.part(nil, c.finder.syls, 0, c.lattice.limit); out != nil {
		at = c.lattice.limit
	}
	for at < len(rest) {
		to := at + 1
		for to < len(rest) && rest[to-1].cut == noCut {
			to++
		}
		out = append(out, part{to: to})
		at = to
	}
	if c.o.Nine {
		for i := range out {
			from := 0
			if i > 0 {
				from = out[i-1].to
			}
			out[i].letters = lettersFor(rest[from:out[i].to], out[i].letters)
		}
	}
	return out
}

// part appends where the syllables between two positions end; it returns nil if the
// keys do not stand for them.
func (l *lattice) part(to []part, syls []uint16, from, end int) []part {
	if len(syls) == 0 {
		if from == end {
			return to
		}
		return nil
	}
	for _, e := range l.edges[from] {
		if !e.m.set.has(syls[0]) {
			continue
		}
		if all := l.part(append(to, part{e.to, l.d.syllables[syls[0]]}), syls[1:], e.to, end); all != nil {
			return all
		}
	}
	return nil
}

// lettersFor returns the letters for which the keys 2…9 were pressed to type a syllable.
func lettersFor(keys []key, syllable string) string {
	if syllable != "" {
		for _, names := range [][]string{{syllable}, aliases(syllable), alikes(syllable)} {
			for _, n := range names {
				if typedFor(keys, n) {
					return n[:len(keys)]
				}
			}
		}
	}
	var out []byte
	for _, k := range keys {
		if k.c <= '9' {
			k.c = "abcadgjmptw"[k.c-'0'] // the key's first letter
		}
		out = append(out, k.c)
	}
	return string(out)
}

// typedFor reports whether the keys are the first of the letters, or the digits they are on.
func typedFor(keys []key, letters string) bool {
	if len(letters) < len(keys) {
		return false
	}
	for i, k := range keys {
		if k.c != letters[i] && k.c != digits(letters[i : i+1])[0] {
			return false
		}
	}
	return true
}
