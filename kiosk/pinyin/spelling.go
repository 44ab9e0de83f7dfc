package pinyin

import "strings"

// set is a set of syllables.
type set [maxSyllables / 64]uint64

func (s *set) has(syl uint16) bool { return s[syl>>6]>>(syl&63)&1 != 0 }
func (s *set) add(syl uint16)      { s[syl>>6] |= 1 << (syl & 63) }

// match is the set of syllables that some keys may stand for.
type match struct {
	set      set
	syls     []uint16 // the same, in order
	initials []uint8  // their initials
}

func (m *match) add(d *Dict, syl uint16) {
	if m.set.has(syl) {
		return
	}
	m.set.add(syl)
	m.syls = append(m.syls, syl)
	for _, had := range m.initials {
		if had == d.initial[syl] {
			return
		}
	}
	m.initials = append(m.initials, d.initial[syl])
}

// kind is the way in which keys stand for a syllable.
type kind int

const (
	full   kind = iota // the whole syllable: zhang, lv, lyu
	vague              // a syllable that sounds like it: zang for zhang
	start              // its beginning at the end of what is typed: zhon
	letter             // its initial alone: zh, z
	kinds
)

// spelling maps keys to what they may stand for. Keys are letters, or with 9 keys digits and
// letters.
type spelling struct {
	table  map[string]*[kinds]*match
	onKeys map[string][]string // 9 keys: what can be written with those digits
}

// maxLetters is the length of the longest syllable: zhuang.
const maxLetters = 6

// look returns what the keys may stand for, or nil.
func (s *spelling) look(keys []byte) *[kinds]*match { return s.table[string(keys)] }

// spell builds the table for 26 or 9 keys, with or without syllables that sound alike.
func (d *Dict) spell(nine, fuzzy bool) *spelling {
	s := &spelling{table: make(map[string]*[kinds]*match, 2048)}
	add := func(keys string, k kind, syl uint16) {
		at := s.table[keys]
		if at == nil {
			at = new([kinds]*match)
			s.table[keys] = at
		}
		if at[k] == nil {
			at[k] = new(match)
		}
		at[k].add(d, syl)
	}
	both := func(keys string, k kind, syl uint16) {
		add(keys, k, syl)
		if nine {
			add(digits(keys), k, syl)
		}
	}
	byName := make(map[string]uint16, len(d.syllables))
	for i, name := range d.syllables {
		byName[name] = uint16(i)
	}
	for i, name := range d.syllables {
		syl := uint16(i)
		initial := d.initials[d.initial[i]]
		if !strings.ContainsAny(name, "aeiouv") {
			both(name, letter, syl) // m, n, ng, hm: people who type them mean initials
		} else {
			both(name, full, syl)
		}
		for _, alias := range aliases(name) {
			both(alias, full, syl)
		}
		for _, n := range []int{1, len(initial)} {
			both(name[:n], letter, syl)
		}
		for n := len(initial) + 1; n < len(name); n++ {
			both(name[:n], start, syl)
		}
		if !fuzzy {
			continue
		}
		for _, alike := range alikes(name) {
			other, ok := byName[alike]
			if !ok || !strings.ContainsAny(name, "aeiouv") {
				continue
			}
			both(name, vague, other)
			from := d.initials[d.initial[other]]
			if from != initial {
				both(initial, letter, other)
			}
		}
	}
	if nine {
		s.onKeys = make(map[string][]string, len(s.table))
		for letters := range s.table {
			if letters[0] > '9' {
				s.onKeys[digits(letters)] = append(s.onKeys[digits(letters)], letters)
			}
		}
	}
	return s
}

// digits returns the keys of a phone keypad for letters.
func digits(letters string) string {
	out := []byte(letters)
	for i, c := range out {
		out[i] = "22233344455566677778889999"[c-'a']
	}
	return string(out)
}

// aliases returns other ways to type a syllable: passports write lyu for what the
// keyboard calls lv, dictionaries write both lve and lue, and people type jv for ju.
func aliases(name string) []string {
	switch name {
	case "lv", "nv":
		return []string{name[:1] + "yu"}
	case "lue", "nue":
		return []string{name[:1] + "ve", name[:1] + "yue"}
	}
	for _, initial := range []string{"ju", "qu", "xu", "yu"} {
		if rest, ok := strings.CutPrefix(name, initial); ok {
			return []string{initial[:1] + "v" + rest}
		}
	}
	return nil
}

// alikes returns the syllables that sound like this one to people of many regions: zh/z,
// ch/c, sh/s, n/l at the beginning, ng/n at the end, and both together. Some of them may
// not exist.
func alikes(name string) []string {
	begins := []string{name}
	switch {
	case len(name) > 1 && name[1] == 'h' && strings.ContainsRune("zcs", rune(name[0])):
		begins = append(begins, name[:1]+name[2:])
	case strings.ContainsRune("zcs", rune(name[0])):
		begins = append(begins, name[:1]+"h"+name[1:])
	case name[0] == 'n':
		begins = append(begins, "l"+name[1:])
	case name[0] == 'l':
		begins = append(begins, "n"+name[1:])
	}
	var out []string
	for _, b := range begins {
		if b != name {
			out = append(out, b)
		}
		if strings.HasSuffix(b, "ng") {
			out = append(out, strings.TrimSuffix(b, "g"))
		} else if strings.HasSuffix(b, "n") {
			out = append(out, b+"g")
		}
	}
	return out
}
