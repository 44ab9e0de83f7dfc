package event

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// pngHeader is a PNG of that size with no picture in it.
func pngHeader(w, h uint32) []byte {
	var ihdr bytes.Buffer
	ihdr.WriteString("IHDR")
	binary.Write(&ihdr, binary.BigEndian, [2]uint32{w, h})
	ihdr.Write([]byte{8, 2, 0, 0, 0})
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	binary.Write(&out, binary.BigEndian, uint32(13))
	out.Write(ihdr.Bytes())
	binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(ihdr.Bytes()))
	return out.Bytes()
}

func TestPicturesAreCheckedByTheirHeader(t *testing.T) {
	for _, c := range []struct {
		about, name string
		data        []byte
		want        string
	}{
		{"a pixel bomb", "art/huge.png", pngHeader(50_000, 50_000), "50000×50000 pixels"},
		{"just too large", "art/huge.png", pngHeader(10_000, 4_001), "10000×4001 pixels"},
		{"no picture", "art/x.png", []byte("hello"), "cannot be read"},
		{"an empty file", "art/x.jpg", nil, "cannot be read"},
		{"a PNG that says it is a JPEG", "art/x.jpg", pngHeader(10, 10), "this is a png picture"},
		{"another kind", "art/x.gif", []byte("GIF89a"), "no use for this file"},
	} {
		t.Run(c.about, func(t *testing.T) {
			fsys := goodPack(t)
			fsys[c.name] = &fstest.MapFile{Data: c.data}
			p, faults, err := LoadFS(fsys)
			refused(t, p, faults, err, c.name, c.want)
		})
	}
	fsys := goodPack(t)
	fsys["art/large.png"] = &fstest.MapFile{Data: pngHeader(8_000, 5_000)}
	mustLoad(t, fsys)
}

// photo is a picture that can be unpacked.
func photo(t *testing.T, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// looking is a good pack with pictures of its own everywhere.
func looking(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := goodPack(t)
	fsys["art/Photo.jpg"] = &fstest.MapFile{Data: photo(t, 1200, 800)}
	edit(t, fsys, mainFile, "[attract]\n", "[look]\nlogo = \"tree.svg\"\npicture = \"Photo.jpg\"\nfocus = [62, 0]\ncredit = { zh = \"照片：甲\", en = \"Photograph: A\" }\n\n[attract]\n")
	for _, l := range Langs {
		edit(t, fsys, "stories/first."+string(l)+".md", `art = "dot.png"`, "art = \"Photo.jpg\"\nfocus = [10, 100]\ncredit = \"by "+string(l)+"\"")
	}
	return fsys
}

func TestAPackMayBringItsOwnPictures(t *testing.T) {
	p := mustLoad(t, looking(t))
	if l := p.Look; l.Logo != "tree.svg" || l.Picture != "Photo.jpg" || !slices.Equal(l.Focus, []int{62, 0}) || l.Credit.In(EN) != "Photograph: A" {
		t.Errorf("%+v", l)
	}
	if s := p.Stories[0]; !slices.Equal(s.Focus, []int{10, 100}) || s.Credit.In(ZH) != "by zh" || s.Credit.In(EN) != "by en" {
		t.Errorf("%+v", s)
	}
	if got := p.Photographs(); len(got) != 2 || &got[0][0] != &got[1][0] {
		t.Errorf("%d photographs", len(got))
	}
	if bad := p.CheckPictures(); len(bad) > 0 {
		t.Error(bad)
	}
	var out strings.Builder
	if err := mustLoad(t, goodPack(t)).Summary(&out); err != nil || !strings.Contains(out.String(), "dot.png has 1×1 pixels and looks soft") {
		t.Errorf("a small picture is not named:\n%s", &out)
	}
}

func TestFaultsOfOwnPicturesAreNamed(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{mainFile, `logo = "tree.svg"`, `logo = "logo.svg"`, `look.logo`},
		{mainFile, `picture = "Photo.jpg"`, `picture = "photo.jpg"`, `the picture "photo.jpg" is missing; did you mean "Photo.jpg"?`},
		{mainFile, `picture = "Photo.jpg"`, `picture = "photo.webp"`, `the picture "photo.webp" is a WebP, which is not shown; save it as .png or .jpg`},
		{mainFile, "picture = \"Photo.jpg\"\n", "", `look.focus without look.picture`},
		{mainFile, `focus = [62, 0]`, `focus = [62]`, `look.focus is not a place in the picture; write two numbers from 0 to 100`},
		{mainFile, `focus = [62, 0]`, `focus = [101, 0]`, `look.focus is not a place`},
		{mainFile, `focus = [62, 0]`, `focus = [50, -1]`, `look.focus is not a place`},
		{mainFile, `focus = [62, 0]`, `focus = 62`, `look.focus is a whole number; write a list, such as [50, 30]`},
		{mainFile, `focus = [62, 0]`, `focus = [0.5, 0.5]`, `look.focus is a number; write a whole number`},
		{"stories/first.en.md", `focus = [10, 100]`, `focus = [10, 99]`, `focus differs from stories/first.zh.md`},
		{"stories/first.en.md", "credit = \"by en\"\n", "", `credit is missing, but stories/first.zh.md has it`},
		{"stories/first.en.md", `art = "Photo.jpg"`, `art = "photo.gif"`, `art differs`},
	} {
		fsys := looking(t)
		edit(t, fsys, c.file, c.old, c.new)
		p, faults, err := LoadFS(fsys)
		if p != nil || err != nil {
			t.Errorf("%s: loads, %v", c.new, err)
		}
		found := false
		for _, f := range faults {
			found = found || f.File == c.file && strings.Contains(f.String(), c.want) || strings.Contains(c.want, "look.logo") && strings.Contains(f.What, "logo.svg")
		}
		if !found {
			t.Errorf("%s: want %q, got %v", c.new, c.want, faults)
		}
	}
	ours := goodPack(t)
	for _, l := range Langs {
		edit(t, ours, "stories/first."+string(l)+".md", `art = "dot.png"`, "art = \"rings\"\ncredit = \"by A\"")
	}
	p, faults, err := LoadFS(ours)
	refused(t, p, faults, err, "stories/first.en.md", "credit without a picture of your own")
}

// Pictures of other kinds are refused with what to do, by their names and by what is in them.
func TestPicturesOfOtherKindsAreRefusedWithAWayOut(t *testing.T) {
	for name, want := range map[string]string{
		"art/a.gif": "it is a GIF; save it as .png or .jpg; of one that moves, the best moment", "art/a.webp": "it is a WebP", "art/A.HEIC": "it is a HEIC; save it as .png or .jpg",
		"art/a.jfif": "rename it to .jpg", "art/a.mp4": "it is a film", "art/a.tiff": "it is a TIFF",
	} {
		fsys := goodPack(t)
		fsys[name] = &fstest.MapFile{Data: []byte("GIF89a")}
		_, faults, err := LoadFS(fsys)
		if err != nil || len(faults) != 1 || !strings.Contains(faults[0].String(), want) {
			t.Errorf("%s: %v %v", name, faults, err)
		}
	}
	for data, want := range map[string]string{
		"RIFF\x10\x00\x00\x00WEBPVP8X": "this is WebP, whatever its name says; save it as .png or .jpg", "GIF89a": "this is GIF", "\x00\x00\x00\x18ftypheic": "this is HEIC",
	} {
		fsys := goodPack(t)
		fsys["art/a.jpg"] = &fstest.MapFile{Data: []byte(data)}
		_, faults, err := LoadFS(fsys)
		if err != nil || len(faults) != 1 || !strings.Contains(faults[0].String(), want) {
			t.Errorf("%q: %v %v", data, faults, err)
		}
	}
}

// A picture that is cut off has a good header: whoever checks a pack is told.
func TestAPictureThatIsCutOffIsNamed(t *testing.T) {
	fsys := looking(t)
	whole := fsys["art/Photo.jpg"].Data
	fsys["art/Photo.jpg"] = &fstest.MapFile{Data: whole[:len(whole)/2]}
	bad := mustLoad(t, fsys).CheckPictures()
	if len(bad) != 1 || bad[0].File != "art/Photo.jpg" || !strings.Contains(bad[0].What, "damaged or cut off") {
		t.Errorf("%v", bad)
	}
}

func TestDrawingsThatDoMoreThanDrawAreRefused(t *testing.T) {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + "\n"
	var laughs strings.Builder
	laughs.WriteString(open + `<defs><g id="a0"><path d="M0 0"/></g>` + "\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&laughs, `<g id="a%d"><use xlink:href="#a%d"/><use xlink:href="#a%d"/></g>`+"\n", i, i-1, i-1)
	}
	laughs.WriteString(`</defs><use xlink:href="#a29"/></svg>`)
	for _, c := range []struct {
		about, svg, want string
		line             int
	}{
		{"a script", open + `<script>alert(1)</script></svg>`, "<script>", 2},
		{"a script in upper case", open + `<SCRIPT/></svg>`, "<SCRIPT>", 2},
		{"an event", open + "\n" + `<rect onclick="x()"/></svg>`, "script attribute onclick", 3},
		{"foreign content", open + `<foreignObject/></svg>`, "<foreignObject>", 2},
		{"entities", `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + "\n" + open + `<text>&b;</text></svg>`, "document type or entity", 1},
		{"an unknown entity", open + `<text>&lol;</text></svg>`, "not a valid SVG", 2},
		{"an image from elsewhere", open + `<image href="https://example.org/x.png"/></svg>`, "<image>", 2},
		{"a file of this computer", open + `<use xlink:href="file:///etc/passwd#x"/></svg>`, "leads out of the drawing", 2},
		{"a data link", open + `<a href="data:text/html,x"/></svg>`, "leads out of the drawing", 2},
		{"a style sheet", `<?xml-stylesheet href="x.css"?>` + open + `</svg>`, "<?xml-stylesheet", 1},
		{"a style that loads", open + `<style>@import url(https://example.org)</style></svg>`, "style that leads out", 2},
		{"a fill that loads", open + `<rect fill="url(https://example.org/#g)"/></svg>`, "style that leads out", 2},
		{"a fill that loads, after one that does not", open + `<rect style="fill:url(#g);stroke:URL( 'http://x')"/></svg>`, "style that leads out", 2},
		{"a style in disguise", open + `<rect style="fill:u\72l(http://x)"/></svg>`, "style that leads out", 2},
		{"a drawing that shows itself", open + `<g id="g"><use xlink:href="#g"/></g></svg>`, "multiplies itself", 1},
		{"a billion laughs", laughs.String(), "multiplies itself", 1},
		{"a million elements", open + strings.Repeat("<g/>", 30_000) + `</svg>`, "more than 20000 elements", 2},
		{"elements in elements", open + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + `</svg>`, "inside one another", 2},
		{"no end", open + `<g>`, "not an SVG drawing", 1},
		{"an end too many", open + `</svg></svg>`, "not a valid SVG", 2},
		{"another kind of XML", `<html></html>`, "not an SVG drawing", 1},
		{"no XML", `hello`, "not an SVG drawing", 1},
		{"another encoding", "<?xml version=\"1.0\" encoding=\"GBK\"?>\n" + open + "<text>\xb2\xd9</text></svg>", "not a valid SVG", 1},
	} {
		t.Run(c.about, func(t *testing.T) {
			fsys := goodPack(t)
			fsys["art/x.svg"] = &fstest.MapFile{Data: []byte(c.svg)}
			p, faults, err := LoadFS(fsys)
			refused(t, p, faults, err, "art/x.svg", c.want)
			if len(faults) > 0 && faults[0].Line != c.line {
				t.Errorf("line %d, want %d: %s", faults[0].Line, c.line, faults[0])
			}
		})
	}
}

func TestStoriesMayUseOurDrawings(t *testing.T) {
	for art, want := range map[string]string{"rings": "", "twice": "", "ring": `did you mean "rings"?`, "sunset": "write one of: rings, twice", "tree.svg": ""} {
		fsys := goodPack(t)
		for _, l := range []string{"zh", "en"} {
			edit(t, fsys, "stories/first."+l+".md", `art = "dot.png"`, fmt.Sprintf("art = %q", art))
		}
		_, faults, err := LoadFS(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" && len(faults) > 0 || want != "" && (len(faults) != 2 || faults[0].Instead != want || faults[0].Line != 8) {
			t.Errorf("%s: %v", art, faults)
		}
	}
}
