package event

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// frontMatter separates the front matter, between two lines "+++", from what follows. bodyLine is
// the line of the file on which the body begins; the front matter begins on line 2.
func frontMatter(data []byte) (front, body string, bodyLine int, err error) {
	rest, ok := strings.CutPrefix(string(data), "+++\n")
	if !ok {
		return "", "", 1, fmt.Errorf("the file does not begin with a line +++")
	}
	line := 2
	at := rest
	for {
		first, more, found := strings.Cut(at, "\n")
		line++
		if strings.TrimRight(first, " \t") == "+++" {
			return rest[:len(rest)-len(at)], more, line, nil
		}
		if !found {
			return "", "", 1, fmt.Errorf("the front matter is not closed")
		}
		at = more
	}
}

// section is one "## Title" part of a story.
type section struct {
	title string
	body  string
	line  int // of the title
}

// sections splits a story at its "## " lines, except those inside a code block. before is
// the text before the first one.
func sections(body string, line int) (before string, list []section) {
	var text strings.Builder
	flush := func() {
		if len(list) == 0 {
			before = text.String()
		} else {
			list[len(list)-1].body = text.String()
		}
		text.Reset()
	}
	fence := ""
	for l := range strings.SplitSeq(body, "\n") {
		trimmed := strings.TrimSpace(l)
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
		case strings.HasPrefix(l, "## "):
			flush()
			list = append(list, section{title: strings.TrimSpace(l[3:]), line: line})
			line++
			continue
		}
		text.WriteString(l)
		text.WriteByte('\n')
		line++
	}
	flush()
	return before, list
}

// readStories reads the stories that event.toml lists.
func (b *builder) readStories() {
	for i := range b.p.Stories {
		s := &b.p.Stories[i]
		if !goodID(s.ID) {
			continue // a fault of check
		}
		// Every language is read into a copy that shares the texts of the first; everything
		// but the texts must turn out equal.
		line := b.main.at(fmt.Sprintf("stories[%d]", i))
		var first *decoder
		for _, l := range Langs {
			name := fmt.Sprintf("stories/%s.%s.md", s.ID, l)
			data, ok := b.text(name, mainFile, line, ", which stories lists")
			if !ok {
				continue
			}
			next := *s
			next.Permission, next.SourceDate, next.Art, next.Focus = false, "", "", nil
			next.Stations = slices.Clone(s.Stations)
			for i := range next.Stations {
				next.Stations[i].Scene = ""
			}
			d, ok := b.readStory(name, data, l, &next)
			if ok && first != nil {
				b.sameStory(first, s, &next, &d)
			}
			if ok {
				for i := range min(len(s.Stations), len(next.Stations)) {
					if next.Stations[i].Scene == "" {
						next.Stations[i].Scene = s.Stations[i].Scene
					}
				}
				*s, first = next, &d
			}
		}
	}
}

// readStory reads one story in one language into s; ok is false if it has no valid front matter.
func (b *builder) readStory(name string, data []byte, l Lang, s *Story) (d decoder, ok bool) {
	d = newDecoder(name, b.faults, &b.leaves)
	front, body, line, err := frontMatter(data)
	if err != nil {
		b.faults.add(name, 1, "begin with +++, then the keys, then +++ on a line of its own", "%s", Say(err.Error()))
		return d, false
	}
	root, whole := parseTOML(name, 1, []byte(front), b.faults)
	d.whole = whole
	d.table(root, "", reflect.ValueOf(s).Elem(), l)
	for _, key := range []string{"name", "who", "title", "permission", "source", "source_date", "art", "stations"} {
		if d.missing(key) {
			b.faults.add(name, 1, "add it between the +++ lines", "%s is missing", key)
		}
	}
	b.checkFocus(&d, "focus", s.Focus)
	for _, key := range []string{"focus", "credit"} {
		if d.given[key] && slices.Contains(drawings, s.Art) {
			b.faults.add(name, d.at(key), "leave it out, or name a picture as art", "%s without a picture of your own", key)
		}
	}
	if d.given["source_date"] {
		b.checkDate(&d, "source_date", s.SourceDate, false)
	}
	before, list := sections(body, line)
	if strings.TrimSpace(before) != "" {
		b.faults.add(name, line, `put "## Title of the station" before it`, "text ahead of the first station")
	}
	if len(list) != len(s.Stations) && d.whole && !d.spoilt["stations"] {
		at := d.at(fmt.Sprintf("stations[%d]", len(list)))
		if len(list) > len(s.Stations) {
			at = list[len(s.Stations)].line
		}
		b.faults.add(name, at, `give each [[stations]] one "## Title" section, in the same order`, "%d [[stations]] but %d sections", len(s.Stations), len(list))
	}
	for i := range s.Stations {
		st := &s.Stations[i]
		for _, key := range []string{"when", "short"} {
			if d.missing(fmt.Sprintf("stations[%d].%s", i, key)) {
				b.faults.add(name, d.at(fmt.Sprintf("stations[%d]", i)), "add it", "%s is missing in [[stations]]", key)
			}
		}
		if key := fmt.Sprintf("stations[%d].scene", i); d.given[key] && !slices.Contains(Scenes, st.Scene) {
			b.faults.add(name, d.at(key), didYouMean(st.Scene, Scenes), "no scene is called %s", quote(st.Scene))
		}
		if i < len(list) {
			b.readStation(name, list[i], l, st)
		}
	}
	return d, true
}

// readStation reads one section as a station's title and text.
func (b *builder) readStation(name string, sec section, l Lang, st *Station) {
	if st.Title == nil {
		st.Title, st.Body = Text{}, Text{}
	}
	if sec.title == "" {
		b.faults.add(name, sec.line, "write one behind ##", "the station has no title")
	}
	title := st.Title
	title[l] = sec.title
	b.leaves = append(b.leaves, leaf{file: name, line: sec.line, raw: sec.title, text: sec.title, lang: l, set: func(t string) { title[l] = t }})
	b.body(name, sec.body, sec.line, sec.line+1, l, st.Body)
}

// sameStory compares what must not differ between the languages of a story.
func (b *builder) sameStory(first *decoder, s, next *Story, d *decoder) {
	for key, differs := range map[string]bool{
		"permission":  s.Permission != next.Permission,
		"source_date": s.SourceDate != next.SourceDate,
		"art":         s.Art != next.Art,
		"focus":       !slices.Equal(s.Focus, next.Focus),
		"stations":    len(s.Stations) != len(next.Stations),
	} {
		if differs && first.given[key] && d.given[key] && first.whole && d.whole {
			b.faults.add(d.file, d.at(key), "write the same in both languages", "%s differs from %s", key, first.file)
		}
	}
	for i := range min(len(s.Stations), len(next.Stations)) {
		key := fmt.Sprintf("stations[%d].scene", i)
		if was, is := s.Stations[i].Scene, next.Stations[i].Scene; was != is && first.given[key] && d.given[key] {
			b.faults.add(d.file, d.at(key), "write the same in both languages", "%s differs from %s", "scene", first.file)
		}
	}
	// What may be left out is left out in both, or one language would show the other's words.
	for _, key := range []string{"source_note", "credit"} {
		has, lacks := first, d
		if d.given[key] {
			has, lacks = d, first
		}
		if has.given[key] && lacks.missing(key) {
			b.faults.add(lacks.file, lacks.at("source"), "add it, or leave it out in both languages", "%s is missing, but %s has it", key, has.file)
		}
	}
}

// SceneAt returns the scene of a station, counted from 0. Where the pack names none it is a form at the first and nothing
// but the way at the others: all of it is true of any story that begins with signing up.
func (s Story) SceneAt(station int) string {
	switch {
	case station < 0 || station >= len(s.Stations):
		return "way"
	case s.Stations[station].Scene != "":
		return s.Stations[station].Scene
	case station == 0:
		return "form"
	}
	return "way"
}

// Collected reports whether the story ends with a collection of cells: only there the two rings meet.
func (s Story) Collected() bool {
	return strings.HasPrefix(s.SceneAt(len(s.Stations)-1), "bag")
}

// Stops returns the station at which a first match cannot go ahead, counted from 0, or -1.
func (s Story) Stops() int {
	for i := range s.Stations {
		if s.SceneAt(i) == "phone_stops" {
			return i
		}
	}
	if s.Art == "twice" && len(s.Stations) > 2 {
		return (len(s.Stations) - 1) / 2
	}
	return -1
}

// Turning returns the station that a story is about, in one picture: where a match cannot go ahead, else where somebody
// calls or writes, else the second.
func (s Story) Turning() int {
	if i := s.Stops(); i >= 0 {
		return i
	}
	for i := range s.Stations {
		if scene := s.SceneAt(i); strings.HasPrefix(scene, "phone") || scene == "letter" {
			return i
		}
	}
	return max(0, min(1, len(s.Stations)-1))
}
