package typed

import "strings"

// locate finds out where the slip is.
func (f Form) locate(t layout) *Slip {
	s := &Slip{Row: f.Row, Missing: f.Size - len(t.chars)}
	var foreign []int
	for i := range len(t.chars) {
		if t.chars[i] == '?' {
			foreign = append(foreign, i)
		}
	}
	switch {
	case len(foreign) > 0 && s.Missing == 0:
		s.Groups = f.groupsOf(foreign...)
		return s
	case s.Missing == 0:
		for _, try := range []func(string) []int{f.exchanged, f.twisted} {
			if s.Groups = f.groupsOf(try(t.chars)...); len(s.Groups) > 0 {
				return s
			}
		}
		if s.Groups = f.moved(t.chars); len(s.Groups) > 0 {
			s.Swapped = true
			return s
		}
		if !f.Thorough {
			return s
		}
		if s.Groups = f.groupsOf(f.movedAlong(t.chars)...); len(s.Groups) == 0 {
			s.Groups = f.groupsOf(f.twoExchanged(t.chars)...)
		}
		return s
	case s.Missing == 1:
		s.Groups = f.groupsOf(f.dropped(t.chars)...)
	case s.Missing < 0:
		s.Groups = f.doubled(t.chars, -s.Missing)
	}
	if len(s.Groups) == 0 {
		s.Groups, s.Lines = f.misshapen(t)
	}
	return s
}

// exchanged returns the place of one wrong character.
func (f Form) exchanged(chars string) []int {
	b := []byte(chars)
	for i, was := range b {
		for _, c := range []byte(f.Alphabet) {
			if b[i] = c; c != was && f.Fits(string(b)) {
				return []int{i}
			}
		}
		b[i] = was
	}
	return nil
}

// twisted returns the places of two neighbours that changed places.
func (f Form) twisted(chars string) []int {
	b := []byte(chars)
	for i := range len(b) - 1 {
		b[i], b[i+1] = b[i+1], b[i]
		if f.Fits(string(b)) {
			return []int{i, i + 1}
		}
		b[i], b[i+1] = b[i+1], b[i]
	}
	return nil
}

// movedAlong returns the places of one character that was left out and another that was put in.
func (f Form) movedAlong(chars string) []int {
	for from := range len(chars) {
		rest := chars[:from] + chars[from+1:]
		for to := range len(chars) {
			if to == from {
				continue
			}
			for _, c := range []byte(f.Alphabet) {
				if f.Fits(rest[:to] + string(c) + rest[to:]) {
					return []int{from, to}
				}
			}
		}
	}
	return nil
}

// moved returns the groups, or the first groups of the lines, that changed places.
func (f Form) moved(chars string) []int {
	for _, unit := range []int{f.Group, f.Group * f.Row} {
		n := len(chars) / unit // a shorter last one can be no other's
		for i := range n {
			for j := i + 1; j < n; j++ {
				a, b := i*unit, j*unit
				if f.Fits(chars[:a] + chars[b:b+unit] + chars[a+unit:b] + chars[a:a+unit] + chars[b+unit:]) {
					return f.groupsOf(a, b)
				}
			}
		}
	}
	return nil
}

// twoExchanged returns the places of two wrong characters.
func (f Form) twoExchanged(chars string) []int {
	b := []byte(chars)
	for i, was := range b {
		for _, c := range []byte(f.Alphabet) {
			if c == was {
				continue
			}
			b[i] = c
			for j := i + 1; j < len(b); j++ {
				also := b[j]
				for _, d := range []byte(f.Alphabet) {
					if b[j] = d; d != also && f.Fits(string(b)) {
						return []int{i, j}
					}
				}
				b[j] = also
			}
		}
		b[i] = was
	}
	return nil
}

// dropped returns where one character may be missing; next to its like that can be two places.
func (f Form) dropped(chars string) (out []int) {
	for i := range len(chars) + 1 {
		for _, c := range []byte(f.Alphabet) {
			if f.Fits(chars[:i] + string(c) + chars[i:]) {
				out = append(out, i)
			}
		}
	}
	return out
}

// doubled returns the groups in which n characters are too many: one or some in a row, a group or lines typed twice.
func (f Form) doubled(chars string, n int) []int {
	var out []int
	for i := range len(chars) - n + 1 {
		if rest := chars[:i] + chars[i+n:]; !strings.Contains(rest, "?") && f.Fits(rest) {
			out = append(out, i)
		}
	}
	for _, i := range out {
		if n%f.Group == 0 && i%f.Group == 0 { // whole groups stand twice
			return f.groupsOf(i)
		}
	}
	if len(out) > 2 { // of what stands twice, the first place and the last are enough
		out = []int{out[0], out[len(out)-1]}
	}
	return f.groupsOf(out...)
}

// misshapen returns the groups or the lines that are too short or too long, as far as they were typed apart.
func (f Form) misshapen(t layout) (groups, lines []int) {
	if len(t.parts) == (f.Size+f.Group-1)/f.Group {
		for i, n := range t.parts {
			if n != min(f.Group, f.Size-i*f.Group) {
				groups = append(groups, i+1)
			}
		}
		if len(groups) <= 2 {
			return groups, nil
		}
	}
	width := f.Group * f.Row
	if len(t.lines) == (f.Size+width-1)/width {
		for i, n := range t.lines {
			if n != min(width, f.Size-i*width) {
				lines = append(lines, i+1)
			}
		}
	}
	return nil, lines
}
