package event

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// What pages may hold beside words.
func TestMarkdownThatIsShown(t *testing.T) {
	for about, text := range map[string]string{
		"a picture of the pack":        "Another ![one](art/dot.png).",
		"a picture as editors find it": "Another ![one](../art/dot.png).",
		"a block of code":              "```\nAnother one.\n```",
		"one with tildes":              "~~~\nAnother one.\n~~~\n\nAnd more.",
		"a link":                       "Another [one](https://example.org/), <https://example.org/>.",
		"a sign by its name":           "&lt;Another one&gt; &amp; more &#8212; &copy;",
	} {
		fsys := goodPack(t)
		edit(t, fsys, "pages/decide.en.md", "Another one.", text)
		if p, faults, err := LoadFS(fsys); p == nil || err != nil {
			t.Errorf("%s: %v %v", about, faults, err)
		}
	}
	for about, text := range map[string]string{"nothing in it": "```", "tildes": "~~~\nAnother one."} {
		fsys := goodPack(t)
		edit(t, fsys, "pages/decide.en.md", "Another one.", text)
		p, faults, err := LoadFS(fsys)
		if p != nil || err != nil || !strings.Contains(fmt.Sprint(faults), "a block of code that never ends") {
			t.Errorf("a block without an end and with %s: %v %v", about, faults, err)
		}
	}
}

func TestAsMuchAsAnybodyReads(t *testing.T) {
	for size, fits := range map[int]bool{100_000: true, 100_001: false} {
		fsys := goodPack(t)
		fsys["consents/notice.en.md"] = &fstest.MapFile{Data: []byte(strings.Repeat("a", size))}
		if p, faults, err := LoadFS(fsys); (p != nil) != fits || err != nil {
			t.Errorf("%d bytes: %v %v", size, faults, err)
		}
	}
}
