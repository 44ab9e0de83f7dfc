package page

import (
	"fmt"
	"strings"
	"time"
)

// LongDate formats a date the way people read it.
func (b *B) LongDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	if b.State.Lang == "zh" {
		return fmt.Sprintf("%d\u00a0年\u00a0%d\u00a0月\u00a0%d\u00a0日", t.Year(), t.Month(), t.Day())
	}
	return t.Format("2 January 2006")
}

// SealedWords returns how many keys there are and the six words for the whole set in the language, or "" if the keys are
// unknown.
func (b *B) SealedWords(key string) string {
	if b.Sealed.Keys == 0 {
		return ""
	}
	return b.Tx(key, "N", b.Sealed.Keys, "Words", joined(b.Sealed.Words[b.Lang]))
}

// joined joins words with a gap that never breaks a line within a word.
func joined(words []string) string { return strings.Join(words, " ") }
