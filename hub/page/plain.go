package page

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"matchbooth/data/wire"
)

// ErrForm is a form that no wish can be made of. It quotes nothing.
var ErrForm = errors.New("a field of the form is missing or too long")

// ReadForm reads what a browser without scripts has sent. It asks for no more than that the fields are there: what is
// wrong with a number, a volunteer sees, and an answer that depends on it would be one more thing to ask a hub about.
func (p *Page) ReadForm(v url.Values, id string, hour int64) (wire.Wish, error) {
	w := wire.Wish{Version: 1, Event: p.Event.ID, ID: id, Wish: v.Get("wish"), Lang: p.lang(v.Get("lang")), Hour: hour, By: wire.WishByHub, Answers: map[string]string{}}
	if !slices.Contains(wire.WishKinds, w.Wish) {
		return wire.Wish{}, ErrForm
	}
	get := func(q question) (string, bool) {
		s := strings.TrimSpace(norm.NFKC.String(v.Get(q.name)))
		return s, utf8.ValidString(s) && !strings.ContainsRune(s, 0) && (len(s) <= bytesOf(q) || q.choices != nil) && (s != "" || !q.required) &&
			(q.choices == nil || s == "" || slices.Contains(q.choices, s))
	}
	for _, q := range questions[w.Wish] {
		s, ok := get(q)
		if !ok {
			return wire.Wish{}, ErrForm
		}
		if s != "" {
			w.Answers[q.name] = s
		}
	}
	var code, last4 bool
	w.Code, code = get(lost[0])
	w.Last4, last4 = get(lost[1])
	if !code || !last4 {
		return wire.Wish{}, ErrForm
	}
	return w, nil
}

// bytesOf is how long an answer may be: as many characters as the page lets people type, in Chinese. Whatever is in them,
// a wish of such answers fits into its seal.
func bytesOf(q question) int { return 4 * inputs[q.kind].max }

// Seal seals a wish to the event's keys.
func (p *Page) Seal(w wire.Wish) (wire.SealedWish, error) {
	plain, err := w.Pack()
	if err != nil {
		return wire.SealedWish{}, err
	}
	sealed, err := p.to.Seal(plain)
	if err != nil {
		return wire.SealedWish{}, err
	}
	out := wire.SealedWish{ID: w.ID, Hour: w.Hour, Sealed: sealed}
	return out, out.Check()
}
