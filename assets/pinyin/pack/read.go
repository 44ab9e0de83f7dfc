package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/unicode/norm"
)

// openFont returns a function that reports whether a text can be drawn with the typeface.
func openFont(path string) (func(string) bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the typeface: %w", err)
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the typeface %s: %w", path, err)
	}
	return func(text string) bool {
		for _, r := range text {
			if glyph, ok := face.NominalGlyph(r); !ok || glyph == 0 {
				return false
			}
		}
		return true
	}, nil
}

// readWords reads a rime dictionary: a YAML header up to a line "...", then lines
// of text, reading and weight, separated by tabs. A file without a header has only lines.
func (t *table) readWords(path string, head bool) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the words: %w", err)
	}
	defer file.Close()
	return eachLine(file, path, func(line string) error {
		if head {
			head = line != "..."
			return nil
		}
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, syls, weight, err := fields(line)
		if err != nil {
			return err
		}
		t.add(text, syls, weight)
		return nil
	})
}

// Fields of the Unicode character database. standard has the readings of the table of general standard characters;
// today are what dictionaries of our day give; ever is what the greatest one
// has collected from all times, with what people have counted in speech: how somebody may read the name that the
// grandfather chose from a classic, such as 鋆 jun beside yun.
var (
	standard = []string{"kTGHZ2013"}
	today    = []string{"kMandarin", "kXHC1983"}
	ever     = []string{"kHanyuPinyin", "kHanyuPinlu"}
)

// readUnihan adds the readings in some fields of the Unicode character database, with a weight that is below everything
// that is written often: standard characters before others. Only known: no syllable that the table has nowhere yet.
func (t *table) readUnihan(path string, fields []string, heavy int, known bool) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the Unihan readings: %w", err)
	}
	defer file.Close()
	syllables := t.syllables()
	return eachLine(bzip2.NewReader(file), path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		part := strings.Split(line, "\t")
		if len(part) != 3 {
			return fmt.Errorf("%d fields, want 3", len(part))
		}
		if !slices.Contains(fields, part[1]) {
			return nil
		}
		code, err := strconv.ParseUint(strings.TrimPrefix(part[0], "U+"), 16, 32)
		if err != nil {
			return fmt.Errorf("code point: %w", err)
		}
		text := string(rune(code))
		if !t.drawable(text) {
			return nil
		}
		for reading := range strings.FieldsFuncSeq(part[2], func(r rune) bool { return r == ' ' || r == ',' }) {
			// In kTGHZ2013 and kXHC1983 the place in the book comes first: 133.050:hào
			if _, after, ok := strings.Cut(reading, ":"); ok {
				reading = after
			}
			reading, _, _ = strings.Cut(reading, "(") // how often, in kHanyuPinlu: hǎo(6060)
			syl := plain(reading)
			if initialOf(syl) < 0 {
				continue // a sound without a vowel or initial that nobody types
			}
			if _, ok := slices.BinarySearch(syllables, syl); known && !ok {
				continue
			}
			if t.words[text+"\t"+syl] == nil {
				t.known++
			}
			t.add(text, []string{syl}, heavy)
		}
		return nil
	})
}

// plain turns a syllable with tone marks into what is typed for it: lǜ becomes lv, lüè lue, ế ei.
func plain(reading string) string {
	var s strings.Builder
	for _, r := range norm.NFD.String(reading) {
		switch {
		case r >= 'a' && r <= 'z':
			s.WriteRune(r)
		case r == '\u0308': // the two dots of ü
			rest := strings.TrimSuffix(s.String(), "u")
			s.Reset()
			s.WriteString(rest + "v")
		case r == '\u0302': // the circumflex of ê, which is typed ei
			s.WriteString("i")
		case unicode.Is(unicode.Mn, r): // a tone
		}
	}
	switch out := s.String(); out {
	case "lve", "nve":
		return out[:1] + "ue" // as the dictionary spells them
	default:
		return out
	}
}

// readSurnames reads names/surnames.tsv: surname, reading, persons per million.
func (t *table) readSurnames(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the surnames: %w", err)
	}
	defer file.Close()
	return eachLine(file, path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, syls, weight, err := fields(line)
		if err != nil {
			return err
		}
		if !t.drawable(text) {
			t.dropped++
			return nil
		}
		if len(syls) == 1 {
			t.add(text, syls, 0) // so that it can also be typed where no name is asked for
		}
		t.surnames = append(t.surnames, surname{text, syls, weight})
		return nil
	})
}

// readGiven reads names/given.tsv: character, reading, occurrences per million.
func (t *table) readGiven(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the given names: %w", err)
	}
	defer file.Close()
	return eachLine(file, path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, syls, weight, err := fields(line)
		if err != nil {
			return err
		}
		if len(syls) != 1 {
			return fmt.Errorf("%d syllables, want one", len(syls))
		}
		if w := t.add(text, syls, 0); w != nil {
			w.given = max(w.given, weight)
		}
		return nil
	})
}

// readPairs reads names/pairs.tsv: given name of two characters, reading, persons per
// million.
func (t *table) readPairs(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the given names of two characters: %w", err)
	}
	defer file.Close()
	return eachLine(file, path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, syls, weight, err := fields(line)
		if err != nil {
			return err
		}
		if len(syls) != 2 {
			return fmt.Errorf("%d syllables, want two", len(syls))
		}
		for i, c := range []rune(text) {
			if t.words[string(c)+"\t"+syls[i]] == nil {
				return fmt.Errorf("no %c that is read %s", c, syls[i])
			}
		}
		t.pairs = append(t.pairs, surname{text, syls, weight})
		return nil
	})
}

// fields parses a line of text, reading and weight. A text must have as many characters
// as its reading has syllables.
func fields(line string) (text string, syls []string, weight int, err error) {
	part := strings.Split(line, "\t")
	if len(part) < 3 {
		return "", nil, 0, fmt.Errorf("%d fields, want 3", len(part))
	}
	text, syls = strings.TrimSpace(part[0]), strings.Fields(part[1])
	if n := utf8.RuneCountInString(text); n == 0 || n != len(syls) {
		return "", nil, 0, fmt.Errorf("%d characters and %d syllables", n, len(syls))
	}
	for _, s := range syls {
		if err := isSyllable(s); err != nil {
			return "", nil, 0, err
		}
	}
	weight, err = strconv.Atoi(strings.TrimSpace(part[2]))
	if err != nil || weight < 0 {
		return "", nil, 0, fmt.Errorf("%q is no weight", part[2])
	}
	return text, syls, weight, nil
}

// isSyllable returns an error for what cannot be typed as a syllable.
func isSyllable(s string) error {
	if initialOf(s) < 0 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
		return fmt.Errorf("%q is no syllable", s)
	}
	return nil
}

// eachLine calls do with every line and adds file and line number to its error.
func eachLine(r io.Reader, path string, do func(string) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		if err := do(strings.TrimRight(lines.Text(), "\r")); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}
