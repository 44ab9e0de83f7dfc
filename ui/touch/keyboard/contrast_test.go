package keyboard

import (
	"image/color"
	"testing"

	"matchbooth/ui/touch"
)

func TestThePairsOfTheWarmLookReachAA(t *testing.T) {
	for _, high := range []bool{false, true} {
		s, least := Warm(high), 4.5
		if high {
			least = 7
		}
		for _, p := range []struct {
			name   string
			on, of color.Color
		}{
			{"key", s.Key, s.Ink}, {"pressed key", s.Pressed, s.Ink}, {"function", s.Function, s.Ink},
			{"pressed function", s.FunctionPressed, s.Ink}, {"candidate", s.Ground, s.Ink}, {"quiet words", s.Ground, s.Soft},
			{"quiet words, pressed", s.Pressed, s.Soft}, {"action", s.Action, s.OnAction}, {"pressed action", s.ActionPressed, s.OnAction}, {"locked shift", s.Marked, s.OnMarked},
		} {
			if r := touch.Contrast(p.on, p.of); r < least {
				t.Errorf("high contrast %v: %s is %.2f:1, less than %.1f:1", high, p.name, r, least)
			}
		}
	}
}

// What is drawn is tested as well, so that no role takes a pair that nobody thought of.
func TestEveryLabelDrawnReachesAA(t *testing.T) {
	everyState(t, func(t *testing.T, r *rig) {
		for _, press := range []bool{false, true} {
			for i, k := range r.keys {
				if press {
					r.letGo()
					r.down(k.at.AddXY(k.size.Width/2, k.size.Height/2))
				}
				c := r.face.keys[i]
				if c.text.Hidden {
					continue
				}
				ground := c.rect.FillColor
				if ground == color.Transparent {
					ground = r.style.Ground
				}
				if v := touch.Contrast(c.text.Color, ground); v < 4.5 {
					t.Errorf("%q pressed=%v: %.2f:1", k.id, press, v)
				}
			}
			r.letGo()
		}
	})
}

func TestHighContrastFramesEveryKey(t *testing.T) {
	for _, s := range states() {
		r := newRig(t, windows[0], s.kind, s.lang, contrast)
		if s.do != nil {
			s.do(r)
		}
		for i, k := range r.keys {
			c := r.face.keys[i]
			if k.off || k.role == choice || k.role == quiet || k.id == "prev" || k.id == "next" {
				continue
			}
			if c.rect.StrokeWidth < 2 || touch.Contrast(c.rect.StrokeColor, r.style.Ground) < 3 {
				t.Errorf("%s: %q has a frame of %v", s.name, k.id, c.rect.StrokeWidth)
			}
		}
	}
}
