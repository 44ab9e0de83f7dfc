package share

import (
	"errors"
	"strings"
	"testing"

	"matchbooth/data/seal"
)

// FuzzCombine puts anything where shares are wanted: the key that was split comes back, or one of
// four errors, and never another key. What is read as a share reads the same when it is written anew.
func FuzzCombine(f *testing.F) {
	id, err := seal.OpenIdentityFile("../seal/testdata/key.txt")
	if err != nil {
		f.Fatal(err)
	}
	all, err := Split(id.Secret(), 3, 2)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(all[0], all[1], all[2])
	f.Add(strings.ToLower(all[2]), "# note\n"+strings.ReplaceAll(all[0], "-", " "), "")
	f.Add(all[0], all[0], all[0][:60])
	f.Add("MATCHBOOTH-SHARE:", strings.Repeat("0", 105), "\uFEFF")
	f.Add(all[1][:len(all[1])-1]+"0", all[2], all[0])
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, given := range [][]string{{a, b, c}, {c, a}, {b}, {a, a}} {
			secret, err := Combine(given)
			switch {
			case err == nil && secret != id.Secret():
				t.Fatal("the shares give another key")
			case err == nil:
			case !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrMixed) && !errors.Is(err, ErrFew) && !errors.Is(err, ErrResult):
				t.Fatalf("an error of another kind: %v", err)
			case strings.Contains(err.Error(), "\n"):
				t.Fatalf("the error has more lines than one: %q", err)
			}
		}
		info, err := Read(a)
		again, other := Read(strings.ToLower(strings.ReplaceAll(a, "-", " ")))
		if !strings.Contains(a, "#") && (err == nil) != (other == nil) || err == nil && other == nil && again != info {
			t.Fatal("the same share in small letters is another one")
		}
	})
}
