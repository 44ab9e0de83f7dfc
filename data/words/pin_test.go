package words

import (
	"testing"
	"time"
)

func TestPINsThatAreTriedFirstAreRefused(t *testing.T) {
	day := time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)
	for pin, want := range map[string]error{
		"": PINForm, "12345a": PINForm, "1234567890123": PINForm, "５２１０１２": PINForm,
		"5210": PINShort, "48213": PINShort,
		"000000": PINFew, "521521": PINFew, "112233": PINFew, "52105210": PINFew, "121212": PINFew,
		"123456": PINRunning, "654321": PINRunning, "456789": PINRunning, "890123": PINRunning, "123458": PINRunning, "147258": PINRunning,
		"20260521": PINDate, "260521": PINDate, "210526": PINDate, "052126": PINDate, "202605": PINDate, "052187": PINDate, "870521": PINDate,
		"271828": nil, "604827": nil, "941057": nil, "60482733": nil,
	} {
		var got error
		if f := CheckPIN(pin, day); f != nil {
			got = f
		}
		if got != want {
			t.Errorf("%q: %v, not %v", pin, got, want)
		}
	}
	if CheckPIN("260521") != nil {
		t.Error("a date is refused without an event")
	}
	for range 200 {
		if pin := PIN(day); CheckPIN(pin, day) != nil || len(pin) != PINLeast {
			t.Fatalf("drew %s", pin)
		}
	}
}

// A PIN that is drawn looks like one that nobody has chosen badly: no zero to drop, no digit three times in a row.
func TestADrawnPINLooksLikeAGoodOne(t *testing.T) {
	seen := map[string]bool{}
	for range 20000 {
		pin := PIN()
		seen[pin] = true
		if pin[0] == '0' || len(pin) != PINLeast || CheckPIN(pin) != nil {
			t.Fatal(pin)
		}
		for i := 2; i < len(pin); i++ {
			if pin[i] == pin[i-1] && pin[i] == pin[i-2] {
				t.Fatal(pin)
			}
		}
	}
	if len(seen) < 19000 {
		t.Errorf("only %d different ones", len(seen))
	}
}
