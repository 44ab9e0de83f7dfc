package entry

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The vectors were computed apart from this package, with Python's hashlib and integers.
var codeVectors = []struct {
	person string
	code   ReceiptCode
}{
	{"00000000-0000-4000-8000-000000000000", "AHDDYRAUX"},
	{"0b9b1d6e-7a52-4c8e-9d3f-2f6a1c0e5b77", "M6MXEPM65"},
	{"ffffffff-ffff-4fff-bfff-ffffffffffff", "G54X97A2D"},
	{"", "6ZUUNH62M"},
}

func TestCodeOfVectors(t *testing.T) {
	for _, v := range codeVectors {
		if got := CodeOf(v.person); got != v.code {
			t.Errorf("CodeOf(%q) = %q, want %q", v.person, string(got), string(v.code))
		}
	}
}

func TestReceiptCodeIsReadAsPeopleTypeIt(t *testing.T) {
	code := codeVectors[1].code
	plain, shown := string(code), code.String()
	if len(shown) != 11 || strings.ReplaceAll(shown, "-", "") != plain {
		t.Errorf("shown as %q", shown)
	}
	for _, typed := range []string{plain, shown, strings.ToLower(shown), " " + plain[:3] + " " + plain[3:] + "  ", plain[:4] + "－" + plain[4:]} {
		if got, err := ParseReceiptCode(typed); err != nil || got != code {
			t.Errorf("ParseReceiptCode(%q) = %q, %v", typed, string(got), err)
		}
	}
	for _, typed := range []string{"", "-", plain[:8], plain + "2", "0" + plain[1:], "码" + plain[1:], strings.Repeat(plain, 1000)} {
		if got, err := ParseReceiptCode(typed); err == nil {
			t.Errorf("ParseReceiptCode(%q) = %q, want an error", typed, string(got))
		}
	}
}

// The sentences say how long a code is.
func TestReceiptCodeSaysItsLength(t *testing.T) {
	plain := string(codeVectors[1].code)
	for typed, want := range map[string]string{plain + "2": "it has 9 characters", plain[:7]: "7 characters: a receipt code has 9"} {
		if _, err := ParseReceiptCode(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d characters: %v, want %q", len(typed), err, want)
		}
	}
}

// One wrong character, or two different ones swapped, never pass for another code.
func TestReceiptCodeFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(CodeOf(rapid.String().Draw(t, "person")))
		if got, err := ParseReceiptCode(ReceiptCode(code).String()); err != nil || string(got) != string(code) {
			t.Fatalf("%s does not come back: %v", code, err)
		}
		i := rapid.IntRange(0, 8).Draw(t, "i")
		slip := append([]byte(nil), code...)
		slip[i] = codeAlphabet[rapid.IntRange(0, 30).Draw(t, "c")]
		if _, err := ParseReceiptCode(string(slip)); (err == nil) != (slip[i] == code[i]) {
			t.Errorf("%s for %s: %v", slip, code, err)
		}
		j := rapid.IntRange(0, 7).Draw(t, "j")
		k := rapid.IntRange(0, 7).Draw(t, "k")
		swap := append([]byte(nil), code...)
		swap[j], swap[k] = swap[k], swap[j]
		if _, err := ParseReceiptCode(string(swap)); (err == nil) != (string(swap) == string(code)) {
			t.Errorf("%s for %s: %v", swap, code, err)
		}
	})
}

func FuzzParseReceiptCode(f *testing.F) {
	for _, v := range codeVectors {
		f.Add(v.code.String())
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseReceiptCode(s)
		if err != nil {
			return
		}
		if again, err := ParseReceiptCode(c.String()); err != nil || again != c {
			t.Errorf("%q reads as %q and that as %q, %v", s, string(c), string(again), err)
		}
	})
}
