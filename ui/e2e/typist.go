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

// Typist types with one finger on the keyboard that the booth shows. It goes by what stands on
// the keys at the moment, as a person does: it turns to another page of keys when the character
// is not to be seen, shifts when the letter is shown small, holds a letter for its diacritics,
// and looks for the characters it wants among those that are offered.
type Typist struct {
	Hands *Hands
	Eyes  Eyes
	Spell map[string]string // how Chinese parts of the texts are spelt in Pinyin
	Nine  bool              // types Pinyin on nine keys
	Taps  int               // counts every touch of a key
}

// How long the typist looks at the keys.
const (
	quietFor = 160 * time.Millisecond // nothing has changed for so long: the keys stand
	holdFor  = 600 * time.Millisecond // until a held letter shows its diacritics, with a margin
	keysIn   = 5 * time.Second        // a key that should come must come within
)

// Type types a text into the field in use.
func (t *Typist) Type(ctx context.Context, text string) error {
	if _, err := t.Eyes.WaitFor(ctx, keysIn, "the keyboard", Layout.hasKeys); err != nil {
		return err
	}
	l, err := t.stand(ctx)
	for text != "" && err == nil {
		if end := ending(l, text); end != "" {
			_, err = t.press(ctx, l, end)
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

// hasKeys says whether the keyboard can be touched.
func (l Layout) hasKeys() bool {
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "key.") {
			return true
		}
	}
	return false
}

// labelled is the key, of those whose id begins so, that says the text.
func (l Layout) labelled(prefix, text string) (Spot, bool) {
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "key."+prefix) && s.Label == text {
			return s, true
		}
	}
	return Spot{}, false
}

// ending is the key that types all that is left of an address, or "".
func ending(l Layout, text string) string {
	if s, ok := l.labelled("suffix", text); ok {
		return s.ID
	}
	return ""
}

// leadingHan is what the text begins with that must be spelt.
func leadingHan(text string) string {
	for i, r := range text {
		if !unicode.Is(unicode.Han, r) {
			return text[:i]
		}
	}
	return text
}

// stand waits until the keys have not changed for a moment.
func (t *Typist) stand(ctx context.Context) (Layout, error) {
	l, _, err := t.Eyes.Now()
	for since := time.Now(); err == nil && time.Since(since) < quietFor; {
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

// press touches a key; the layout is the one that the finger goes by.
func (t *Typist) press(ctx context.Context, l Layout, id string) (Layout, error) {
	s, ok := l.Target(id)
	if !ok {
		return l, fmt.Errorf("there is no key %s on %s", id, l)
	}
	t.Taps++
	x, y := s.Middle()
	return l, t.Hands.Tap(ctx, x, y)
}

// turn touches a key that changes the others, and waits until they stand.
func (t *Typist) turn(ctx context.Context, l Layout, id string) (Layout, error) {
	if _, err := t.press(ctx, l, id); err != nil {
		return l, err
	}
	if err := pause(ctx, 60*time.Millisecond); err != nil {
		return l, err
	}
	return t.stand(ctx)
}

// character types one that has a key, or a letter whose diacritics are behind its key.
func (t *Typist) character(ctx context.Context, l Layout, r rune) (Layout, error) {
	if r == ' ' {
		return t.turn(ctx, l, "key.space")
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
	return t.turn(ctx, l, key.ID)
}

// signs turns to a page that has the sign.
func (t *Typist) signs(ctx context.Context, l Layout, r rune) (Layout, error) {
	var err error
	for _, by := range []string{"", "key.sym", "key.sym2", "key.abc"} {
		if _, has := l.Target(by); by != "" && !has {
			continue
		}
		if by != "" {
			if l, err = t.turn(ctx, l, by); err != nil {
				return l, err
			}
		}
		if _, has := l.labelled("", string(r)); has {
			return l, nil
		}
	}
	return l, fmt.Errorf("no key types %q: %s", r, l)
}

// letter types a Latin letter, shifting for a capital.
func (t *Typist) letter(ctx context.Context, l Layout, r rune) (Layout, error) {
	plain, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	id := "key." + string(unicode.ToLower(plain))
	l, err := t.latin(ctx, l)
	if err != nil {
		return l, err
	}
	key, ok := l.Target(id)
	if !ok { // such as a code's, which has capitals only
		id = "key." + string(plain)
		key, ok = l.Target(id)
	}
	if !ok {
		return l, fmt.Errorf("no key types %q: %s", r, l)
	}
	if key.Label != string(plain) {
		if l, err = t.turn(ctx, l, "key.shift"); err != nil {
			return l, err
		}
		if key, _ = l.Target(id); key.Label != string(plain) {
			return l, fmt.Errorf("shift does not turn %q into %q", key.Label, plain)
		}
	}
	switch {
	case plain != r:
		return t.held(ctx, key, r)
	case unicode.IsUpper(r):
		return t.turn(ctx, l, id) // shift falls back
	}
	return t.press(ctx, l, id)
}

// latin turns to the page that types letters as they are.
func (t *Typist) latin(ctx context.Context, l Layout) (Layout, error) {
	var err error
	if _, signs := l.Target("key.abc"); signs {
		if l, err = t.turn(ctx, l, "key.abc"); err != nil {
			return l, err
		}
	}
	if _, pinyin := l.Target("key.nine"); pinyin {
		return t.turn(ctx, l, "key.lang")
	}
	return l, err
}

// held holds a letter until its diacritics come up, slides to the one that is wanted, and lets go.
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
		if l, err = t.press(ctx, l, id); err != nil {
			return l, err
		}
	}
	if err = pause(ctx, 60*time.Millisecond); err != nil {
		return l, err
	}
	for han != "" {
		if l, err = t.stand(ctx); err != nil {
			return l, err
		}
		got, next, err := t.choose(ctx, l, han)
		if err != nil {
			return l, err
		}
		han, l = strings.TrimPrefix(han, got), next
	}
	return t.stand(ctx)
}

// chinese turns to the page that composes Pinyin, on as many keys as this typist likes.
func (t *Typist) chinese(ctx context.Context, l Layout) (Layout, error) {
	var err error
	if _, signs := l.Target("key.abc"); signs {
		if l, err = t.turn(ctx, l, "key.abc"); err != nil {
			return l, err
		}
	}
	if _, pinyin := l.Target("key.nine"); !pinyin {
		if l, err = t.turn(ctx, l, "key.lang"); err != nil {
			return l, err
		}
	}
	if _, nine := l.Target("key.n2"); nine != t.Nine {
		l, err = t.turn(ctx, l, "key.nine")
	}
	return l, err
}

// maxPages is how far the typist looks through what is offered.
const maxPages = 12

// choose takes the longest candidate that the wanted text begins with, turning pages until there
// is one, and returns what it took.
func (t *Typist) choose(ctx context.Context, l Layout, han string) (took string, after Layout, err error) {
	for range maxPages {
		var best Spot
		for _, s := range l.Targets {
			if strings.HasPrefix(s.ID, "key.cand") && strings.HasPrefix(han, s.Label) && len(s.Label) > len(best.Label) {
				best = s
			}
		}
		if best.Label != "" {
			l, err = t.turn(ctx, l, best.ID)
			return best.Label, l, err
		}
		if l, err = t.turn(ctx, l, "key.next"); err != nil {
			return "", l, err
		}
	}
	return "", l, fmt.Errorf("%d pages of candidates do not offer what is wanted", maxPages)
}

// nineKey is the key of a telephone that a letter stands on.
func nineKey(r rune) string {
	for i, letters := range []string{"abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"} {
		if strings.ContainsRune(letters, r) {
			return string(rune('2' + i))
		}
	}
	return "1"
}
