package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
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

// SHA256 returns the version of a consent: the hash of Shown in UTF-8, in lower-case hex. It is
// stored with every sign-up, so that it can be proved later what the person read.
func (c Consent) SHA256(lang string) string {
	sum := sha256.Sum256([]byte(c.Shown(lang)))
	return hex.EncodeToString(sum[:])
}
