package words

import (
	"strings"
	"testing"
)

// FuzzNormal puts anything where a passphrase is wanted: its normal form is its own, and capitals
// and blanks between make no difference.
func FuzzNormal(f *testing.F) {
	for _, s := range []string{"correct horse battery", "Ｃｏｒｒｅｃｔ－ｈｏｒｓｅ", "", " - ", "天空 大海", "tiankong·大海", "\xff", "ﬁ ǅ İ ß", "e\u0301", "\u1E9E\u0345", "天" + "空"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, phrase string) {
		n := Normal(phrase)
		if again := Normal(n); again != n {
			t.Fatalf("%+q becomes %+q, and that %+q", phrase, n, again)
		}
		if n != phrase { // else there may have been nothing to bring to a normal form
			if other := Normal("  " + phrase + " "); other != n {
				t.Fatalf("with blanks around it %+q becomes %+q, without %+q", phrase, other, n)
			}
		}
		if strings.IndexFunc(phrase, func(r rune) bool { return r > 'z' }) < 0 && n != phrase {
			if other := Normal(strings.ToUpper(phrase)); other != n {
				t.Fatalf("in capitals %q becomes %q, else %q", phrase, other, n)
			}
		}
	})
}
