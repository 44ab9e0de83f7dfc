package draft

import (
	"fmt"
	"regexp"
	"strings"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
)

// world is the built-in pack, as far as what it says is true everywhere.
type world struct {
	pack *event.Pack
	raw  map[string]event.Text // by path, before anything is filled in
	cmdp bool
}

// ofChina is what holds for China's registry and law only.
var ofChina = regexp.MustCompile(`中华骨髓库|CMDP|民法典|Civil Code|健康报|Health News|不抽骨髓|not your marrow|新华社|Xinhua`)

// readWorld reads the built-in pack.
func readWorld(cmdp bool) (*world, error) {
	src, faults, err := event.ReadFS(assets.Event())
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("the built-in event: %s", faults[0])
	}
	w := &world{pack: src.Pack, raw: map[string]event.Text{}, cmdp: cmdp}
	for _, t := range src.Texts {
		if t.File != event.MainFile || t.Lang == "" {
			continue
		}
		if w.raw[t.Path] == nil {
			w.raw[t.Path] = event.Text{}
		}
		w.raw[t.Path][t.Lang] = t.Text
	}
	return w, nil
}

// usable reports whether all that an entry says is true for a new pack.
func (w *world) usable(entry string) bool {
	for path, t := range w.raw {
		if !strings.HasPrefix(path, entry+".") {
			continue
		}
		for _, s := range t {
			if compare.NamesExample(s) || !w.cmdp && ofChina.MatchString(s) {
				return false
			}
		}
	}
	return true
}

// entries writes the entries of a list of the built-in pack that are true for a new one, with the texts under these keys
// and what more says of each.
func (w *world) entries(list string, n int, more func(i int) string, keys ...string) string {
	var b strings.Builder
	for i := range n {
		entry := fmt.Sprintf("%s[%d]", list, i)
		if !w.usable(entry) {
			continue
		}
		fmt.Fprintf(&b, "[[%s]]\n", list)
		for _, key := range keys {
			if t := w.raw[entry+"."+key]; t != nil {
				fmt.Fprintf(&b, "%s = %s\n", key, inline(t))
			}
		}
		b.WriteString(more(i) + "\n")
	}
	return strings.TrimSpace(b.String())
}

func none(int) string { return "" }

// Stages, Risks, Figures and Worries are these lists as TOML.
func (w *world) Stages() string {
	return w.entries("stages", len(w.pack.Stages), func(i int) string {
		if lasts := w.pack.Stages[i].Lasts; lasts != "" {
			return "lasts = " + quoted(lasts) + "\n"
		}
		return ""
	}, "title", "line", "time")
}

func (w *world) Risks() string {
	return w.entries("risks", len(w.pack.Risks), none, "title", "line", "source")
}

func (w *world) Worries() string { return w.entries("worries", len(w.pack.Worries), none, "q", "a") }

func (w *world) Figures() string {
	return w.entries("figures", len(w.pack.Figures), func(i int) string {
		f := w.pack.Figures[i]
		s := fmt.Sprintf("id = %s\ndate = %s\n", quoted(f.ID), quoted(string(f.Date)))
		if f.OneIn > 0 {
			s += fmt.Sprintf("one_in = %d\n", f.OneIn)
		}
		if f.Dots > 0 {
			s += fmt.Sprintf("dots = %d\n", f.Dots)
		}
		return s
	}, "topic", "value", "means", "source", "lit")
}

// Attract is what the first screen says, which names no place.
func (w *world) Attract() string {
	var b strings.Builder
	for _, key := range []string{"what", "headline", "line", "source"} {
		fmt.Fprintf(&b, "%s = %s\n", key, inline(w.raw["attract."+key]))
	}
	return strings.TrimSpace(b.String())
}

// Relations are the options of a person who can be asked, with the words that people write for them.
func (w *world) Relations() string {
	var b strings.Builder
	b.WriteString("[\n")
	for _, o := range w.pack.Field("contact1").Options {
		var also []string
		for _, word := range o.Also {
			also = append(also, quoted(word))
		}
		fmt.Fprintf(&b, "  { id = %s, label = %s, also = [%s] },\n", quoted(o.ID), inline(o.Label), strings.Join(also, ", "))
	}
	return b.String() + "]"
}

// quoted writes a text as TOML.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\u00a0':
			b.WriteString(`\u00a0`) // to be seen by whoever mends the line
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// inline writes a text in both languages as TOML.
func inline(t event.Text) string {
	return fmt.Sprintf("{ zh = %s, en = %s }", quoted(t[event.ZH]), quoted(t[event.EN]))
}
