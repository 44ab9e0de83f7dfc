package form

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

// Wherever the decoder of x/text knows a character, ours gives the same one; where it knows
// none, the bytes have one in the standard's 2022 edition.
func TestGB18030IsReadAsTheStandardHasItNow(t *testing.T) {
	helped := 0
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail == 0x7F {
				continue
			}
			raw := []byte{byte(lead), byte(trail)}
			theirs, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
			ours, err := FromGB18030(raw)
			switch r, _ := utf8.DecodeRune(theirs); {
			case err != nil:
				t.Fatal(err)
			case r != utf8.RuneError && ours != string(theirs):
				t.Errorf("%X is %+q, not %+q", raw, theirs, ours)
			case r == utf8.RuneError && !strings.Contains(ours, "\ufffd"):
				helped++
			}
		}
	}
	if helped != 25 {
		t.Errorf("%d characters are read that x/text does not know, 25 are expected", helped)
	}
	for raw, want := range map[string]string{
		"\xfe\x9f\xcc\xec": "䶮天", "\xfe\x59\xcc\xec": "龴天", "\xfe\x51\xcc\xec": "𠂇天", "\x95\x34\xb2\x35\xd2\xb0": "𠮷野", "\xfe\xa0": "龻", "a\xfe\x7e": "a龹", "\xa8\xbc": "ḿ",
		"\x81\x30\x81\x30\xfe\x51": "\u0080𠂇", "": "", "plain": "plain", "\xfe": "\ufffd", "\xce\xfe\x51": "牺Q",
	} {
		if got, err := FromGB18030([]byte(raw)); err != nil || got != want {
			t.Errorf("%X is read as %q with %v, want %q", raw, got, err, want)
		}
	}
}

func TestWhatIsWrittenInGB18030ComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("a0,\n张伟喆㛃𠮷𱍐ḿ·䶮é—"))).Draw(t, "s")
		raw, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Skip("the encoder does not know a character")
		}
		if got, err := FromGB18030([]byte(raw)); err != nil || got != s {
			t.Fatalf("%q comes back as %q with %v", s, got, err)
		}
	})
}

func FuzzFromGB18030(f *testing.F) {
	for _, s := range []string{"\xfe\x51", "\x95\x34\xb2\x35", "\xff\x80", "plain"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got, err := FromGB18030(raw); err != nil || !utf8.ValidString(got) {
			t.Fatalf("%X is read as %q with %v", raw, got, err)
		}
	})
}
