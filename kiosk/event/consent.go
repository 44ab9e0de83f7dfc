package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"time"
)

// Shown returns the consent's text in a language, as it is shown to visitors and hashed:
//
//	sentence LF
//	LF
//	label ": " value LF      (one line for each row)
//	LF
//	body LF
//
// Line ends are LF, and each part is trimmed of white space. What is filled in from the
// pack ({handler} and the like) is included: a different handler makes a different text.
func (c Consent) Shown(lang string) string {
	l := Lang(lang)
	part := func(t Text) string {
		return strings.TrimSpace(strings.ReplaceAll(t.In(l), "\r\n", "\n"))
	}
	var b strings.Builder
	b.WriteString(part(c.Sentence) + "\n\n")
	for _, r := range c.Rows {
		b.WriteString(part(r.Label) + ": " + part(r.Value) + "\n")
	}
	b.WriteString("\n" + part(c.Body) + "\n")
	return b.String()
}

// Lang returns the language in which Shown says it to a visitor whose booth is in the given one: that is what the visitor read,
// and what is kept with the consent.
func (c Consent) Lang(lang string) string { return string(c.Sentence.Lang(Lang(lang))) }

// SHA256 returns the version of a consent: the hash of Shown in UTF-8, in lower-case hex. It is
// stored with every sign-up, so that it can be proved later what the person read.
func (c Consent) SHA256(lang string) string {
	sum := sha256.Sum256([]byte(c.Shown(lang)))
	return hex.EncodeToString(sum[:])
}

// Earlier is a pack that the event had before the one it has.
type Earlier struct {
	*Pack
	Until time.Time // when the next one took its place
}

// Remembering returns the same pack, which knows the packs that the event had before it, oldest first: what people agreed
// to then can be shown as they were shown it. They are loaded once, without their pictures, and only
// if somebody asks.
func (p *Pack) Remembering(earlier func() []Earlier) *Pack {
	q := *p
	q.earlier = sync.OnceValue(func() []Earlier {
		list := earlier()
		for i := range list {
			light := *list[i].Pack
			light.art = nil // only texts are asked for, and pictures are most of a pack
			list[i].Pack = &light
		}
		return list
	})
	return &q
}

// Earlier returns the packs that the event had before this one, as far as the booth has them, oldest first.
func (p *Pack) Earlier() []Earlier {
	if p.earlier == nil {
		return nil
	}
	return p.earlier()
}

// ConsentOf returns a consent as it was when its text in that language had this hash, from the pack or an earlier one; nil
// if none of them has it.
func (p *Pack) ConsentOf(id, lang, sha256 string) *Consent {
	if c := p.Consent(id); c != nil && c.SHA256(lang) == sha256 {
		return c
	}
	for _, old := range p.Earlier() {
		if c := old.Consent(id); c != nil && c.SHA256(lang) == sha256 {
			return c
		}
	}
	return nil
}

// AsOf returns the pack that the event had when a form was signed on a day: an earlier one if another took its place on a
// later day. On the day of the change it is the later one.
func (p *Pack) AsOf(day time.Time) *Pack {
	for _, old := range p.Earlier() {
		if day.Format(time.DateOnly) < old.Until.In(day.Location()).Format(time.DateOnly) {
			return old.Pack
		}
	}
	return p
}
