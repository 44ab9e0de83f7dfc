package form

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbers(t *testing.T) {
	checkEach(t, kinds()["phone"], []one{
		{in: "13912340417", want: "13912340417"},
		{in: "139 1234 0417", want: "13912340417"},
		{in: "139-1234-0417", want: "13912340417"},
		{in: "139—1234‑0417", want: "13912340417"},
		{in: "139.1234.0417", want: "13912340417"},
		{in: "１３９１２３４０４１７", want: "13912340417"},
		{in: "+86 139 1234 0417", want: "13912340417"},
		{in: "0086 13912340417", want: "13912340417"},
		{in: "(+86) 13912340417", want: "13912340417"},
		{in: "8613912340417", want: "13912340417"},
		{in: "\u202A13912340417\u202C", want: "13912340417"}, // as contact cards are copied
		{in: "19012345678", want: "19012345678"},             // no list of prefixes
		{in: "021-6384 6590", want: "+862163846590"},
		{in: "（021）63846590", want: "+862163846590"},
		{in: "+86 (0)21 6384 6590", want: "+862163846590"},
		{in: "+852 5123 4567", want: "+85251234567"},
		{in: "00852 51234567", want: "+85251234567"},
		{in: "+44 7911 123456", want: "+447911123456"},
		{in: "+1 (415) 555-2671", want: "+14155552671"},
		{in: "+49 30 123 456 789 01", want: "+493012345678901"}, // fifteen digits, the most there are
		{in: "1391234041", key: "problem.phone.digits"},
		{in: "139123404178", key: "problem.phone.digits"},
		{in: "12345678901", key: "problem.phone.digits"},
		{in: "+86 1391234041", key: "problem.phone.digits"},
		{in: "13912340417/13712340417", key: "problem.phone.two"},
		{in: "63846590", key: "problem.phone.area"},
		{in: "021 638", key: "problem.phone.area"},
		{in: "+999 12345678", key: "problem.phone.foreign"},
		{in: "+852 5123 456", key: "problem.phone.foreign"},
		{in: "+49 4343 43232 43232", key: "problem.phone.foreign"}, // sixteen digits
		{in: "1391234041O", key: "problem.phone.letters"},
		{in: "+", key: "problem.phone.signs"},
		{in: "+86+13912340417", key: "problem.phone.signs"},
		{in: "我的号码", key: "problem.phone.signs"},
		{in: "1.38E+10", key: "problem.phone.mangled"},
		{in: "1.38123E10", key: "problem.phone.mangled"},
		{in: "1,38e+10", key: "problem.phone.mangled"},
		{in: "13812345678.0", want: "13812345678"},
		{in: strings.Repeat("1", 5000), key: "problem.phone.digits"},
	})
}

var stored = regexp.MustCompile(`^(1[3-9]\d{9}|\+[1-9]\d{4,14})$`)

func TestANumberIsFoundAgainHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "digits")
		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"", "+86", "+86 ", "0086-", "86 "}).Draw(t, "prefix"))
		for _, d := range digits {
			b.WriteRune(d)
			b.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "-", "\u200b", "\u3000"}).Draw(t, "gap"))
		}
		if northAmerican.MatchString(strings.NewReplacer("\u200b", "", "\u3000", " ").Replace(b.String())) {
			t.Skip("1 301 200 0000 may be a number of North America: TestNumbersWhoseGroupsOrZeroSayAnotherThing")
		}
		got, problems, _ := check(kinds()["phone"], text(b.String()), ctx)
		if string(got.Text) != digits || problems != nil {
			t.Fatalf("%q becomes %q with %v", b.String(), got.Text, problems)
		}
	})
}

func TestNumbersAreReadInGroups(t *testing.T) {
	for in, want := range map[string]string{
		"13912340417": "139 1234 0417", "+85251234567": "+852 5123 4567", "+14155552671": "+1 415 555 2671",
		"+862163846590": "+86 21 6384 6590", "": "", "unfinished": "unfinished", "+": "+",
	} {
		if got := GroupPhone(in); got != want {
			t.Errorf("%q is read %q, want %q", in, got, want)
		}
	}
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"13912340417", "+86 139 1234 0417", "021-63846590", "+852 5123 4567", "1.38E+10", "00", "+", "+1", "０８６"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		steady(t, "phone", in)
		if got, problems, _ := check(kinds()["phone"], text(in), ctx); problems == nil && got.Text != "" {
			if !stored.MatchString(string(got.Text)) {
				t.Fatal("a number is stored that is neither 11 digits nor E.164")
			}
			if again, _, _ := check(kinds()["phone"], text(GroupPhone(string(got.Text))), ctx); again != got {
				t.Fatal("the number read back is another number")
			}
		}
	})
}

func ExampleGroupPhone() {
	fmt.Println(GroupPhone("13912340417"))
	// Output: 139 1234 0417
}
