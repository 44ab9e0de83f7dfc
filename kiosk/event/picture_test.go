package event

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
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
