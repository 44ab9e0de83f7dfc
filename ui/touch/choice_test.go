package touch

import (
	"fmt"
	"image"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestChoiceTakesOneAndGivesItBack(t *testing.T) {
	newWatch(t)
	var told []string
	off, chosen := Style{Fill: color.White, Text: color.Black, TextSize: 20, Pad: 20}, Style{Fill: color.Black, Text: color.White, TextSize: 20, Pad: 20}
	c := NewChoice("c", []Option{{"a", "A rather long option"}, {"b", "Another one"}, {"d", "短"}}, "b", ChoiceStyle{Off: off, On: chosen, Gap: 4})
	c.OnChange = func(id string) { told = append(told, id) }
	for _, i := range []int{0, 0, 2, 1} {
		c.chips[i].acted = time.Time{}
		c.Buttons()[i].Act()
	}
	if fmt.Sprint(told) != "[a  d b]" || c.Chosen() != "b" {
		t.Errorf("told %q, chosen %q", told, c.Chosen())
	}
	if c.chips[1].Style.Fill != color.Black || c.chips[0].Style.Fill != color.White {
		t.Error("the chosen one does not look it")
	}
	for _, width := range []float32{1000, 300, 120} {
		h := c.HeightFor(width)
		c.Resize(fyne.NewSize(width, h))
		for i, b := range c.chips {
			p, s := b.Position(), b.Size()
			if s.Height < Least || s.Width < Least || p.X+s.Width > width || p.Y+s.Height > h {
				t.Errorf("at %.0f dp chip %d is %v at %v, all are %.0f high", width, i, s, p, h)
			}
			for _, o := range c.chips[:i] {
				q, r := o.Position(), o.Size()
				if p.X < q.X+r.Width+12 && q.X < p.X+s.Width+12 && p.Y < q.Y+r.Height+12 && q.Y < p.Y+s.Height+12 {
					t.Errorf("at %.0f dp two chips are less than 12 dp apart", width)
				}
			}
		}
	}
}

func TestToggleIsTouchedAnywhereOnItsLine(t *testing.T) {
	newWatch(t)
	var told []bool
	g := NewToggle("t", "Tell them that I gave their number", false, ToggleStyle{Text: Type{Size: 20, Color: color.Black}, Side: 34, Tick: blank})
	g.OnChange = func(v bool) { told = append(told, v) }
	g.Resize(fyne.NewSize(500, 60))
	line := g.Buttons()[0]
	if line.Size() != g.Size() {
		t.Errorf("of %v only %v can be touched", g.Size(), line.Size())
	}
	line.MouseDown(down(fyne.NewPos(490, 50)))
	line.MouseUp(down(fyne.NewPos(480, 50)))
	if !g.On() || !g.tick.Visible() {
		t.Error("a touch at its end did not tick it")
	}
	line.acted = time.Time{}
	line.Act()
	if g.On() || g.tick.Visible() || fmt.Sprint(told) != "[true false]" {
		t.Errorf("told %v", told)
	}
}

func blank(w, h int) image.Image { return image.NewRGBA(image.Rect(0, 0, w, h)) }
