package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"matchbooth/ui/touch"
)

// What a key does stays on one line with it, however narrow the foot is, and nothing of it is lost.
func TestAKeyStandsByWhatItDoes(t *testing.T) {
	test.NewTempApp(t)
	for _, words := range []string{"↑ ↓ 选　空格 显示　Enter 同一个人　Del 不是", "↑ ↓ row · ← → choice · Space only the new · Enter write · Esc stop"} {
		for w := float32(120); w < 900; w += 20 {
			got := paired(words, touch.Type{Size: 17}, w)
			var keys []string
			for _, line := range strings.Split(got, "\n") {
				if touch.Measure(line, 17, false) > w && len(parts.FindAllString(line, -1)) > 0 {
					t.Fatalf("at %.0f the line %q is too long", w, line)
				}
				keys = append(keys, parts.Split(line, -1)...)
			}
			if want := parts.Split(words, -1); strings.Join(keys, "|") != strings.Join(want, "|") {
				t.Fatalf("at %.0f: %q", w, got)
			}
		}
	}
}

// A command is never parted by a line's end.
func TestACommandIsKeptWhole(t *testing.T) {
	got := whole("Commands: matchbooth verify, matchbooth version --licences")
	if strings.Contains(got, "matchbooth verify") || strings.Contains(got, "version --licences") || !strings.Contains(got, "matchbooth\u00a0version\u00a0--licences") {
		t.Errorf("%q", got)
	}
	if s := "Matchbooth is ready"; whole(s) != s {
		t.Errorf("%q", whole(s))
	}
}
