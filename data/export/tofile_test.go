package export

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Writing an export to its place: never over something, all of it or nothing, read back, wrapped.

func TestToFileNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "people.csv")
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	res, err := ToFile(path, "csv", d, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if int64(len(before)) != res.Bytes || res.Rows != 1 || len(res.SHA256) != 64 {
		t.Errorf("result %+v for %d bytes", res, len(before))
	}
	if beside, err := os.ReadFile(filepath.Join(dir, "people.erased.csv")); err != nil || !strings.Contains(string(beside), "ZZZZZZZZ9") {
		t.Errorf("erased codes: %q %v", beside, err)
	}
	begun := func(int, int) { t.Error("people are written before it is known that the name is free") }
	if _, err := ToFile(path, "csv", d, nil, begun); !errors.Is(err, ErrExists) {
		t.Errorf("overwriting: %v", err)
	}
	// A free name whose companion is taken must not be half written.
	if err := os.WriteFile(filepath.Join(dir, "b.erased.csv"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ToFile(filepath.Join(dir, "b.csv"), "csv", d, nil, begun); !errors.Is(err, ErrExists) {
		t.Errorf("overwriting the companion: %v", err)
	}
	if res, err := ToFile(filepath.Join(dir, "c.csv"), "csv", sample(), nil, nil); err != nil || res.Erased != "" {
		t.Errorf("where nobody was erased: a file of codes %q, %v", res.Erased, err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the old file changed")
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("others may read it: %v", info.Mode())
	}
	onlyThese(t, dir, "people.csv", "people.erased.csv", "b.erased.csv", "c.csv")
}

func TestFailedExportLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := ToFile(filepath.Join(dir, "x.odt"), "odt", sample(), nil, nil); !errors.Is(err, ErrFormat) {
		t.Errorf("format: %v", err)
	}
	if _, err := ToFile(filepath.Join(dir, "x.csv"), "csv", sample(), []string{"age1nonsense"}, nil); err == nil {
		t.Error("a bad recipient was taken")
	}
	if _, err := ToFile(filepath.Join(dir, "no", "x.csv"), "csv", sample(), nil, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	onlyThese(t, dir)
}

// The people alone, without the codes of those who were erased, are no export: nobody would know of the file.
func TestExportWithoutItsCompanionLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	d := sample(oneRecord("张三", "13800138000", ""))
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	long := strings.Repeat("x", 250) + ".csv" // a name that files can have; with ".erased" in it they cannot
	if _, err := ToFile(filepath.Join(dir, long), "csv", sample(), nil, nil); err != nil {
		t.Skip("this file system has shorter names")
	}
	if err := os.Remove(filepath.Join(dir, long)); err != nil {
		t.Fatal(err)
	}
	if _, err := ToFile(filepath.Join(dir, long), "csv", d, nil, nil); err == nil {
		t.Fatal("this file system has longer names")
	}
	onlyThese(t, dir)
}

// TestFullStick needs root for its small tmpfs.
func TestFullStick(t *testing.T) {
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).Run(); err != nil {
		t.Skip("no right to mount a small tmpfs here")
	}
	defer exec.Command("umount", dir).Run()
	records := make([]record.Record, 1000)
	for i := range records {
		records[i] = oneRecord("张三", "13800138000", "a@example.org", "notice")
	}
	if _, err := ToFile(filepath.Join(dir, "x.csv"), "csv", sample(records...), nil, nil); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("on a full stick: %v", err)
	}
	onlyThese(t, dir)
	if _, err := ToFile(filepath.Join(dir, "x.csv"), "csv", sample(records[:10]...), nil, nil); err != nil {
		t.Errorf("after making room: %v", err)
	}
}

// TestReadBackNoticesAChange is the twin that shows the comparison biting.
func TestReadBackNoticesAChange(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	size, digest, err := writeSafely(path, func(w io.Writer) error { _, err := w.Write([]byte("whole")); return err })
	if err != nil {
		t.Fatal(err)
	}
	if err := readBack(path, dir, size, digest); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(path, []byte("whole"[:4]), 0o600)
	if err := readBack(path, dir, size, digest); !errors.Is(err, ErrReadBack) {
		t.Errorf("a short file: %v", err)
	}
	os.WriteFile(path, []byte("whoLe"), 0o600)
	if err := readBack(path, dir, size, digest); !errors.Is(err, ErrReadBack) {
		t.Errorf("a flipped byte: %v", err)
	}
}

func TestWrappedFileOpensForItsRecipientOnly(t *testing.T) {
	dir := t.TempDir()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	d := sample(oneRecord("张三", "13800138000", "a@example.org"))
	d.Erased = []entry.ReceiptCode{"ZZZZZZZZ9"}
	path := filepath.Join(dir, "people.csv.age")
	res, err := ToFile(path, "csv", d, []string{id.Recipient().String()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := os.ReadFile(path)
	if bytes.Contains(sealed, []byte("13800138000")) {
		t.Error("the wrapped file holds plain text")
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(r); err != nil || !bytes.Equal(plain, render(t, "csv", d)) {
		t.Errorf("opened: %v", err)
	}
	if want := filepath.Join(dir, "people.erased.csv.age"); res.Erased != want {
		t.Errorf("erased codes in %s, want %s", res.Erased, want)
	}
	if b, _ := os.ReadFile(res.Erased); bytes.Contains(b, []byte("ZZZZZZZZ9")) {
		t.Error("the erased codes are in plain text")
	}
}

// onlyThese fails when the folder holds anything but the names given.
func onlyThese(t *testing.T, dir string, names ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, f := range files {
		got[f.Name()] = true
	}
	for _, n := range names {
		if !got[n] {
			t.Errorf("%s is missing", n)
		}
		delete(got, n)
	}
	for n := range got {
		t.Errorf("%s was left behind", n)
	}
}
