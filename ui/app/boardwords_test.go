package app

import (
	"testing"

	"matchbooth/ui/touch/keyboard"
)

// The keys say what the kit says by itself in its two languages, so that its showcase shows what a booth has.
func TestTheKeysSayWhatTheKitSays(t *testing.T) {
	_, texts := fixtures()
	for tag, want := range map[string]keyboard.Words{"zh": keyboard.Chinese(), "en": keyboard.English()} {
		if got := boardWords(texts.In(tag)); got != want {
			t.Errorf("%s: %+v, the kit: %+v", tag, got, want)
		}
	}
	if got := boardWords(texts.In("ja")); got.Space == keyboard.English().Space || got.Space == "" {
		t.Errorf("Japanese keys say %+v", got)
	}
}
