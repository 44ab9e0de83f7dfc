package page

import (
	"fmt"
	"strings"
	"time"
)

// LongDate writes a date as people read it.
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

// SealedWords are how many keys there are and the six words of all of them in the language, "" where the keys are not known.
func (b *B) SealedWords(key string) string {
	if b.Sealed.Keys == 0 {
		return ""
	}
	return b.Tx(key, "N", b.Sealed.Keys, "Words", joined(b.Sealed.Words[b.Lang]))
}

// joined are words beside each other, with a gap that no line is broken at within a word.
func joined(words []string) string { return strings.Join(words, " ") }
