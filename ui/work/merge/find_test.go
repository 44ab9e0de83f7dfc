package merge

import (
	"archive/zip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
)

func contains(s string, any ...string) bool {
	return slices.ContainsFunc(any, func(x string) bool { return strings.Contains(s, x) })
}

func TestFind(t *testing.T) {
	stick := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		at := filepath.Join(stick, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	zipped := func(name string, parts ...string) {
		t.Helper()
		var b strings.Builder
		z := zip.NewWriter(&b)
		for _, p := range parts {
			if _, err := z.Create(p); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		write(name, b.String())
	}
	booth := func(name string) {
		t.Helper()
		at := filepath.Join(stick, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := data.CreatePractice(at, "event", data.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	const sqlite = "SQLite format 3\x00…"
	booth("here")
	booth("booth-2")
	booth("a/b/booth-3")
	booth("a/b/c/d/too-deep")
	booth(".hidden")
	zipped("backup.zip", "matchbooth/booth.db", "matchbooth/journal.log")
	zipped("photos.zip", "one.jpg")
	write("cut.zip", "PK")
	write("booth-4.db", sqlite)
	write("thumbs.db", "something else")
	write("short.db", "SQL")
	write("key/event-key.age", "age")
	write("key/keys.toml", "")
	write("forms/paper.xlsx", "PK")
	write("forms/~$paper.xlsx", "PK")
	var codes strings.Builder
	if err := export.WriteCodes(&codes, "回执码", "姓名", "回执码", []export.CodeRow{{Name: "王芳", Code: "ABCD-EFGH-2"}}); err != nil {
		t.Fatal(err)
	}
	write("forms/codes.xlsx", codes.String()) // of the people whose forms are typed already
	write("forms/empty.csv", "")
	write("readme.txt", "read me")
	if err := os.Symlink("/etc", filepath.Join(stick, "link")); err != nil {
		t.Log("no links here:", err)
	}
	if err := os.Symlink(filepath.Join(stick, "booth-2"), filepath.Join(stick, "linked-booth")); err != nil {
		t.Log("no links here:", err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(stick, "backup.zip"), old, old); err != nil {
		t.Fatal(err)
	}

	found := Find(t.Context(), []Root{{Dir: stick, On: "STICK", Deep: true}, {Dir: filepath.Join(stick, "gone")}}, filepath.Join(stick, "here"))
	var names []string
	for _, s := range found {
		rel, _ := filepath.Rel(stick, s.Path)
		names = append(names, string(s.Kind)+" "+filepath.ToSlash(rel))
		if s.On != "STICK" || s.Unix == 0 || (s.Kind == Folder) != (s.Size == 0) {
			t.Errorf("%s is on %q, from %d, of %d bytes", rel, s.On, s.Unix, s.Size)
		}
	}
	if len(names) == 0 || names[len(names)-1] != "backup backup.zip" {
		t.Errorf("the oldest does not come last: %q", names)
	}
	slices.Sort(names)
	want := []string{"backup backup.zip", "folder a/b/booth-3", "folder booth-2", "list forms/paper.xlsx", "store booth-4.db"}
	if !slices.Equal(names, want) {
		t.Errorf("found %q, want %q", names, want)
	}

	// Beside the data folder only what lies there itself.
	if found := Find(t.Context(), []Root{{Dir: stick}}, filepath.Join(stick, "here")); slices.ContainsFunc(found, func(s Source) bool { return s.Name == "booth-3" || s.On != "" }) {
		t.Error("it looked into the folders below")
	}
}

// A stick full of photographs does not hold up the page.
func TestFindStopsAtItsLimits(t *testing.T) {
	dir := t.TempDir()
	for i := range mostNames + 10 {
		if err := os.WriteFile(filepath.Join(dir, strings.Repeat("a", 1+i%40)+string(rune('a'+i%26))+time.Duration(i).String()+".csv"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := &search{ctx: t.Context(), left: mostNames}
	f.folder(dir, deepest)
	if len(f.found) > mostNames {
		t.Errorf("%d names were looked at", len(f.found))
	}
	if n := len(Find(t.Context(), []Root{{Dir: dir}}, dir)); n != mostFound {
		t.Errorf("%d are listed", n)
	}
}

// A name can hold line ends, and marks that turn the text around: what is shown of it is one line that looks like what it is.
func TestNamesThatAreFoundAreOneLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all safe\nMerge now\u202evsc.csv"), []byte("x"), 0o600); err != nil {
		t.Skip("no such names here:", err)
	}
	found := Find(t.Context(), []Root{{Dir: dir, On: "a\x1b[31m\u2029stick"}}, dir)
	if len(found) != 1 || found[0].Name != "all safe·Merge now·vsc.csv" || found[0].On != "a·[31m·stick" {
		t.Errorf("%d found", len(found))
		for _, s := range found {
			t.Errorf("%q on %q", s.Name, s.On)
		}
	}
	if _, err := os.Stat(found[0].Path); err != nil {
		t.Error("the path is not that of the file:", err)
	}
}
