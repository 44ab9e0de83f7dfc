package event

import "testing"

func TestSlipsOfTheFinger(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"title", "title", 0}, {"", "abc", 3}, {"abc", "", 3},
		{"titel", "title", 1}, {"ab", "ba", 1}, // two changed round
		{"tile", "title", 1}, {"tittle", "title", 1}, {"tiple", "title", 1},
		{"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
		{"名字", "名子", 1}, {"a", "abcde", 100}, {"abcde", "a", 100}, {"a", "abcd", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q are %d slips, want %d", c.a, c.b, got, c.want)
		}
	}
}

// A word is taken for another where two slips lie between them, and no more than half of the word is another.
func TestTheWordThatWasMeant(t *testing.T) {
	for word, want := range map[string]string{
		"titel": "title", "tiel": "title", "tie": "title", "te": "", "starz": "starts", "sta": "", "end": "ends", "xnd": "ends", "i": "id", "ix": "id", "xi": "",
		"xy": "", "place": "place", "plcaes": "place", "": "",
	} {
		if got := Nearest(word, []string{"title", "starts", "ends", "place", "id"}); got != want {
			t.Errorf("%q was meant as %q, want %q", word, got, want)
		}
	}
	for _, c := range []struct {
		known []string
		want  string
	}{
		{nil, "remove it"}, {[]string{"zh", "en"}, "write one of: zh, en"}, {[]string{"zh", "fr"}, `did you mean "fr"?`},
	} {
		if got := didYouMean("frz", c.known).String(); got != c.want {
			t.Errorf("%v: %s, want %s", c.known, got, c.want)
		}
	}
}
