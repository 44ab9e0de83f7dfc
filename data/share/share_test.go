package share

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"
	"pgregory.net/rapid"

	"matchbooth/data/seal"
)

func key(t testing.TB) (secret, fingerprint string) {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id.Secret(), id.Fingerprint()
}

func split(t testing.TB, secret string, n, k int) []string {
	t.Helper()
	out, err := Split(secret, n, k)
	if err != nil || len(out) != n {
		t.Fatalf("%d shares, %v", len(out), err)
	}
	return out
}

// shareForm is how a share is printed: 26 groups of four, with hyphens between them.
var shareForm = regexp.MustCompile(`^MATCHBOOTH-SHARE:([0-9A-HJKMNP-TV-Z]{4}-){25}[0-9A-HJKMNP-TV-Z]{4}$`)

func TestAnyTwoOfThreeGiveItBack(t *testing.T) {
	for range 20 {
		secret, fingerprint := key(t)
		s := split(t, secret, 3, 2)
		for _, some := range [][]string{{s[0], s[1]}, {s[1], s[0]}, {s[0], s[2]}, {s[2], s[1]}, s, {s[0], s[0], s[1]}} {
			if got, err := Combine(some); err != nil || got != secret {
				t.Fatalf("does not come back: %v", err)
			}
		}
		for i, one := range s {
			if !shareForm.MatchString(one) {
				t.Errorf("share %d is written in another form", i+1)
			}
			info, err := Read(one)
			if err != nil || info != (Info{Needed: 2, Made: 3, Number: i + 1, Fingerprint: fingerprint}) {
				t.Errorf("share %d tells %+v, %v", i+1, info, err)
			}
			if strings.Contains(one, secret[19:25]) {
				t.Error("a share quotes the key")
			}
		}
	}
}

func TestOtherNumbers(t *testing.T) {
	secret, _ := key(t)
	for _, c := range []struct{ n, k int }{{2, 2}, {3, 3}, {5, 3}, {9, 2}, {9, 9}} {
		s := split(t, secret, c.n, c.k)
		if got, err := Combine(s[c.n-c.k:]); err != nil || got != secret {
			t.Errorf("%d of %d: %v", c.k, c.n, err)
		}
		if _, err := Combine(s[:c.k-1]); !errors.Is(err, ErrFew) {
			t.Errorf("%d of %d are taken for %d: %v", c.k-1, c.n, c.k, err)
		}
	}
	for _, c := range []struct{ n, k int }{{1, 1}, {3, 1}, {3, 0}, {2, 3}, {10, 2}, {-1, -1}} {
		if _, err := Split(secret, c.n, c.k); err == nil {
			t.Errorf("%d of %d: split", c.k, c.n)
		}
	}
	for _, bad := range []string{"", "x", secret[:40], strings.ToLower(secret)[:70], "AGE-SECRET-KEY-1QQQQ"} {
		if _, err := Split(bad, 3, 2); err == nil || bad != "" && strings.Contains(err.Error(), bad) && len(bad) > 10 {
			t.Errorf("split: %v", err)
		}
	}
}

// Before shares are handed out every choice of them is tried, each once.
func TestEveryChoiceIsTried(t *testing.T) {
	for _, c := range []struct {
		n, k int
		want string
	}{
		{2, 2, "ab"}, {3, 2, "ab ac bc"}, {3, 3, "abc"}, {4, 3, "abc abd acd bcd"}, {4, 2, "ab ac ad bc bd cd"},
	} {
		var tried []string
		err := choices([]string{"a", "b", "c", "d"}[:c.n], c.k, func(some []string) error {
			tried = append(tried, strings.Join(some, ""))
			return nil
		})
		if got := strings.Join(tried, " "); got != c.want || err != nil {
			t.Errorf("%d of %d: %s, want %s (%v)", c.k, c.n, got, c.want, err)
		}
	}
	if err := choices([]string{"a", "b", "c"}, 2, func(some []string) error {
		if some[0] == "b" {
			return ErrResult
		}
		return nil
	}); !errors.Is(err, ErrResult) {
		t.Errorf("the last choice does not give the key back: %v", err)
	}
}

// One share fits every key there is: for any other key there is a splitting that has this very share in it.
func TestOneShareTellsNothing(t *testing.T) {
	secret, _ := key(t)
	first, err := parse(split(t, secret, 3, 2)[0])
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		other, _ := key(t)
		number, err := toScalar(other)
		if err != nil {
			t.Fatal(err)
		}
		zero, one, two := field.NewScalar(), field.NewScalar().SetUint64(1), field.NewScalar().SetUint64(2)
		line := polynomial.NewLagrangePolynomial([]group.Scalar{zero, one}, []group.Scalar{number, first.value})
		back := polynomial.NewLagrangePolynomial([]group.Scalar{one, two}, []group.Scalar{first.value, line.Evaluate(two)}).Evaluate(zero)
		if got, err := fromScalar(back); err != nil || got != other {
			t.Fatal("this share does not fit the other key")
		}
	}
	if _, err := Combine([]string{split(t, secret, 3, 2)[0]}); !errors.Is(err, ErrFew) {
		t.Errorf("one share: %v", err)
	}
}

func TestSharesThatDoNotBelongTogether(t *testing.T) {
	secret, _ := key(t)
	other, _ := key(t)
	a, again, b, wide := split(t, secret, 3, 2), split(t, secret, 3, 2), split(t, other, 3, 2), split(t, secret, 3, 3)
	for name, c := range map[string]struct {
		shares []string
		want   error
	}{
		"none":                    {nil, ErrFew},
		"one twice":               {[]string{a[0], a[0]}, ErrFew},
		"of another key":          {[]string{a[0], b[1]}, ErrMixed},
		"of another splitting":    {[]string{a[0], again[1]}, ErrMixed},
		"the same number, other":  {[]string{a[0], again[0], a[1]}, ErrMixed},
		"of another threshold":    {[]string{a[0], wide[1]}, ErrMixed},
		"empty":                   {[]string{a[0], ""}, ErrDamaged},
		"a key":                   {[]string{a[0], secret}, ErrDamaged},
		"cut":                     {[]string{a[0], a[1][:len(a[1])-5]}, ErrDamaged},
		"doubled":                 {[]string{a[0] + a[1]}, ErrDamaged},
		"names another key":       {[]string{reseal(t, a[0], 6), reseal(t, a[1], 6)}, ErrResult},
		"of a damaged value":      {[]string{a[0], reseal(t, a[1], 60)}, ErrResult},
		"of an unknown version":   {[]string{a[0], reseal(t, a[1], 0)}, ErrDamaged},
		"with a number above all": {[]string{a[0], set(t, a[1], 2, 4)}, ErrDamaged},
		"with the number zero":    {[]string{a[0], set(t, a[1], 2, 0)}, ErrDamaged},
		"needing one":             {[]string{set(t, a[0], 1, 0x13)}, ErrDamaged},
		"beyond the field":        {[]string{a[0], beyond(t, a[1])}, ErrDamaged},
		"very long":               {[]string{strings.Repeat("A", 1<<20)}, ErrDamaged},
	} {
		got, err := Combine(c.shares)
		if got != "" || !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		} else if len(err.Error()) > 120 {
			t.Errorf("%s: the error is too long: it may quote a share", name)
		}
	}
}

// Who holds several shares is told which of them is at fault.
func TestTheShareAtFaultIsNamed(t *testing.T) {
	secret, _ := key(t)
	s, again := split(t, secret, 3, 2), split(t, secret, 3, 2)
	for name, c := range map[string]struct {
		shares []string
		want   string
	}{
		"mistyped":               {[]string{"x", s[0]}, "share 1 of"},
		"of another splitting":   {[]string{s[0], again[1]}, "share 2 of"},
		"the same number, other": {[]string{s[0], s[1], set(t, s[1], size-sumBytes-1, 1)}, "share 3 of"},
	} {
		if _, err := Combine(c.shares); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s…", name, err, c.want)
		}
	}
}

// reseal changes a byte of a share and gives it a checksum that fits: a fault that was made on purpose.
func reseal(t *testing.T, share string, at int) string {
	raw := bytesOf(t, share)
	raw[at] ^= 1
	return encode(raw)
}

func set(t *testing.T, share string, at int, to byte) string {
	raw := bytesOf(t, share)
	raw[at] = to
	return encode(raw)
}

func beyond(t *testing.T, share string) string {
	raw := bytesOf(t, share)
	for i := headBytes; i < len(raw); i++ {
		raw[i] = 255
	}
	return encode(raw)
}

func bytesOf(t *testing.T, share string) []byte {
	t.Helper()
	raw, err := crockford.DecodeString(strings.ReplaceAll(strings.TrimPrefix(share, mark), "-", ""))
	if err != nil {
		t.Fatal(err)
	}
	return raw[:size-sumBytes]
}

func TestSharesAreTypedByHand(t *testing.T) {
	secret, _ := key(t)
	s := split(t, secret, 3, 2)
	bare := strings.TrimPrefix(s[1], mark)
	notes := "# " + strings.Repeat("k", 1<<14-3-len(s[1])) + "\n" // sixteen kilobytes in all, the most that is read
	if _, err := Read(notes + "\n" + s[1]); !errors.Is(err, ErrDamaged) {
		t.Errorf("more than sixteen kilobytes: %v", err)
	}
	for name, typed := range map[string]string{
		"notes":          notes + s[1],
		"small letters":  strings.ToLower(s[1]),
		"without mark":   bare,
		"blanks":         strings.ReplaceAll(bare, "-", " "),
		"lines":          "# share 2 of 3\r\n" + strings.ReplaceAll(bare, "-", "\r\n") + "\r\n# keep apart\r\n",
		"0 as O, 1 as l": strings.NewReplacer("0", "o", "1", "l", "V", "u").Replace(bare),
		"byte order":     "\ufeff" + s[1],
	} {
		if got, err := Combine([]string{s[2], typed}); err != nil || got != secret {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Any one or two mistyped characters are noticed, wherever they are.
func TestMistypedSharesAreNoticed(t *testing.T) {
	secret, _ := key(t)
	s := split(t, secret, 3, 2)
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var places []int
	for i := len(mark); i < len(s[0]); i++ {
		if s[0][i] != '-' {
			places = append(places, i)
		}
	}
	for _, i := range places { // every place, every other character: 104 × 31
		for _, c := range []byte(alphabet) {
			typed := []byte(s[0])
			if typed[i] == c {
				continue
			}
			typed[i] = c
			if _, err := Read(string(typed)); !errors.Is(err, ErrDamaged) {
				t.Fatalf("place %d: %v", i, err)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		typed := []byte(s[0])
		i, j := rapid.SampledFrom(places).Draw(t, "i"), rapid.SampledFrom(places).Draw(t, "j")
		typed[i], typed[j] = typed[j], typed[i]
		if _, err := Read(string(typed)); slices.Equal(typed, []byte(s[0])) != (err == nil) {
			t.Fatalf("places %d and %d exchanged: %v", i, j, err)
		}
	})
}

func TestNumbersAndKeys(t *testing.T) {
	for range 50 {
		secret, _ := key(t)
		n, err := toScalar(secret)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fromScalar(n); err != nil || got != secret {
			t.Fatal("a key does not come back from its number")
		}
	}
	if _, err := fromScalar(field.NewScalar().Neg(field.NewScalar().SetUint64(1))); err == nil {
		t.Error("a number that is too large became a key")
	}
}

func FuzzRead(f *testing.F) {
	secret, _ := key(f)
	s := split(f, secret, 3, 2)
	f.Add(s[0])
	f.Add("# c\n" + s[1])
	f.Add("MATCHBOOTH-SHARE:")
	f.Add(strings.Repeat("0", 104))
	f.Fuzz(func(t *testing.T, text string) {
		info, err := Read(text)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		if info.Needed < 2 || info.Needed > info.Made || info.Number < 1 || info.Number > info.Made || len(info.Fingerprint) != 16 {
			t.Fatalf("%+v", info)
		}
		_, _ = Combine([]string{text, s[0]})
	})
}
