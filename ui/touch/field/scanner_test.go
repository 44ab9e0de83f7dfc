package field

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// A scanner types a barcode in a burst that ends with Enter; a finger does not, and its keys keep their meaning.
func TestAScannerIsToldFromAFinger(t *testing.T) {
	for _, x := range []struct {
		name, typed string
		pace        time.Duration
		want        string
	}{
		{"a scanner", "K-000131", 4 * time.Millisecond, "K-000131"},
		{"a slow one", "K-000131", 30 * time.Millisecond, "K-000131"},
		{"with a blank", "K 000131", 4 * time.Millisecond, "K 000131"},
		{"a quick typist", "K-000131", 90 * time.Millisecond, ""},
		{"too short", "K-1", 4 * time.Millisecond, ""},
		{"Enter alone", "", 0, ""},
	} {
		var s Scanner
		at := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
		for _, r := range x.typed {
			at = at.Add(x.pace)
			if _, done := s.Key("", r, at); done {
				t.Errorf("%s: done before Enter", x.name)
			}
		}
		text, done := s.Key(fyne.KeyReturn, 0, at.Add(x.pace))
		if done != (x.want != "") || done && text != x.want {
			t.Errorf("%s: %q, %t", x.name, text, done)
		}
		if len(s.typed) != 0 {
			t.Errorf("%s: what was typed is kept", x.name)
		}
	}
	var s Scanner // Space and Enter by a finger are what they are on the page
	if text, done := s.Key("", ' ', time.Now()); text != "" || done {
		t.Error("Space is taken for a barcode")
	}
	if text, done := s.Key(fyne.KeyReturn, 0, time.Now().Add(time.Second)); text != "" || done {
		t.Error("Enter is taken for the end of one")
	}
}
