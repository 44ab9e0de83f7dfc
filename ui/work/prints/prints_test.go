package prints

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/prints/canvas"
)

func builtin(t *testing.T) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || p == nil {
		t.Fatal(faults, err)
	}
	return p
}

func order(t *testing.T, p *event.Pack, what ...string) Order {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Order{Pack: p, Texts: texts, What: what, Langs: []string{"zh", "en"}, Paper: A3}
}

// written writes what was ordered into memory, and to the folder that PRINTS names, for somebody to look at.
func written(t *testing.T, o Order) map[string][]byte {
	t.Helper()
	files, err := Files(o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = b.Bytes()
		if keep := os.Getenv("PRINTS"); keep != "" {
			path := filepath.Join(keep, filepath.Base(t.Name()))
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(path, f.Name), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func TestTheSamePackGivesTheSameBytes(t *testing.T) {
	for name, p := range map[string]*event.Pack{"usual": builtin(t), "hard": hard(t)} {
		t.Run(name, func(t *testing.T) {
			first, again := written(t, order(t, p, All...)), written(t, order(t, p, All...))
			if len(first) < 20 {
				t.Errorf("only %d files", len(first))
			}
			for name, b := range first {
				if !bytes.Equal(b, again[name]) {
					t.Errorf("%s is not the same the second time", name)
				}
			}
		})
	}
}

func palette() art.Palette { return art.Normal() }

// A plain sheet goes on where a page is full, and numbers its pages only then.
func TestAPlainSheetHoldsAllOfItsText(t *testing.T) {
	in := order(t, builtin(t)).Texts.In("zh")
	short := Plain(in, true, "志愿者卡片", "随身带着，用完收好。", Part{"开机", "1. 打开电脑\n2. 点一下**登记台**"})
	if len(short) != 1 {
		t.Fatalf("%d pages for a few lines", len(short))
	}
	long := Plain(in, false, "志愿者卡片", "", Part{"很长", strings.Repeat("这一段有好几句话，写得满满的。\n\n", 120)})
	if len(long) < 2 {
		t.Fatalf("%d pages for a long text", len(long))
	}
	n := 0
	for _, p := range append(short, long...) {
		for _, l := range p.Lines() {
			if l.Y > 295 {
				t.Errorf("%q is below the page", l.Text)
			}
			n += strings.Count(l.Text, "写得满满的")
		}
	}
	if n != 120 {
		t.Errorf("%d of 120 paragraphs are there", n)
	}
	var b bytes.Buffer
	if err := canvas.WritePDF(&b, "卡片", time.Date(2027, 5, 21, 0, 0, 0, 0, time.UTC), append(short, long...)...); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("PRINTS"); keep != "" {
		if err := os.WriteFile(filepath.Join(keep, "plain.pdf"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// An event's own logo stands in place of the sign, drawn or painted; one that cannot be read does not stop anybody.
func TestTheLogoOfThePackIsOnThePoster(t *testing.T) {
	for name, want := range map[string]bool{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><circle cx="30" cy="30" r="26" fill="#1E6B52"/></svg>`: true,
		"": false,
	} {
		files := fstest.MapFS{}
		if err := fs.WalkDir(assets.Event(), ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				var content []byte
				content, err = fs.ReadFile(assets.Event(), path)
				files[path] = &fstest.MapFile{Data: content}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if name != "" {
			main := files["event.toml"]
			main.Data = bytes.Replace(main.Data, []byte("[attract]"), []byte("[look]\nlogo = \"own.svg\"\n\n[attract]"), 1)
			files["art/own.svg"] = &fstest.MapFile{Data: []byte(name)}
		}
		p, faults, err := event.LoadFS(files)
		if err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		if got := bytes.Contains(written(t, order(t, p, Poster))["poster-zh.pdf"], []byte("/Subtype /Image")); got != want {
			t.Errorf("a picture is on the poster: %v, want %v", got, want)
		}
	}
}
