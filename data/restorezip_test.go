package data

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// refused expects that a file is no backup to Restore: one sentence, and nothing made.
func refused(t *testing.T, path string, want ...error) {
	t.Helper()
	parent := t.TempDir()
	dir := filepath.Join(parent, "new")
	_, err := Restore(path, dir, Options{})
	ok := errors.Is(err, archive.ErrBackup)
	for _, w := range want {
		ok = ok || errors.Is(err, w)
	}
	if !ok {
		t.Errorf("restored with %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "\n") {
		t.Errorf("more than one line: %q", err)
	}
	if list, _ := os.ReadDir(parent); len(list) > 0 {
		t.Errorf("%v left %s", err, list[0].Name())
	}
	// A folder that was there before stays, and stays empty.
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(path, dir, Options{}); err == nil {
		t.Error("restored into the empty folder")
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
		t.Errorf("the empty folder has %d files, %v", len(list), err)
	}
}

// rezip writes parts into a new zip, with a manifest that fits them unless one is given.
func rezip(t *testing.T, names []string, parts map[string][]byte, header func(*zip.FileHeader)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	manifest := ""
	put := func(name string, content []byte) {
		h := &zip.FileHeader{Name: name, Method: zip.Store}
		h.SetMode(0o600)
		if header != nil {
			header(h)
		}
		p, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(content); err != nil && !strings.HasSuffix(name, "/") {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		if name == archive.ManifestName {
			continue
		}
		put(name, parts[name])
		manifest += fmt.Sprintf("%x  %s\n", sha256.Sum256(parts[name]), name)
	}
	if given, ok := parts[archive.ManifestName]; ok {
		manifest = string(given)
	}
	if manifest != "" {
		put(archive.ManifestName, []byte(manifest))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestHostileBackupsAreRefused: names that lead out of the folder, bombs, foreign parts, other stores.
func TestHostileBackupsAreRefused(t *testing.T) {
	unraced(t)
	s := practice(t)
	for range 3 {
		signUp(t, s)
	}
	good, _ := backUp(t, s)
	names, parts := zipParts(t, good)
	delete(parts, archive.ManifestName)
	with := func(name string, content []byte) string {
		p := map[string][]byte{name: content}
		for k, v := range parts {
			if k != name {
				p[k] = v
			}
		}
		return rezip(t, append(slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name }), name), p, nil)
	}
	without := func(name string) string {
		return rezip(t, slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name }), parts, nil)
	}
	// The twin: made by the same hand, the sound one is taken.
	restored(t, rezip(t, names, parts, nil))
	restored(t, rezip(t, names, parts, func(h *zip.FileHeader) { h.Method = zip.Deflate }))

	other := practice(t)
	foreign, err := os.ReadFile(filepath.Join(other.Dir(), folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	listed := ""
	for _, name := range names {
		if name != archive.ManifestName {
			listed += fmt.Sprintf("%x  %s\n", sha256.Sum256(parts[name]), name)
		}
	}
	audit := "# " + db.AuditHead{Lines: 1, Sum: strings.Repeat("0", 64)}.String() + "\n"
	manifest := func(text string) string {
		p := maps.Clone(parts)
		p[archive.ManifestName] = []byte(text)
		return rezip(t, names, p, nil)
	}
	if _, info := restored(t, manifest(listed+audit)); !slices.Contains(info.Notes, faultOtherAudit) {
		t.Errorf("a manifest that knows another audit: said %q", info.Notes)
	}
	cases := map[string]string{
		"two audits":              manifest(listed + audit + audit),
		"another comment":         manifest(listed + "# hello\n"),
		"an audit of no length":   manifest(listed + "# audit 0 " + strings.Repeat("0", 64) + "\n"),
		"a way out":               with("../evil", []byte("x")),
		"a way out of the pack":   with("pack/../../evil", []byte("x")),
		"an absolute name":        with("/etc/evil", []byte("x")),
		"a Windows way out":       with(`pack\..\..\evil`, []byte("x")),
		"a drive":                 with("pack/C:evil", []byte("x")),
		"a stranger":              with("autorun.inf", []byte("x")),
		"a booth's key":           with(folder.BoothKey, []byte("x")),
		"a lock":                  with(folder.LockName, []byte("x")),
		"a -wal":                  with(folder.WAL, []byte("x")),
		"the mark of making":      with(folder.Making, nil),
		"a very long name":        with("pack/"+strings.Repeat("a", 500), []byte("x")),
		"a NUL in a name":         with("pack/a\x00b", []byte("x")),
		"large keys":              with(folder.Keys, bytes.Repeat([]byte("#"), folder.MaxSmall+1)),
		"no store":                without(folder.DB),
		"no journal":              without(folder.Journal),
		"no keys":                 without(folder.Keys),
		"an empty store":          with(folder.DB, nil),
		"a store of another sort": with(folder.DB, bytes.Repeat([]byte("SQLite format 3\x00"), 1000)),
		"another booth's keys":    with(folder.Keys, foreign),
		"no zip":                  filepath.Join(s.Dir(), folder.DB),
		"a bomb":                  rezip(t, names, map[string][]byte{folder.DB: make([]byte, archive.PackedLeast+1)}, func(h *zip.FileHeader) { h.Method = zip.Deflate }),
		"a link":                  rezip(t, names, parts, func(h *zip.FileHeader) { h.SetMode(0o777 | os.ModeSymlink) }),
		"a part twice":            rezip(t, append(slices.Clone(names), folder.DB), parts, nil),
		"a folder for a part":     with(folder.DB+"/", nil),
	}
	twice := map[string][]byte{"pack/a": nil, "pack/A": nil}
	for k, v := range parts {
		twice[k] = v
	}
	cases["twice but for the case"] = rezip(t, append(slices.Clone(names), "pack/a", "pack/A"), twice, nil)
	for what, m := range map[string]string{
		"an empty manifest": "\n", "a manifest of other parts": strings.Repeat("0", 64) + "  x\n", "a manifest that is none": "hello",
	} {
		p := map[string][]byte{archive.ManifestName: []byte(m)}
		for k, v := range parts {
			p[k] = v
		}
		cases[what] = rezip(t, names, p, nil)
	}
	// Parts that lie on top of each other: the list says more than the file holds.
	b, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cases["an empty file"] = filepath.Join(t.TempDir(), "empty")
	cases["a cut file"] = filepath.Join(t.TempDir(), "cut")
	if err := errors.Join(os.WriteFile(cases["an empty file"], nil, 0o600), os.WriteFile(cases["a cut file"], b[:len(b)-30], 0o600)); err != nil {
		t.Fatal(err)
	}
	many := map[string][]byte{}
	var manyNames []string
	for i := range archive.MaxParts + 1 {
		manyNames = append(manyNames, fmt.Sprintf("pack/%d", i))
	}
	cases["too many parts"] = rezip(t, manyNames, many, nil)
	for what, path := range cases {
		t.Run(what, func(t *testing.T) { refused(t, path, folder.ErrDamaged, folder.ErrNotBooth) })
	}
	refused(t, filepath.Join(t.TempDir(), "nowhere.zip"), os.ErrNotExist)
	t.Logf("%d hostile files", len(cases)+1)
}

// A store with a trigger in it would drop entries as they come in.
func TestBackupWithATriggerIsRefused(t *testing.T) {
	dir, _ := closed(t, 2)
	s := reopen(t, dir)
	path, _ := backUp(t, s)
	_, parts := zipParts(t, path)
	if n := len(parts); n < 5 {
		t.Fatal(n)
	}
	s.Close()
	tamper(t, dir, "CREATE TRIGGER gone AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE n = new.n; END")
	if _, err := Open(dir, Options{}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("the folder itself opens with %v", err)
	}
	// The backup is made of the rows alone, so its own store is sound; smuggle the other one in.
	parts[folder.DB] = contents(t, dir)[filepath.Join(dir, folder.DB)]
	names := []string{folder.DB, folder.Journal, folder.Keys, folder.EventKey, folder.RecoveryKey, archive.AdviceName}
	delete(parts, archive.ManifestName)
	refused(t, rezip(t, names, parts, nil), folder.ErrDamaged)
	restored(t, path)
}

// Flipped bytes and cuts at every part of the file: what is restored is complete, or it is refused and nothing made.
func TestDamagedBackupsAreRefusedOrWhole(t *testing.T) {
	s := practice(t)
	for range 3 {
		signUp(t, s)
	}
	path, _ := backUp(t, s)
	want := entriesOf(t, s)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tries := 60
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		tries = 3000
	}
	whole, no := 0, 0
	dir := t.TempDir()
	for i := range tries {
		b := bytes.Clone(good)
		switch {
		case i%4 == 0:
			b = b[:rand.N(len(b))]
		case i%4 == 1: // the list of parts and the manifest
			b[len(b)-1-rand.N(2000)] ^= 1 << rand.N(8)
		default:
			b[rand.N(len(b))] ^= 1 << rand.N(8)
		}
		file, to := filepath.Join(dir, "b.zip"), filepath.Join(dir, "new")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(file, to, Options{}); err != nil {
			no++
			if !errors.Is(err, archive.ErrBackup) {
				t.Errorf("refused with %v", err)
			}
			if _, err := os.Lstat(to); err == nil {
				t.Fatal("something is left")
			}
			continue
		}
		whole++
		r := reopen(t, to)
		if got := entriesOf(t, r); len(got) != len(want) {
			t.Errorf("%d entries are back", len(got))
		}
		sound(t, r)
		r.Close()
		if err := os.RemoveAll(to); err != nil {
			t.Fatal(err)
		}
	}
	if no < tries/2 {
		t.Errorf("only %d of %d refused", no, tries)
	}
	t.Logf("%d damaged backups: %d refused, %d whole all the same", tries, no, whole)
}

// backUpForever is the child of TestKilledWhileBackingUp.
func backUpForever(dir, out string) {
	s, err := Open(dir, Options{})
	for i := 0; err == nil; i++ {
		fmt.Println("begin", i)
		_, err = s.Backup(context.Background(), filepath.Join(out, entry.RandomID()+".zip"))
	}
	fmt.Println("error", err)
	os.Exit(1)
}

// Killed at any moment of a backup: what has its name is whole, the booth opens, the next backup works.
func TestKilledWhileBackingUp(t *testing.T) {
	s := practice(t)
	for range 30 {
		signUp(t, s)
	}
	s.Close()
	runs := 8
	if testing.Short() {
		runs = 3
	}
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		runs = 300
	}
	out := t.TempDir()
	left := 0
	for range runs {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "MATCHBOOTH_TEST_BACKUP="+s.Dir()+"\n"+out)
		r, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		one := make([]byte, 5)
		if _, err := io.ReadFull(r, one); err != nil || string(one) != "begin" {
			t.Fatalf("%q, %v", one, err)
		}
		time.Sleep(rand.N(60 * time.Millisecond)) // any moment is good: nothing is waited for
		cmd.Process.Kill()
		rest, _ := io.ReadAll(r)
		if bytes.Contains(rest, []byte("error")) {
			t.Fatalf("%s", rest)
		}
		cmd.Wait()
		if _, err := os.Stat(filepath.Join(s.Dir(), backingName)); err == nil {
			left++
		}
	}
	list, err := filepath.Glob(filepath.Join(out, "*.zip"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range list {
		dir := filepath.Join(t.TempDir(), "new")
		if info, err := Restore(path, dir, Options{}); err != nil || info.Persons != 30 {
			t.Errorf("%+v, %v", info, err)
		}
		if len(list) > 20 {
			os.RemoveAll(dir)
		}
	}
	s = reopen(t, s.Dir())
	if _, err := os.Stat(filepath.Join(s.Dir(), backingName)); err == nil {
		t.Error("the working folder is left after opening")
	}
	if said := s.Repaired(); len(said) > 0 {
		t.Errorf("opening said %q", said)
	}
	if _, err := s.Backup(t.Context(), filepath.Join(out, "last.zip")); err != nil {
		t.Error(err)
	}
	if parts, _ := filepath.Glob(filepath.Join(out, ".*")); len(parts) > 0 {
		t.Errorf("%d half files are left after the next backup", len(parts))
	}
	t.Logf("%d kills, %d in the middle of copying, %d whole backups", runs, left, len(list))
}
