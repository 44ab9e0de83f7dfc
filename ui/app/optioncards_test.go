package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// numbered is the name of a card that is one of several.
var numbered = regexp.MustCompile(`^(desk\.(give|print|merge|list)\.[a-z]+)\.[0-9]+$`)

// stageOf returns the stage of a name.
func stageOf(t *testing.T, name string) stage {
	t.Helper()
	pack, _ := fixtures()
	all := stages(pack)
	i := slices.IndexFunc(all, func(s stage) bool { return s.name == name })
	if i < 0 {
		t.Fatalf("no stage is called %s", name)
	}
	return all[i]
}

// markOf is the mark at the end of an option's card, and whether there is a tick in it; nil: the button is no such card.
func markOf(b *touch.Button) (mark *canvas.Rectangle, ticked bool) {
	for i, o := range test.WidgetRenderer(b).Objects() {
		switch v := o.(type) {
		case *canvas.Rectangle:
			if s := v.Size(); i > 0 && mark == nil && s.Width == s.Height && s.Width < 60 {
				mark = v
			}
		case *canvas.Raster:
			ticked = ticked || mark != nil
		}
	}
	return mark, ticked
}

// Whoever looks at the desk's choices sees what is chosen, in any mode and without telling colours apart: a border of ink and
// a tick, of which a question with one answer has exactly one.
func TestOptionCardsSayWhatIsChosen(t *testing.T) {
	for name, groups := range map[string]int{"desk-handover": 3, "desk-handover-age": 3, "desk-print": 3, "desk-print-other": 3, "desk-merge": 1, "desk-forms": 1, "desk-list": 2} {
		for _, mode := range modes {
			for _, size := range sizes {
				st := stageOf(t, name)
				st.state.Lang, st.state.Large, st.state.Contrast = "zh", mode == "large", mode == "contrast"
				p := theme.Colours(st.state.Contrast)
				chosen, several := map[string]int{}, map[string]bool{}
				for _, b := range build(st, size).Buttons {
					of := numbered.FindStringSubmatch(b.ID)
					mark, ticked := markOf(b)
					if of == nil || mark == nil {
						continue
					}
					several[of[1]] = mark.CornerRadius < mark.Size().Width/2
					is := b.Style.Border == p.Ink && b.Style.BorderWidth == 3
					if is {
						chosen[of[1]]++
					}
					if is != ticked || is != (mark.FillColor == p.Ink) {
						t.Errorf("%s %v %s: %s has a border of %v dp, and a tick: %v", name, size, mode, b.ID, b.Style.BorderWidth, ticked)
					}
				}
				if len(several) != groups {
					t.Errorf("%s %v %s: %d questions, not %d: %v", name, size, mode, len(several), groups, several)
				}
				for q, many := range several {
					if !many && chosen[q] != 1 {
						t.Errorf("%s %v %s: of %s %d are chosen", name, size, mode, q, chosen[q])
					}
				}
			}
		}
	}
}

// On a totem a card that is only read is as high as what stands on it, and stands by the controls that it is about.
func TestCardsThatAreReadHugWhatStandsOnThem(t *testing.T) {
	for _, name := range []string{"desk-handover", "desk-handover-age", "desk-print", "desk-merge", "desk-forms"} {
		for _, lang := range []string{"zh", "en"} {
			st := stageOf(t, name)
			st.state.Lang = lang
			m := theme.Measure(sizes[3], false)
			pg := build(st, sizes[3])
			p := theme.Colours(false)
			var card page.Box
			var texts, touched []page.Box
			walk(pg.Root, fyne.Position{}, func(o fyne.CanvasObject, at page.Box, _ bool) {
				switch v := o.(type) {
				case *canvas.Rectangle:
					if v.FillColor == p.Card && v.StrokeColor == p.Line && v.CornerRadius == m.Corner() && at.W > m.W/2 && card.H == 0 {
						card = at
					}
				case *canvas.Text:
					texts = append(texts, at)
				case *touch.Button:
					if numbered.MatchString(v.ID) {
						touched = append(touched, at)
					}
				}
			})
			if card.H == 0 {
				t.Errorf("%s %s: there is no card", name, lang)
				continue
			}
			top, bottom := card.Y+card.H, card.Y
			for _, x := range texts {
				if x.Y >= card.Y && x.Y+x.H <= card.Y+card.H && x.X >= card.X && x.X <= card.X+card.W {
					top, bottom = min(top, x.Y), max(bottom, x.Y+x.H)
				}
			}
			if over := m.S(48); top-card.Y > over || card.Y+card.H-bottom > over {
				t.Errorf("%s %s: the card is %.0f high, and what stands on it from %.0f to %.0f", name, lang, card.H, top-card.Y, bottom-card.Y)
			}
			below := float32(1e9) // to the first of what is chosen or asked there
			for _, x := range append(touched, texts...) {
				if d := x.Y - card.Y - card.H; d >= 0 {
					below = min(below, d)
				}
			}
			if below > m.S(60) {
				t.Errorf("%s %s: what it is about is %.0f below the card", name, lang, below)
			}
		}
	}
}

// The password of a file that was handed over is shown once: it and what to do with it stand there whole, in any language
// and at any size, without anything having to be scrolled.
func TestAPasswordIsSeenWithWhatToDoWithIt(t *testing.T) {
	_, texts := fixtures()
	for _, lang := range []string{"zh", "en", "ja"} {
		for _, size := range sizes {
			for _, mode := range modes {
				st := stageOf(t, "desk-given")
				st.state.Lang, st.state.Large, st.state.Contrast = lang, mode == "large", mode == "contrast"
				seen := seenWithoutScrolling(build(st, size).Root, fyne.Position{}, size.Height)
				note := strings.ReplaceAll(page.Plain(texts.In(lang).S("desk.give.phrase.once")), " ", "")
				if !strings.Contains(seen, "amberkettlemosaictuliporbitlantern") || !strings.Contains(seen, note) {
					t.Errorf("%s %v %s: the password and its note are not seen whole: %s", lang, size, mode, seen)
				}
			}
		}
	}
}

// seenWithoutScrolling is what stands above a height in the window and in no part of a scroller that has to be moved first,
// without spaces.
func seenWithoutScrolling(o fyne.CanvasObject, at fyne.Position, above float32) (out string) {
	if !o.Visible() {
		return ""
	}
	at = at.Add(o.Position())
	var in []fyne.CanvasObject
	switch v := o.(type) {
	case *canvas.Text:
		if at.Y+v.Size().Height <= above {
			return strings.ReplaceAll(page.Plain(v.Text), " ", "")
		}
	case *fyne.Container:
		in = v.Objects
	case *touch.Scroller:
		in, above = []fyne.CanvasObject{v.Content()}, min(above, at.Y+v.Size().Height)
	case interface{ Inside() []fyne.CanvasObject }:
		in = v.Inside()
	}
	for _, x := range in {
		out += seenWithoutScrolling(x, at, above)
	}
	return out
}
