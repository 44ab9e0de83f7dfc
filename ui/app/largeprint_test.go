package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
)

// gram is how many characters in a row are looked up from one print in the other: lines break elsewhere there, so that a
// paragraph is compared by what stands in a row in it.
const gram = 6

// inPrint is what is written on a page, without spaces, in the order in which it is drawn, and the sizes in which it is drawn, in dp:
// of each gram, and of each text that is drawn as one, which has a "=" before it.
type inPrint struct {
	all   string
	sizes map[string][]float32
}

func printOf(pg *page.Page) inPrint {
	out := inPrint{sizes: map[string][]float32{}}
	var runes []rune
	var sizes []float32
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		x, ok := o.(*canvas.Text)
		if !ok {
			return
		}
		said := unbroken(x.Text)
		if said == "" {
			return
		}
		out.sizes["="+said] = append(out.sizes["="+said], x.TextSize)
		for _, r := range said {
			runes, sizes = append(runes, r), append(sizes, x.TextSize)
		}
	})
	for i := 0; i+gram <= len(runes); i++ {
		said := string(runes[i : i+gram])
		out.sizes[said] = append(out.sizes[said], slices.Min(sizes[i:i+gram]))
	}
	out.all = string(runes)
	return out
}

// forVisitors reports whether a stage is a screen that visitors read. Where a fault is shown the steps are the volunteers', and none
// of them may be missing: they are set in what room there is.
func forVisitors(st stage) bool {
	switch st.state.Screen {
	case session.Desk, session.Staff, session.About, session.Keeping, session.Check, session.Closed:
		return false
	}
	switch st.state.Overlay {
	case session.Gate, session.PIN, session.NewPIN:
		return false
	}
	return true
}

// maySay is what a picture says besides its page, and a second door to what has another, without spaces: it may give way in large
// print.
func maySay(lang string) string {
	pack, texts := fixtures()
	in := func(t event.Text) string { return t.In(event.Lang(lang)) }
	var all []string
	for _, w := range pack.Worries { // bubbles on home
		all = append(all, in(w.Q))
	}
	for _, s := range pack.Stories { // on the tables of the scenes
		all = append(all, in(s.Name), in(s.Who))
	}
	for _, s := range pack.Stages { // on the card of home
		all = append(all, in(s.Time))
	}
	for _, f := range pack.Fields { // the names of the ways to find somebody
		all = append(all, in(f.Label))
	}
	day := (&page.B{Context: page.Context{State: session.State{Lang: lang}}, Lang: event.Lang(lang)}).LongDate(noon.Format(time.DateOnly))
	all = append(all, in(pack.Short), day) // on the dots of the ticket
	for _, key := range []string{"takehome.dot", "form.ways", "form.you", "worries.next", "read.numbers",
		"numbers.far", "numbers.near", "numbers.nearer", "numbers.here"} { // how near a finger is that the arrow keys lead
		all = append(all, texts.In(lang).S(key))
	}
	return unbroken(strings.Join(all, "\n"))
}

// Large print is larger: no text of a visitor's screen is smaller than in normal print, most of what is read is larger, or as large as reading text is in large
// print, and
// nothing is missing but what a picture says besides its page, where the picture gives way.
func TestLargePrintIsLarger(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	may := map[string]string{"zh": maySay("zh"), "en": maySay("en")}
	pack, texts := fixtures()
	seen := 0
	for _, st := range stages(pack) {
		if !forVisitors(st) {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			for _, size := range sizes {
				seen++
				name := fmt.Sprintf("%s %s %.0fx%.0f", st.name, lang, size.Width, size.Height)
				st.state.Lang, st.state.Large = lang, false
				normal := printOf(build(st, size))
				st.state.Large = true
				large := printOf(build(st, size))
				var n, grown int
				may := may[lang]
				if st.name == "form-people" { // as on every step of the form before it
					may += unbroken(texts.In(lang).S("form.sealed"))
				}
				for said, is := range normal.sizes {
					whole, isWhole := strings.CutPrefix(said, "=")
					be, there := large.sizes[said]
					switch {
					case there && isWhole && len(be) != len(is): // a line breaks elsewhere: its grams tell
					case there:
						least := slices.Min[[]float32]
						if len(be) != len(is) {
							least = slices.Max
						}
						if least(be) < least(is)*0.985 { // what a line holds is found in small steps
							t.Errorf("%s: %q is set at %.1f dp, in normal print at %.1f", name, whole, least(be), least(is))
						}
					case isWhole && !strings.Contains(large.all, whole) && !strings.Contains(may, whole):
						t.Errorf("%s: %q is not there", name, whole)
					}
					if there && !isWhole {
						n++
						if slices.Min(be) > slices.Min(is)*1.05 || slices.Min(be) >= theme.Measure(size, true).Body()-0.1 {
							grown++
						}
					}
				}
				if n > 0 && float64(grown) < float64(n)*0.55 {
					t.Errorf("%s: of what is read only %d %% are larger", name, 100*grown/n)
				}
			}
		}
	}
	if seen < 100*len(sizes) {
		t.Errorf("only %d screens were seen", seen)
	}
}
