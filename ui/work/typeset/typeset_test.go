package typeset

import (
	"strings"
	"testing"
)

func TestLinesBreakWhereTheyMay(t *testing.T) {
	set, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"登记台只能把资料锁上，自己打不开。能打开的密钥有两个：一个由口令保护，另一个就是这一页（只有口令遗失时才用它）。",
		"The booth can lock sign-ups and never open them. Two keys open them: the event's key, and this one.",
		"有髓缘程序 Matchbooth 和数据文件夹 booth 时，“用它”打开。",
	} {
		for w := 85.0; w < 340; w += 10 {
			lines := set.Wrap(w, 10.5, false, s)
			if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(s, " ", ""); got != want {
				t.Fatalf("at %v the text became %q", w, got)
			}
			for _, l := range lines {
				if set.Width(10.5, false, l) > w {
					t.Errorf("%q is wider than %v", l, w)
				}
				if strings.ContainsAny(l[:1], ",.") || strings.HasPrefix(l, "，") || strings.HasPrefix(l, "。") || strings.HasSuffix(l, "（") || strings.HasSuffix(l, "“") {
					t.Errorf("%q breaks where no line may", l)
				}
			}
		}
	}
}
