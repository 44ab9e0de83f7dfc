package main

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Typist types with one finger on the keyboard that the booth shows. It goes by the current labels of
// the keys, as a person does: it switches to another page of keys if it does not see the character,
// shifts if the letter is shown in lower case, holds a letter for its diacritics, and looks for the
// characters it wants among the candidates.
type Typist struct {
	Hands *Hands
	Eyes  Eyes
	Spell map[string]string // Chinese parts of the texts → their Pinyin
	Nine  bool              // types Pinyin on nine keys
	Taps  int               // counts every touch of a key
}

// How long the typist waits for the keys.
const (
	pace     = 60 * time.Millisecond  // from one key to the next: ten touches a second is more than people manage
	quietFor = 160 * time.Millisecond // once nothing has changed for this long, the keys are still
	holdFor  = 600 * time.Millisecond // until a held letter shows its diacritics, with a margin
	stirFor  = 700 * time.Millisecond // a key's effect has shown by then
	keysIn   = 15 * time.Second       // an expected change must come within this
)

// Type types a text into the focused field.
func (t *Typist) Type(ctx context.Context, text string) error {
	l, err := t.Ready(ctx)
	for text != "" && err == nil {
		if s, ok := l.labelled("suffix", text); ok { // all that is left of an address
			_, err = t.press(ctx, l, s.ID)
			return err
		}
		if han := leadingHan(text); han != "" {
			l, err = t.pinyin(ctx, l, han)
			text = text[len(han):]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		l, err = t.character(ctx, l, r)
		text = text[size:]
	}
	return err
}

// Ready waits until the keyboard is up and still.
func (t *Typist) Ready(ctx context.Context) (Layout, error) {
	return t.until(ctx, "the keyboard", func(l Layout) bool {
		foot := 0.0
		for _, s := range l.Targets {
			if strings.HasPrefix(s.ID, "key.") {
				foot = max(foot, s.Y+s.H)
			}
		}
		return foot > 0 && foot <= float64(t.Hands.display.wire.Height)
	})
}

// hasKeys says whether there is a keyboard; it may be sliding up or down.
func (l Layout) hasKeys() bool {
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "key.") {
			return true
		}
	}
	return false
}

// has says whether a control can be touched now.
func (l Layout) has(id string) bool {
	_, ok := l.Target(id)
	return ok
}

// labelled returns the key with the label text among those whose id has the prefix.
func (l Layout) labelled(prefix, text string) (Spot, bool) {
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "key."+prefix) && s.Label == text {
			return s, true
		}
	}
	return Spot{}, false
}

// leadingHan returns the beginning of the text that must be typed in Pinyin.
func leadingHan(text string) string {
	for i, r := range text {
		if !unicode.Is(unicode.Han, r) {
			return text[:i]
		}
	}
	return text
}

// stand waits until the keys have not changed for quietFor.
func (t *Typist) stand(ctx context.Context) (Layout, error) { return t.standFor(ctx, quietFor) }

func (t *Typist) standFor(ctx context.Context, quiet time.Duration) (Layout, error) {
	l, _, err := t.Eyes.Now()
	for since := time.Now(); err == nil && time.Since(since) < quiet; {
		if err = pause(ctx, 30*time.Millisecond); err != nil {
			break
		}
		var now Layout
		if now, _, err = t.Eyes.Now(); now.Seq != l.Seq {
			l, since = now, time.Now()
		}
	}
	return l, err
}

// press touches a key where the given layout has it.
func (t *Typist) press(ctx context.Context, l Layout, id string) (Layout, error) {
	s, ok := l.Target(id)
	if !ok {
		return l, fmt.Errorf("there is no key %s on %s", id, l)
	}
	t.Taps++
	x, y := s.Middle()
	if err := pause(ctx, pace); err != nil {
		return l, err
	}
	return l, t.Hands.Tap(ctx, x, y)
}

// until waits until want is true of the keys, and until they are still.
func (t *Typist) until(ctx context.Context, waited string, want func(Layout) bool) (Layout, error) {
	if l, err := t.Eyes.WaitFor(ctx, keysIn, waited, want); err != nil {
		return l, err
	}
	return t.stand(ctx)
}

// turn touches a key that changes the others visibly, and waits until want is true of them.
func (t *Typist) turn(ctx context.Context, l Layout, id string, want func(Layout) bool) (Layout, error) {
	if _, err := t.press(ctx, l, id); err != nil {
		return l, err
	}
	return t.until(ctx, "what "+id+" brings", want)
}

// stir touches a key that may change the others, and gives them a moment to do so.
func (t *Typist) stir(ctx context.Context, l Layout, id string) (Layout, error) {
	if _, err := t.press(ctx, l, id); err != nil {
		return l, err
	}
	for begun := time.Now(); time.Since(begun) < stirFor; {
		now, _, err := t.Eyes.Now()
		if err != nil || now.Seq != l.Seq {
			return now, err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return l, err
		}
	}
	return l, nil
}

// character types a character that has a key, or a letter with diacritics, which are behind its key.
func (t *Typist) character(ctx context.Context, l Layout, r rune) (Layout, error) {
	if r == ' ' {
		return t.stir(ctx, l, "key.space")
	}
	if unicode.IsLetter(r) {
		return t.letter(ctx, l, r)
	}
	l, err := t.signs(ctx, l, r)
	if err != nil {
		return l, err
	}
	key, _ := l.labelled("", string(r))
	if unicode.IsDigit(r) {
		return t.press(ctx, l, key.ID) // digits change nothing
	}
	return t.stir(ctx, l, key.ID)
}

// signs switches to a page that has the sign.
func (t *Typist) signs(ctx context.Context, l Layout, r rune) (Layout, error) {
	there := func() bool { _, has := l.labelled("", string(r)); return has }
	for _, by := range []string{"key.sym", "key.sym2", "key.abc"} {
		if there() {
			return l, nil
		}
		if l.has(by) {
			var err error
			if l, err = t.turn(ctx, l, by, func(l Layout) bool { return !l.has(by) }); err != nil {
				return l, err
			}
		}
	}
	if !there() {
		return l, fmt.Errorf("no key types %q: %s", r, l)
	}
	return l, nil
}

// letter types a Latin letter, shifting for a capital.
func (t *Typist) letter(ctx context.Context, l Layout, r rune) (Layout, error) {
	plain, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	l, err := t.latin(ctx, l)
	if err != nil {
		return l, err
	}
	id := "key." + string(unicode.ToLower(plain))
	if !l.has(id) { // as on the keyboard for codes, which has capitals only
		id = "key." + string(plain)
	}
	says := func(text string) func(Layout) bool {
		return func(l Layout) bool { k, _ := l.Target(id); return k.Label == text }
	}
	if l, err = t.shift(ctx, l, says(string(plain))); err != nil {
		return l, fmt.Errorf("shifting for %q: %w", plain, err)
	}
	switch {
	case plain != r:
		key, _ := l.Target(id)
		return t.held(ctx, key, r)
	case unicode.IsUpper(r) && l.has("key.shift"):
		return t.turn(ctx, l, id, says(string(unicode.ToLower(plain)))) // shift is released
	}
	return t.press(ctx, l, id)
}

// shift touches shift until the letter is shown in the wanted case. The keyboard shifts on its own
// after a space, so the typist looks twice first.
func (t *Typist) shift(ctx context.Context, l Layout, right func(Layout) bool) (Layout, error) {
	for range 3 {
		if right(l) {
			return l, nil
		}
		l, err := t.Eyes.WaitFor(ctx, stirFor, "shift by itself", right)
		if ctx.Err() != nil {
			return l, err
		}
		if err == nil {
			return l, nil
		}
		if l, err = t.stir(ctx, l, "key.shift"); err != nil {
			return l, err
		}
		if l, err = t.stand(ctx); err != nil || right(l) {
			return l, err
		}
	}
	return l, fmt.Errorf("the shift key does not do it: %s", l)
}

// latin switches to the page that types letters as they are.
func (t *Typist) latin(ctx context.Context, l Layout) (Layout, error) {
	l, err := t.letters(ctx, l)
	if err != nil || !l.has("key.nine") {
		return l, err
	}
	return t.turn(ctx, l, "key.lang", func(l Layout) bool { return !l.has("key.nine") })
}

// letters leaves the pages of signs.
func (t *Typist) letters(ctx context.Context, l Layout) (Layout, error) {
	if !l.has("key.abc") {
		return l, nil
	}
	return t.turn(ctx, l, "key.abc", func(l Layout) bool { return !l.has("key.abc") })
}

// held holds a letter until its diacritics come up, slides to the wanted one, and lets go.
func (t *Typist) held(ctx context.Context, key Spot, r rune) (Layout, error) {
	t.Taps++
	x, y := key.Middle()
	f := t.Hands.Finger(ctx).Down(Point{x, y}).Rest(holdFor)
	if err := f.Done(); err != nil {
		return Layout{}, err
	}
	var want Spot
	l, err := t.Eyes.WaitFor(ctx, keysIn, fmt.Sprintf("%c above its letter", r), func(l Layout) (ok bool) {
		want, ok = l.labelled("accent", string(r))
		return ok
	})
	if err != nil {
		f.Up().Done()
		return l, err
	}
	x, y = want.Middle()
	if err := f.Slide(Point{x, y}, 90*time.Millisecond).Rest(tapFor).Up().Done(); err != nil {
		return l, err
	}
	return t.stand(ctx)
}

// pinyin spells Chinese characters and chooses them.
func (t *Typist) pinyin(ctx context.Context, l Layout, han string) (Layout, error) {
	spelt := t.Spell[han]
	if spelt == "" {
		return l, fmt.Errorf("the typist does not know how %d characters are spelt", utf8.RuneCountInString(han))
	}
	l, err := t.chinese(ctx, l)
	if err != nil {
		return l, err
	}
	for _, r := range spelt {
		id := "key." + string(r)
		if t.Nine {
			id = "key.n" + nineKey(r)
		}
		if l, err = t.stir(ctx, l, id); err != nil { // the candidates have changed
			return l, err
		}
	}
	for han != "" {
		if l, err = t.stand(ctx); err != nil {
			return l, err
		}
		var took string
		if took, l, err = t.choose(ctx, l, han); err != nil {
			return l, err
		}
		han = strings.TrimPrefix(han, took)
	}
	return t.stand(ctx)
}

// chinese switches to the page that composes Pinyin, on nine keys if this typist uses those.
func (t *Typist) chinese(ctx context.Context, l Layout) (Layout, error) {
	l, err := t.letters(ctx, l)
	if err == nil && !l.has("key.nine") {
		l, err = t.turn(ctx, l, "key.lang", func(l Layout) bool { return l.has("key.nine") })
	}
	if err == nil && l.has("key.n2") != t.Nine {
		l, err = t.turn(ctx, l, "key.nine", func(l Layout) bool { return l.has("key.n2") == t.Nine })
	}
	return l, err
}

// maxPages is how many pages of candidates the typist looks through.
const maxPages = 12

// choose chooses the longest candidate that the wanted text begins with, turning pages until there
// is one, and returns it.
func (t *Typist) choose(ctx context.Context, l Layout, han string) (took string, after Layout, err error) {
	for range maxPages {
		var best Spot
		for _, s := range l.Targets {
			if strings.HasPrefix(s.ID, "key.cand") && strings.HasPrefix(han, s.Label) && len(s.Label) > len(best.Label) {
				best = s
			}
		}
		if best.Label != "" {
			l, err = t.stir(ctx, l, best.ID)
			return best.Label, l, err
		}
		if l, err = t.stir(ctx, l, "key.next"); err != nil {
			return "", l, err
		}
		if l, err = t.stand(ctx); err != nil {
			return "", l, err
		}
	}
	return "", l, fmt.Errorf("%d pages of candidates do not offer what is wanted", maxPages)
}

// nineKey returns the telephone key that has a letter.
func nineKey(r rune) string {
	for i, letters := range []string{"abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"} {
		if strings.ContainsRune(letters, r) {
			return string(rune('2' + i))
		}
	}
	return "1"
}
