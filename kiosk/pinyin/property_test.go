package pinyin

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// session is what a finger does to a composition.
type session struct {
	t testing.TB
	c *Composer
}

// check fails when the composition contradicts itself.
func (s *session) check() {
	s.t.Helper()
	shown, raw := s.c.Shown(), s.c.Raw()
	if bare := strings.NewReplacer(" ", "", "'", "").Replace(shown); bare != raw {
		s.t.Fatalf("shown %q, raw %q", shown, raw)
	}
	if s.c.Empty() != (raw == "") {
		s.t.Fatalf("empty is %v, raw is %q", s.c.Empty(), raw)
	}
	if !utf8.ValidString(raw) || strings.ContainsAny(raw, "23456789") {
		s.t.Fatalf("raw is %q", raw)
	}
	if s.c.Empty() {
		return
	}
	page, more := s.c.Candidates(0, 10)
	if len(page) == 0 {
		s.t.Fatalf("no candidate for %q", raw)
	}
	if more != (len(page) == 10 && s.c.has(10)) {
		s.t.Fatalf("more is %v after %d candidates for %q", more, len(page), raw)
	}
	for _, p := range page {
		if p.Text == "" || p.Keys < 1 || p.Keys > count(s.c.keys[s.c.at:]) {
			s.t.Fatalf("candidate %+v for %q", p, raw)
		}
	}
}

// has reports whether there is a candidate of that number.
func (c *Composer) has(i int) bool {
	page, _ := c.Candidates(i, 1)
	return len(page) == 1
}

// choose takes a candidate that exists and fails when that is no progress.
func (s *session) choose(i int) {
	s.t.Helper()
	page, _ := s.c.Candidates(i, 1)
	if len(page) == 0 || s.c.Empty() {
		return
	}
	left := count(s.c.keys[s.c.at:])
	text := s.c.Choose(i)
	if text != "" {
		if !s.c.Empty() || !strings.HasSuffix(text, page[0].Text) {
			s.t.Fatalf("choosing %q gave %q and left %q", page[0].Text, text, s.c.Raw())
		}
		return
	}
	if now := count(s.c.keys[s.c.at:]); now != left-page[0].Keys || now == 0 {
		s.t.Fatalf("choosing %q for %d keys left %d of %d", page[0].Text, page[0].Keys, now, left)
	}
}

// play does what the steps say: which key, or what else than a key.
func (s *session) play(steps []byte) {
	const keys = "abcdefghijklmnopqrstuvwxyz''23456789ü"
	all := []rune(keys)
	for _, b := range steps {
		switch {
		case int(b) < 6*len(all):
			s.c.Key(all[int(b)%len(all)])
		case b < 230:
			s.choose(int(b) - 6*len(all))
		case b < 238:
			s.c.Backspace()
		case b < 248:
			s.c.ChooseSyllable(int(b) - 238)
		case b == 248:
			s.c.Before("张")
		case b == 249:
			s.c.Before("")
		default:
			before := s.c.Empty()
			text := s.c.Confirm()
			if !s.c.Empty() || (text == "") != before {
				s.t.Fatalf("confirm gave %q and left %q", text, s.c.Raw())
			}
		}
		s.check()
	}
}

// end takes everything back, or confirms it, and fails when that does not end.
func (s *session) end(byBackspace bool) {
	if !byBackspace {
		empty := s.c.Empty()
		if text := s.c.Confirm(); !s.c.Empty() || (text == "") != empty {
			s.t.Fatalf("confirm gave %q and left %q", text, s.c.Raw())
		}
		return
	}
	for n := 0; !s.c.Empty(); n++ {
		if n > 3*allKeys {
			s.t.Fatalf("backspace does not end: %q", s.c.Raw())
		}
		if !s.c.Backspace() {
			s.t.Fatalf("backspace gave up at %q", s.c.Raw())
		}
		s.check()
	}
	if s.c.Backspace() {
		s.t.Fatal("backspace took something from nothing")
	}
}

// drawOptions returns a way to set the options.
func drawOptions(t *rapid.T) Options {
	return Options{rapid.Bool().Draw(t, "names"), rapid.Bool().Draw(t, "nine"), rapid.Bool().Draw(t, "fuzzy")}
}

func TestWhateverIsTouchedTheCompositionStaysSound(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(rt *rapid.T) {
		s := &session{t: t, c: d.Compose(drawOptions(rt))}
		s.play(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(rt, "steps"))
		s.end(rapid.Bool().Draw(rt, "by backspace"))
	})
}

func TestLettersAloneAreTakenBackOneByOne(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.StringMatching(`[a-z]{1,24}`).Draw(t, "keys")
		c := compose(d, Options{Names: rapid.Bool().Draw(t, "names")}, keys)
		for n := len(keys); n > 0; n-- {
			if c.Raw() != keys[:n] {
				t.Fatalf("raw is %q, want %q", c.Raw(), keys[:n])
			}
			c.Backspace()
		}
		if !c.Empty() {
			t.Fatalf("left: %q", c.Raw())
		}
	})
}

// A choice undone leaves everything as it was.
func TestBackspaceAfterAChoiceUndoesIt(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(t *rapid.T) {
		c := compose(d, drawOptions(t), rapid.StringMatching(`[a-z']{1,24}`).Draw(t, "keys"))
		if c.Empty() {
			return
		}
		shown, first := c.Shown(), strings.Join(texts(c, 10), " ")
		if c.Choose(rapid.IntRange(0, 20).Draw(t, "choice")) != "" || c.Shown() == shown {
			return
		}
		c.Backspace()
		if c.Shown() != shown || strings.Join(texts(c, 10), " ") != first {
			t.Fatalf("%q became %q", shown, c.Shown())
		}
	})
}

// Nothing is learned: whatever was chosen before, a new composition offers the same.
func TestNothingIsRememberedBetweenTwoCompositions(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(rt *rapid.T) {
		o := drawOptions(rt)
		keys := rapid.StringMatching(`[a-z]{1,12}`).Draw(rt, "keys")
		offered := func(c *Composer) string { return c.Shown() + strings.Join(texts(c, 40), " ") }
		fresh := offered(compose(d, o, keys))
		s := &session{t: t, c: d.Compose(o)}
		s.play(rapid.SliceOfN(rapid.ByteMax(247), 0, 30).Draw(rt, "steps"))
		s.c.Clear()
		for _, r := range keys {
			if o.Nine {
				r = rune(digits(string(r))[0])
			}
			s.c.Key(r)
		}
		if again := offered(s.c); again != fresh {
			rt.Fatalf("at first %q, later %q", fresh, again)
		}
	})
}

// Pages are pieces of one list, however they are asked for.
func TestPagesAreTheSameListInPieces(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(t *rapid.T) {
		o := drawOptions(t)
		keys := rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "keys")
		size := rapid.IntRange(1, 12).Draw(t, "page size")
		whole, _ := compose(d, o, keys).Candidates(0, 60)
		c := compose(d, o, keys)
		for from := 0; from < len(whole); from += size {
			page, _ := c.Candidates(from, size)
			for i, p := range page {
				if from+i < len(whole) && p != whole[from+i] {
					t.Fatalf("candidate %d is %v and %v", from+i, p, whole[from+i])
				}
			}
		}
	})
}

func FuzzCompose(f *testing.F) {
	f.Add(byte(0), []byte("zhangke"))
	f.Add(byte(1), []byte{14, 20, 24, 0, 13, 6, 222, 230, 230, 255})
	f.Add(byte(2), []byte{32, 30, 238, 33, 222, 230, 230, 230})
	f.Add(byte(7), []byte{29, 29, 29, 29, 29, 26, 26, 248, 255})
	d := load(f)
	f.Fuzz(func(t *testing.T, options byte, steps []byte) {
		s := &session{t: t, c: d.Compose(everyOptions()[options%8])}
		s.play(steps[:min(len(steps), 100)])
		s.end(options&8 != 0)
	})
}
