package handover

import (
	"testing"
)

// settings is a store that has nothing but settings.
type settings struct {
	Store
	lang string
}

func (s settings) Meta(key string) (string, bool) { return s.lang, key == MetaLang && s.lang != "" }

// Where nobody asked for a language, an export has that in which the booth begins, else the first of its pack.
func TestTheLanguageOfAnExport(t *testing.T) {
	for set, want := range map[string]string{"": "zh", "zh": "zh", "en": "en", "fr": "zh"} {
		if got := Lang(settings{lang: set}); got != want {
			t.Errorf("a booth that begins in %q exports in %q, want %q", set, got, want)
		}
	}
}
