package app

import (
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/kiosk/scene"
	"matchbooth/ui/app/preview"
	"matchbooth/ui/touch"
)

// packFolder is a copy of the built-in pack, with changes.
func packFolder(t *testing.T, changes ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, assets.Event()); err != nil {
		t.Fatal(err)
	}
	rewrite(t, dir, changes...)
	return dir
}

// rewrite replaces texts in event.toml: old, new, old, new …
func rewrite(t *testing.T, dir string, changes ...string) {
	t.Helper()
	name := filepath.Join(dir, "event.toml")
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := string(raw)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(s, changes[i]) {
			t.Fatalf("event.toml has no %q", changes[i])
		}
		s = strings.Replace(s, changes[i], changes[i+1], 1)
	}
	if err := os.WriteFile(name, []byte(s), 0o644); err != nil {
		t.Fatal(err)
	}
}

// previewOf opens a preview in a window of a size.
func previewOf(t *testing.T, dir, speak string, size fyne.Size, first preview.View) *preview.Window {
	t.Helper()
	_, texts := fixtures()
	w := preview.New(sample, texts, dir, speak, first)
	w.Soon = func(f func()) { f() }
	w.Later = func(work func() func()) { work()() }
	w.Load()
	w.Root.Resize(size)
	return w
}

// pictureOf is what the window looks like.
func pictureOf(w *preview.Window, size fyne.Size) image.Image {
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetContent(w.Root)
	canvas.Resize(size)
	return canvas.Capture()
}

var zhFirst = preview.View{Lang: "zh", Size: preview.Sizes[0]}

func TestPreviewShots(t *testing.T) {
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		t.Skip("MATCHBOOTH_SHOTS names no folder for the pictures")
	}
	bad := packFolder(t, "max_age = 45", "max_aeg = 45", "retention_days = 90", "retention_days = 0")
	for _, c := range []struct {
		name, dir, speak string
		size             fyne.Size
		keys             []fyne.KeyName
	}{
		{"well", packFolder(t), "zh", fyne.NewSize(1366, 820), nil},
		{"form", packFolder(t), "en", fyne.NewSize(1366, 820), append(many(fyne.KeyRight, 40), fyne.KeyT)},
		{"portrait", packFolder(t), "zh", fyne.NewSize(1280, 800), append(many(fyne.KeyS, 3), many(fyne.KeyDown, 5)...)},
		{"faults", bad, "en", fyne.NewSize(1280, 800), []fyne.KeyName{fyne.KeyL, fyne.KeyDown}},
		{"small", bad, "zh", fyne.NewSize(800, 600), []fyne.KeyName{fyne.KeyL, fyne.KeyDown}},
		{"nothing", t.TempDir(), "zh", fyne.NewSize(1280, 800), nil},
		{"printed", packFolder(t), "en", fyne.NewSize(1280, 800), []fyne.KeyName{fyne.KeyP}},
		{"printed-zh", packFolder(t), "zh", fyne.NewSize(1366, 768), []fyne.KeyName{fyne.KeyP}},
		{"printed-portrait", packFolder(t), "zh", fyne.NewSize(1080, 1920), []fyne.KeyName{fyne.KeyP}},
	} {
		w := previewOf(t, c.dir, c.speak, c.size, zhFirst)
		for _, k := range c.keys {
			w.Key(k)
		}
		write(t, filepath.Join(dir, "preview-"+c.name+".png"), pictureOf(w, c.size))
	}
}

func many(k fyne.KeyName, n int) (out []fyne.KeyName) {
	for range n {
		out = append(out, k)
	}
	return out
}

// A preview begins with the first screen and goes through all of them by keys, and stops at either end.
func TestAPreviewGoesThroughEveryScreenOfThePack(t *testing.T) {
	dir := packFolder(t)
	w := previewOf(t, dir, "en", fyne.NewSize(1280, 800), preview.View{Lang: "zh", Size: fyne.NewSize(640, 400)})
	pack, _ := fixtures()
	w.Key(fyne.KeyLeft)
	var got []string
	for range len(scene.All(pack)) + 3 {
		id, v, img := w.Shown()
		if img == nil || img.Bounds().Dx() != 640 || v.Lang != "zh" {
			t.Fatalf("%s is not shown as was asked: %v", id, v)
		}
		if len(got) == 0 || got[len(got)-1] != id {
			got = append(got, id)
		}
		w.Key(fyne.KeyRight)
	}
	for i, sc := range scene.All(pack) {
		if i >= len(got) || got[i] != sc.ID {
			t.Fatalf("screen %d is not %s: %v", i, sc.ID, got)
		}
	}
	w.Key(fyne.KeyHome)
	for key, want := range map[fyne.KeyName]func(preview.View) bool{
		fyne.KeyL: func(v preview.View) bool { return v.Lang == "en" },
		fyne.KeyS: func(v preview.View) bool { return v.Size == preview.Sizes[0] }, // the size that was asked for comes last
		fyne.KeyT: func(v preview.View) bool { return v.Large },
		fyne.KeyC: func(v preview.View) bool { return v.Contrast },
	} {
		w.Key(key)
		if _, v, img := w.Shown(); !want(v) || img == nil || img.Bounds().Dx() != int(v.Size.Width) {
			t.Errorf("after %s the screen is looked at as %v", key, v)
		}
	}
	// A finger: the list, and the halves of the picture.
	tapped(w.Page(), "preview.scene.home")
	tapped(w.Page(), "preview.right")
	if id, _, _ := w.Shown(); id != "stories" {
		t.Errorf("a tap on home and one on the picture lead to %s", id)
	}
}

// Whoever writes a pack sees each state of it that can be read, and what is wrong with those that cannot, with the picture
// of before.
func TestAPreviewFollowsThePackWhileItIsWritten(t *testing.T) {
	dir := packFolder(t)
	size := fyne.NewSize(1280, 800)
	w := previewOf(t, dir, "en", size, zhFirst)
	_, _, first := w.Shown()
	rewrite(t, dir, "两个陌生人", "三个陌生人")
	w.Load()
	_, _, second := w.Shown()
	if first == nil || second == nil || same(first, second) {
		t.Fatal("the picture is not that of the changed pack")
	}
	if has(w, "preview.panel") && len(w.Page().Scrollers) > 1 {
		t.Error("the faults are open where there are none")
	}
	rewrite(t, dir, "[attract]", "[attract") // as while an editor writes
	w.Load()
	_, _, kept := w.Shown()
	if kept == nil || !same(kept, second) {
		t.Error("the last good picture is gone")
	}
	broken := pictureOf(w, size)
	rewrite(t, dir, "[attract", "[attract]", "max_age = 45", "max_aeg = 45")
	w.Load()
	if same(broken, pictureOf(w, size)) {
		t.Error("another fault looks the same")
	}
	w.Key(fyne.KeyEnd)
	if id, _, img := w.Shown(); id != "staff" || img == nil {
		t.Errorf("a pack with a fault is not shown as far as it can be, but %s", id)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	w.Load()
	if _, _, img := w.Shown(); img == nil {
		t.Error("the picture is gone with the pack")
	}
}

// Whatever is taken from a pack, its preview stands.
func TestAPreviewStandsWithoutAnyPartOfThePack(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	raw, err := fs.ReadFile(assets.Event(), "event.toml")
	if err != nil {
		t.Fatal(err)
	}
	tables := strings.Split(string(raw), "\n[")
	for i := range tables {
		dir := packFolder(t)
		left := strings.Join(append(slices.Clone(tables[:i]), tables[i+1:]...), "\n[")
		if i == 0 {
			left = "[" + strings.Join(tables[1:], "\n[")
		}
		if err := os.WriteFile(filepath.Join(dir, "event.toml"), []byte(left), 0o644); err != nil {
			t.Fatal(err)
		}
		w := previewOf(t, dir, "zh", fyne.NewSize(1280, 800), preview.View{Lang: "en", Size: fyne.NewSize(320, 200)})
		if i%8 != 0 && !testing.Verbose() {
			continue // the first screen of each; all screens of some
		}
		for range scene.All(pack) {
			w.Key(fyne.KeyRight)
		}
	}
}

// Pictures are written in each language and size that is asked for, and nothing else is.
func TestAPreviewIsWrittenAsPictures(t *testing.T) {
	pack, texts := fixtures()
	dir := filepath.Join(t.TempDir(), "pictures")
	heard := 0
	n, without, err := preview.Write(t.Context(), sample, texts, pack, dir, []string{"zh", "en"}, []fyne.Size{{Width: 320, Height: 200}}, func(n, of int) { heard = of - n })
	if want := 2 * len(scene.All(pack)); err != nil || n != want || len(without) > 0 || heard != 0 {
		t.Fatalf("%d pictures instead of %d, without %v, %d to go: %v", n, want, without, heard, err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != n {
		t.Fatalf("%d files for %d pictures: %v", len(files), n, err)
	}
	img, err := decode(filepath.Join(dir, "01-attract-en-320x200.png"))
	if err != nil || img.Bounds().Dx() != 320 {
		t.Errorf("the first screen is no picture of its size: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := preview.Write(t.Context(), sample, texts, pack, filepath.Join(dir, "file"), []string{"zh"}, zhOnly, nil); err == nil {
		t.Error("pictures were written into a file")
	}
}

var zhOnly = []fyne.Size{{Width: 320, Height: 200}}

// same reports whether two pictures are.
func same(a, b image.Image) bool {
	return a.Bounds() == b.Bounds() && slices.Equal(flat(a).Pix, flat(b).Pix)
}

// has reports whether the window has a button.
func has(w *preview.Window, id string) bool {
	return slices.ContainsFunc(w.Page().Buttons, func(b *touch.Button) bool { return b.ID == id })
}

// P prints the pack that is shown into a new folder beside it and says where; one with faults is not printed. The booth's
// own copy of a pack is printed elsewhere than into the booth.
func TestAPreviewPrintsThePack(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	dir := filepath.Join(t.TempDir(), "spring")
	if err := os.CopyFS(dir, assets.Event()); err != nil {
		t.Fatal(err)
	}
	w := previewOf(t, dir, "en", fyne.NewSize(1280, 800), zhFirst)
	w.Key(fyne.KeyP)
	for _, name := range []string{"poster-zh.pdf", "form-en.pdf", "table-zh.xlsx", "queue-en.pdf", "cards-zh.png"} {
		if _, err := os.Stat(filepath.Join(dir+"-print", name)); err != nil {
			t.Error(err)
		}
	}
	if text := strings.Join(strings.Fields(says(w.Page())), ""); !strings.Contains(text, "fileswerewritten") || !strings.Contains(text, "spring-print") {
		t.Errorf("it says %s", text)
	}
	rewrite(t, dir, "max_age = 45", "max_aeg = 45")
	w.Load()
	w.Key(fyne.KeyP)
	if _, err := os.Stat(dir + "-print-2"); err == nil || !strings.Contains(strings.ReplaceAll(says(w.Page()), " ", ""), "Fixthefaultsfirst") {
		t.Errorf("a pack with faults was printed, or nothing is said: %v", err)
	}
	rewrite(t, dir, "max_aeg = 45", "max_age = 45")
	booth := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(booth, "an-event", data.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(booth, "pack"), assets.Event()); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	w = previewOf(t, filepath.Join(booth, "pack"), "zh", fyne.NewSize(1280, 800), zhFirst)
	w.Key(fyne.KeyP)
	if _, err := os.Stat(filepath.Join(home, "pack-print", "poster-zh.pdf")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(booth, "pack-print")); err == nil {
		t.Error("prints lie in the booth's folder")
	}
}
