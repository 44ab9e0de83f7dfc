package data

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/folder"
)

// Backups that somebody has unpacked, or unpacked and packed again.

// A Mac has made a folder of it, and a zip of the folder: compressed, with the folder around, and its own files in it.
func TestABackupPackedAgainByAMac(t *testing.T) {
	path := filepath.Join("testdata", "backups", "rezipped-finder.zip")
	s, info := restored(t, path)
	if info.Entries == 0 || info.Persons == 0 {
		t.Errorf("%+v", info)
	}
	sound(t, s)
	if _, err := s.VerifyAudit(t.Context(), path); !errors.Is(err, archive.ErrNoAudit) { // made by hand, without one
		t.Errorf("comparing the audit: %v", err)
	}
	// It is of another practice event's keys: that the merge gets so far is enough.
	if _, err := practice(t).Merge(t.Context(), path, MergeOptions{Accept: everybody}); errors.Is(err, folder.ErrNotBooth) || errors.Is(err, folder.ErrDamaged) {
		t.Errorf("merging: %v", err)
	}
}

// unpackedBackup is a backup with a pack in it, as a folder, and another booth of the event.
func unpackedBackup(t *testing.T) (other *Store, dir string, names []string, parts map[string][]byte) {
	t.Helper()
	other, s := pairOfBooths(t)
	for range 3 {
		signUp(t, s)
	}
	pack := filepath.Join(s.Dir(), folder.Pack, "stories")
	if err := os.MkdirAll(pack, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"故事.zh.md", "caf\u00e9.en.md", ".DS_Store"} {
		if err := os.WriteFile(filepath.Join(pack, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path, _ := backUp(t, s)
	names, parts = zipParts(t, path)
	dir = filepath.Join(t.TempDir(), "booth-2026")
	write(t, dir, names, parts)
	return other, dir, names, parts
}

func write(t *testing.T, dir string, names []string, parts map[string][]byte) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, parts[name], 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// same expects that all parts of a backup are in a restored folder.
func same(t *testing.T, s *Store, parts map[string][]byte) {
	t.Helper()
	sound(t, s)
	if st, err := s.Status(t.Context()); err != nil || st.Signups != 3 {
		t.Errorf("%+v, %v", st, err)
	}
	for name, content := range parts {
		if !strings.HasPrefix(name, folder.Pack+"/") {
			continue
		}
		if got, err := os.ReadFile(filepath.Join(s.Dir(), filepath.FromSlash(name))); err != nil || string(got) != string(content) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUnpackedBackupRestores(t *testing.T) {
	other, dir, names, parts := unpackedBackup(t)
	s, _ := restored(t, dir)
	same(t, s, parts)
	if _, err := s.VerifyAudit(t.Context(), dir); err != nil {
		t.Errorf("comparing the audit: %v", err)
	}
	// With the folder around, and what file managers and people put beside.
	write(t, filepath.Dir(dir), []string{"__MACOSX/booth-2026/._booth.db", ".DS_Store", "notes.txt"}, map[string][]byte{})
	write(t, dir, []string{".DS_Store", "Thumbs.db", "pack/._event.toml", "a letter.txt"}, map[string][]byte{})
	s, _ = restored(t, filepath.Dir(dir))
	same(t, s, parts)
	if link := filepath.Join(t.TempDir(), "link"); os.Symlink(dir, link) == nil {
		s, _ = restored(t, link)
		same(t, s, parts)
	}
	// As a Mac's file system spells names.
	taken := filepath.Join(t.TempDir(), "apart")
	var apart []string
	partsApart := map[string][]byte{}
	for _, name := range names {
		apart = append(apart, norm.NFD.String(name))
		partsApart[norm.NFD.String(name)] = parts[name]
	}
	write(t, taken, apart, partsApart)
	s, _ = restored(t, taken)
	same(t, s, parts)
	// A merge takes the same.
	if r := merged(t, other, dir); r.Added != 3 {
		t.Errorf("merging the folder: %+v", r)
	}
	if r := merged(t, other, filepath.Dir(dir)); r.Known != 3 {
		t.Errorf("merging the folder around: %+v", r)
	}
}

// packedAs writes parts into a zip as some packer does.
func packedAs(t *testing.T, names []string, parts map[string][]byte, header func(*zip.FileHeader)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "packed.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range names {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		h.SetMode(0o644)
		header(h)
		w, err := z.CreateHeader(h)
		if err == nil && !strings.HasSuffix(h.Name, "/") {
			_, err = w.Write(parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupPackedAgainRestores(t *testing.T) {
	other, _, names, parts := unpackedBackup(t)
	litter := []string{"__MACOSX/x/._booth.db", "x/.DS_Store", "x/pack/._event.toml", "x/Thumbs.db", "x/desktop.ini"}
	for how, pack := range map[string]func(h *zip.FileHeader){
		"as it was": func(*zip.FileHeader) {},
		"stored":    func(h *zip.FileHeader) { h.Method = zip.Store },
		"with a folder around": func(h *zip.FileHeader) {
			if !slices.Contains(litter, h.Name) {
				h.Name = "x/" + h.Name
			}
		},
		"with folders around": func(h *zip.FileHeader) { h.Name = "备份/2026/" + h.Name },
		"with backslashes":    func(h *zip.FileHeader) { h.Name = `x\` + strings.ReplaceAll(h.Name, "/", `\`) },
		"taken apart":         func(h *zip.FileHeader) { h.Name = norm.NFD.String(h.Name) },
		"in the code page of Windows": func(h *zip.FileHeader) {
			if name, err := simplifiedchinese.GB18030.NewEncoder().String(h.Name); err == nil {
				h.Name, h.NonUTF8 = name, true
			}
		},
	} {
		t.Run(how, func(t *testing.T) {
			all := slices.Clone(names)
			if how == "with a folder around" {
				all = append(append([]string{"x/"}, all...), litter...)
				all = slices.DeleteFunc(all, func(n string) bool { return n == "x/" })
			}
			path := packedAs(t, all, parts, pack)
			s, _ := restored(t, path)
			same(t, s, parts)
			if r := merged(t, other, path); r.Added+r.Known != 3 {
				t.Errorf("merged: %+v", r)
			}
		})
	}
}

// What a person puts beside the parts of a backup before zipping it again is left out, as it is from a folder: whatever
// it is called, and even where a backup could have such a part.
func TestWhatIsAddedToABackupIsLeftOut(t *testing.T) {
	other, _, names, parts := unpackedBackup(t)
	added := map[string][]byte{
		"readme.txt": []byte("x"), "family.jpg": []byte("x"), "notes/说明.docx": []byte("x"), "pack/more.md": []byte("x"), folder.BoothKey: []byte("x"),
		"pack/a:b.txt": []byte("x"), "old/" + archive.ManifestName: []byte("x"), "locked.txt": []byte("x"), "link": []byte("/etc/passwd"), "C.TXT": nil,
	}
	all := maps.Clone(parts)
	maps.Copy(all, added)
	more := append(slices.Sorted(maps.Keys(added)), names...)
	for how, change := range map[string]func(*zip.FileHeader){
		"beside the parts": func(*zip.FileHeader) {},
		"in the folder":    func(h *zip.FileHeader) { h.Name = "booth-2026/" + h.Name },
		"beside the folder": func(h *zip.FileHeader) {
			if _, ok := added[h.Name]; !ok || path.Base(h.Name) == archive.ManifestName { // the manifest at the top counts
				h.Name = "booth-2026/backup/" + h.Name
			}
		},
	} {
		t.Run(how, func(t *testing.T) {
			at := packedAs(t, more, all, func(h *zip.FileHeader) {
				switch h.Name {
				case "locked.txt":
					h.Flags |= 1
				case "link":
					h.SetMode(fs.ModeSymlink | 0o777)
				}
				change(h)
			})
			s, _ := restored(t, at)
			same(t, s, parts)
			for name, content := range added {
				if got, err := os.ReadFile(filepath.Join(s.Dir(), filepath.FromSlash(name))); err == nil && string(got) == string(content) {
					t.Errorf("%s was restored", name)
				}
			}
			if r := merged(t, other, at); r.Added+r.Known != 3 {
				t.Errorf("merged: %+v", r)
			}
			if _, err := s.VerifyAudit(t.Context(), at); err != nil {
				t.Errorf("comparing the audit: %v", err)
			}
		})
	}
}

// A restored booth says that it has a new signing key since it was restored, not that a file was lost.
func TestARestoreSaysWhyTheKeyIsNew(t *testing.T) {
	_, dir, _, _ := unpackedBackup(t)
	to := filepath.Join(t.TempDir(), "new")
	info, err := Restore(dir, to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "The folder was restored, and no backup has a booth's key: this booth goes on under a new signing key, as booth " + info.Booth + "."
	if !slices.Equal(info.Notes, []string{want}) {
		t.Errorf("%q", info.Notes)
	}
	// Whoever loses the file later is told so.
	if err := os.Remove(filepath.Join(to, folder.BoothKey)); err != nil {
		t.Fatal(err)
	}
	s, err := Open(to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if said := strings.Join(s.Repaired(), " "); !strings.Contains(said, "booth.key was missing") {
		t.Errorf("%q", said)
	}
}

// What is not whole is refused with what to do, and nothing is made.
func TestWhatIsNotWholeIsRefused(t *testing.T) {
	_, dir, names, parts := unpackedBackup(t)
	as := func(what string, change func(names []string, parts map[string][]byte) []string) (folder, zipped string) {
		p := maps.Clone(parts)
		n := change(slices.Clone(names), p)
		folder = filepath.Join(t.TempDir(), what)
		write(t, folder, n, p)
		return folder, packedAs(t, n, p, func(h *zip.FileHeader) { h.Name = "x/" + h.Name })
	}
	without := func(name string) func([]string, map[string][]byte) []string {
		return func(n []string, _ map[string][]byte) []string {
			return slices.DeleteFunc(n, func(have string) bool { return have == name })
		}
	}
	changed := func(name string) func([]string, map[string][]byte) []string {
		return func(n []string, p map[string][]byte) []string {
			p[name] = append([]byte("x"), p[name][1:]...)
			return n
		}
	}
	for what, c := range map[string]struct {
		change func([]string, map[string][]byte) []string
		want   string
	}{
		"no manifest":   {without(archive.ManifestName), "it has no MANIFEST"},
		"no journal":    {without(folder.Journal), "MANIFEST names"},
		"no story":      {without("pack/stories/故事.zh.md"), "MANIFEST names"},
		"another store": {changed(folder.DB), "booth.db is damaged"},
		"another story": {changed("pack/stories/故事.zh.md"), "is damaged"},
		"large keys": {func(n []string, p map[string][]byte) []string {
			p[folder.Keys] = make([]byte, folder.MaxSmall+1)
			return n
		}, "too large"},
		"a way out":      {inManifest("../evil"), "it has a part that no backup has"},
		"a way out of x": {inManifest("pack/../../evil"), "it has a part that no backup has"},
		"a signing key":  {inManifest(folder.BoothKey), "it has a part that no backup has"},
		"two in one":     {inManifest("pack/STORIES/故事.zh.md"), "the same part twice"},
	} {
		t.Run(what, func(t *testing.T) {
			folder, zipped := as("f", c.change)
			for _, path := range []string{folder, zipped} {
				refused(t, path)
				if _, err := Restore(path, filepath.Join(t.TempDir(), "new"), Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %s", err, c.want)
				}
			}
		})
	}
	two := t.TempDir()
	write(t, filepath.Join(two, "a"), names, parts)
	write(t, filepath.Join(two, "b"), names, parts)
	link := filepath.Join(t.TempDir(), "linked")
	write(t, link, without(folder.Journal)(slices.Clone(names), parts), parts)
	linked := os.Symlink(filepath.Join(dir, folder.Journal), filepath.Join(link, folder.Journal)) == nil
	var both []string
	doubled := map[string][]byte{}
	for _, at := range []string{"a/", "b/"} {
		for _, name := range names {
			both = append(both, at+name)
			doubled[at+name] = parts[name]
		}
	}
	bombed := maps.Clone(parts)
	bombed["bomb.txt"] = make([]byte, archive.PackedLeast+1)
	for path, want := range map[string]string{
		two: "several backups", packedAs(t, both, doubled, func(*zip.FileHeader) {}): "several backups",
		t.TempDir(): "it has no MANIFEST", filepath.Join(dir, folder.DB): "give the folder", filepath.Join(dir, archive.ManifestName): "give the folder",
		packedAs(t, append(slices.Clone(names), "../evil.txt"), parts, func(*zip.FileHeader) {}):          "a part that no backup has",
		packedAs(t, append(slices.Clone(names), "x/../../evil.txt"), parts, func(*zip.FileHeader) {}):     "a part that no backup has",
		packedAs(t, append(slices.Clone(names), "/etc/evil.txt"), parts, func(*zip.FileHeader) {}):        "a part that no backup has",
		packedAs(t, append(slices.Clone(names), `..\evil.txt`), parts, func(*zip.FileHeader) {}):          "a part that no backup has",
		packedAs(t, append(slices.Clone(names), folder.DB), parts, func(*zip.FileHeader) {}):              "the same part twice",
		packedAs(t, append(slices.Clone(names), "BOOTH.DB"), parts, func(*zip.FileHeader) {}):             "the same part twice",
		packedAs(t, append([]string{"PACK/Stories/故事.zh.md"}, names...), parts, func(*zip.FileHeader) {}): "the same part twice",
		packedAs(t, append(slices.Clone(names), "bomb.txt"), bombed, func(*zip.FileHeader) {}):            "larger than the file",
		packedAs(t, names, parts, func(h *zip.FileHeader) { h.Flags |= 1 }):                               "locked with a password",
	} {
		refused(t, path)
		if _, err := Restore(path, filepath.Join(t.TempDir(), "new"), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if linked {
		refused(t, link)
	}
}

// inManifest adds a part of this name, with a line in the manifest that fits it.
func inManifest(name string) func([]string, map[string][]byte) []string {
	return func(n []string, p map[string][]byte) []string {
		p[archive.ManifestName] = append(slices.Clone(p[archive.ManifestName]), fmt.Sprintf("%x  %s\n", sha256.Sum256(nil), name)...)
		return n
	}
}
