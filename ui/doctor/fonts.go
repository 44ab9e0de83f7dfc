package doctor

import (
	"bytes"
	"context"

	"github.com/go-text/typesetting/font"

	"matchbooth/assets/text"
)

// rare are characters known to occur in names.
const rare = "喆堃镕㛃𠮷𬭎·āáǎàüÅéñ"

// fonts checks whether the two built-in typefaces load, and can draw everything that the booth
// says. The system's own fonts are never used.
func fonts(_ context.Context, c *Computer) []Finding {
	needed := needed()
	for _, bold := range []bool{false, true} {
		face, err := font.ParseTTF(bytes.NewReader(c.Font(bold)))
		if err != nil {
			return []Finding{fault("fonts.broken")}
		}
		missing := 0
		for _, r := range needed {
			if g, ok := face.NominalGlyph(r); !ok || g == 0 {
				missing++
			}
		}
		if missing > 0 {
			return []Finding{fault("fonts.missing", "N", missing)}
		}
	}
	return []Finding{good("fonts.good", "N", len(needed))}
}

// needed returns the characters of both catalogues and of rare names, each once.
func needed() []rune {
	seen := map[rune]bool{}
	var all []rune
	add := func(s string) {
		for _, r := range s {
			if r > ' ' && r < 0xE000 || r > 0xF8FF {
				if !seen[r] {
					seen[r] = true
					all = append(all, r)
				}
			}
		}
	}
	add(rare)
	texts, err := text.Load()
	if err != nil {
		return all
	}
	for _, lang := range []string{"zh", "en"} {
		p := texts.In(lang)
		for _, key := range texts.Keys(lang) {
			add(p.S(key))
		}
	}
	return all
}
