package event

import "testing"

// A full-width colon is a colon between hours and minutes, and elsewhere what people mean by =.
func TestAFullWidthColonIsWhatPeopleMean(t *testing.T) {
	for _, c := range []struct {
		line string
		at   int
		want string
	}{
		{"9：30", 1, ":"}, {"：30", 0, "="}, {"9：", 1, "="}, {"a：30", 1, "="}, {"9：b", 1, "="}, {"x 09：30", 4, ":"}, {"9：3", 1, ":"}, {"0：id", 1, "="}, {"id：1", 2, "="},
	} {
		a, ok := signAt([]rune(c.line), c.at)
		if !ok || a.as != c.want {
			t.Errorf("%q: %q, %t", c.line, a.as, ok)
		}
	}
}

// What is mended is what was meant, and nothing else: quotes within quotes, escapes, texts of several lines and texts that
// never end.
func TestWhatIsMendedIsWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"quotes within", `a = “he said "hi" there”`, `a = "he said 'hi' there"`},
		{"an escaped quote within", `a = “x\"y”`, `a = "x\"y"`},
		{"a literal text has no escapes", `a = ‘x\'y’`, `a = 'x\"y'`},
		{"a quote right at the beginning", `“"a"” = 1`, `"'a'" = 1`},
		{"a text that never ends", `a = “never`, `a = "never`},
		{"a text that ends at the end", `a ＝ "b"`, `a = "b"`},
		{"escapes in a text of several lines", "a = \"\"\"\none \\\"\"\" “two”\nthree\"\"\"\nb ＝ 1", "a = \"\"\"\none \\\"\"\" “two”\nthree\"\"\"\nb = 1"},
		{"a backslash at the end of a line", "a = \"\"\"x\\\n y\"\"\"\nb ＝ 1", "a = \"\"\"x\\\n y\"\"\"\nb = 1"},
		{"literal texts of several lines", "a = '''\n\\'''\nb ＝ 1", "a = '''\n\\'''\nb = 1"},
		{"three curly ones", "a = “““\nx\n”””\nb ＝ 1", "a = \"\"\"\nx\n\"\"\"\nb = 1"},
		{"a comment", `a ＝ 1 ＃ “x”`, `a = 1 # “x”`},
	} {
		var fs faults
		mended, _ := lookalikes("event.toml", 0, []byte(c.text), &fs)
		if string(mended) != c.want {
			t.Errorf("%s: %q, want %q", c.name, mended, c.want)
		}
	}
}
