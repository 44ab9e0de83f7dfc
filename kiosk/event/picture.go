package event

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"matchbooth/kiosk/picture"
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
		what, instead := b.noPicture(s.Art)
		if what.form == "" {
			continue
		}
		if !strings.Contains(s.Art, ".") {
			what, instead = Say("no built-in drawing is called %s", quote(s.Art)), didYouMean(s.Art, drawings)
		} else if instead.form == putIntoArt {
			instead = Say("put it into art/, or write one of the built-in drawings: %s", strings.Join(drawings, ", "))
		}
		for _, l := range Langs {
			file := fmt.Sprintf("stories/%s.%s.md", s.ID, l)
			b.faults.add(file, lineWith(b.texts[file], "art"), instead, "%s", what)
		}
	}
}

const putIntoArt = "put it into art/"

// noPicture says what is wrong with the name of a picture that a text calls for, and what to do; nothing if there is one.
func (b *builder) noPicture(name string) (what, instead Phrase) {
	if _, ok := b.p.Asset(name); ok {
		return Phrase{}, Phrase{}
	}
	if kind := foreign[strings.ToLower(path.Ext(name))]; kind != "" {
		return Say("the picture %s is %s, which is not shown", quote(name), Say(kind)), saveAs(kind)
	}
	if near := Nearest(strings.ToLower(path.Base(name)), lower(slices.Sorted(maps.Keys(b.p.art)))); near != "" {
		for have := range b.p.art {
			if strings.ToLower(have) == near {
				return Say("the picture %s is missing", quote(name)), Say("did you mean %q?", have)
			}
		}
	}
	return Say("the picture %s is missing", quote(name)), Say(putIntoArt)
}

// lower returns words in lower case.
func lower(words []string) []string {
	for i, w := range words {
		words[i] = strings.ToLower(w)
	}
	return words
}

// foreign are the kinds of pictures that people have and a pack may not hold.
var foreign = map[string]string{
	".gif": "a GIF", ".webp": "a WebP", ".heic": "a HEIC", ".heif": "a HEIC", ".avif": "an AVIF", ".bmp": "a BMP", ".tif": "a TIFF", ".tiff": "a TIFF",
	".jfif": "a JPEG under another name", ".psd": "a Photoshop file", ".ai": "an Illustrator file", ".pdf": "a PDF", ".ico": "an icon",
	".mp4": "a film", ".mov": "a film", ".webm": "a film",
}

// saveAs says how a picture of another kind becomes one that is shown.
func saveAs(kind string) Phrase {
	switch {
	case strings.HasPrefix(kind, "a JPEG"):
		return Say("rename it to .jpg")
	case kind == "a GIF", kind == "a WebP", kind == "a film":
		return Say("save it as .png or .jpg; of one that moves, the best moment")
	}
	return Say("save it as .png or .jpg")
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
	info, err := picture.Inspect(data)
	want := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if want == "jpg" {
		want = "jpeg"
	}
	switch {
	case errors.Is(err, picture.ErrLarge) && float64(info.W)*float64(info.H) > picture.MaxPixels:
		b.faults.add(name, 1, "make it smaller; 1920×1080 is enough", "the picture has %v pixels, more than %d million", info, int(picture.MaxPixels/1e6))
	case errors.Is(err, picture.ErrLarge):
		b.faults.add(name, 1, "save it again, 1920×1080 and not progressive", "the picture takes more than %d MB to unpack", picture.MaxMemory>>20)
	case err != nil:
		if other := picture.Other(data); other != "" && !strings.EqualFold(other, want) {
			b.faults.add(name, 1, saveAs("a "+other), "this is %s, whatever its name says", Say(other))
			return
		}
		b.faults.add(name, 1, "export it again as .png or .jpg", "this picture cannot be read")
	case info.Kind != want:
		b.faults.add(name, 1, Say("name it .%s", info.Kind), "this is a %s picture", info.Kind)
	}
}

// checkLook checks the pack's logo and the picture of its attract screen.
func (b *builder) checkLook() {
	look := b.p.Look
	for key, name := range map[string]string{"look.logo": look.Logo, "look.picture": look.Picture} {
		if !b.main.given[key] {
			continue
		}
		if what, instead := b.noPicture(name); what.form != "" {
			b.bad(key, instead, "%s", what)
		}
	}
	b.checkFocus(&b.main, "look.focus", look.Focus)
	for _, key := range []string{"look.focus", "look.credit"} {
		if b.main.given[key] && b.main.missing("look.picture") {
			b.bad(key, "give the picture, or leave it out", "%s without look.picture", key)
		}
	}
}

// checkFocus checks a place in a picture: two percentages.
func (b *builder) checkFocus(d *decoder, path string, focus []int) {
	if !d.given[path] {
		return
	}
	good := len(focus) == 2
	for i, percent := range focus {
		good = good && percent >= 0 && percent <= 100 && !d.spoilt[fmt.Sprintf("%s[%d]", path, i)]
	}
	if !good {
		b.faults.add(d.file, d.at(path), "write two numbers from 0 to 100: percent from the left and from the top, such as [50, 30]", "%s is not a place in the picture", spoken(path))
	}
}

// CheckPictures unpacks every picture and returns a fault for each that does not come out whole. Load goes by their
// headers: this takes seconds, and is for whoever makes or sets up a pack.
func (p *Pack) CheckPictures() []Fault {
	fs := &faults{}
	for _, name := range slices.Sorted(maps.Keys(p.art)) {
		if strings.EqualFold(path.Ext(name), ".svg") {
			if _, err := picture.ReadSVG(p.art[name]); err != nil {
				fs.add("art/"+name, 1, "export it again as plain SVG, with a width and a height", "this drawing cannot be drawn")
			}
		} else if _, err := picture.Load(p.art[name], picture.Enough); err != nil {
			fs.add("art/"+name, 1, "export it again, or copy it again from where it is whole", "this picture is damaged or cut off: it cannot be read to its end")
		}
	}
	return fs.sorted()
}
