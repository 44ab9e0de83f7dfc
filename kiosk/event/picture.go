package event

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // the picture formats that packs may use
	_ "image/png"
	"maps"
	"path"
	"slices"
	"strings"
)

// readArt checks the pictures, and that those of the stories exist.
func (b *builder) readArt() {
	b.p.art = map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(b.set)) {
		if path.Dir(name) != "art" || !isPicture(name) {
			continue
		}
		b.picture(name, b.set[name])
		b.p.art[path.Base(name)] = b.set[name]
	}
	for _, s := range b.p.Stories {
		if s.Art == "" || slices.Contains(drawings, s.Art) {
			continue
		}
		if _, ok := b.p.Asset(s.Art); ok {
			continue
		}
		what, instead := "the picture %s is missing", "put it into art/, or write one of the built-in drawings: "+strings.Join(drawings, ", ")
		if !isPicture(s.Art) {
			what, instead = "no built-in drawing is called %s", didYouMean(s.Art, drawings)
		}
		for _, l := range Langs {
			file := fmt.Sprintf("stories/%s.%s.md", s.ID, l)
			b.faults.add(file, lineWith(b.texts[file], "art"), instead, what, quote(s.Art))
		}
	}
}

// lineWith returns the line on which a key is set, or 1.
func lineWith(data []byte, key string) int {
	for i, line := range strings.Split(string(data), "\n") {
		if k, _, ok := strings.Cut(line, "="); ok && strings.TrimSpace(k) == key {
			return i + 1
		}
	}
	return 1
}

// picture checks one picture by its header alone: decoding it would set off a decompression bomb.
func (b *builder) picture(name string, data []byte) {
	if strings.EqualFold(path.Ext(name), ".svg") {
		b.svg(name, data)
		return
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	want := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if want == "jpg" {
		want = "jpeg"
	}
	switch {
	case err != nil:
		b.faults.add(name, 1, "export it again as .png or .jpg", "this picture cannot be read")
	case kind != want:
		b.faults.add(name, 1, "name it ."+kind, "this is a %s picture", kind)
	case float64(c.Width)*float64(c.Height) > maxPixels || c.Width < 1 || c.Height < 1:
		b.faults.add(name, 1, "make it smaller; 1920×1080 is enough", "the picture has %d×%d pixels, more than %d million", c.Width, c.Height, int(maxPixels/1e6))
	}
}
