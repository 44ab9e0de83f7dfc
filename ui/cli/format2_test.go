package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/ui/cli/call"
)

// The folders that the command line of format 2 has left (data/testdata/format-2/README.md), under the commands of today.
var frozenCLI = filepath.Join("..", "..", "data", "testdata", "format-2", "live-cli")

// thawed copies a frozen folder to where it can be written to.
func thawed(t *testing.T, name string) string {
	t.Helper()
	if time.Now().Before(time.Date(2026, 11, 29, 9, 1, 0, 0, time.UTC)) {
		t.Skip("this computer's clock says that the frozen folders are not made yet: import would refuse their rows")
	}
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(frozenCLI, name))); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// frozenSecret writes one of the frozen secrets to a file of its own.
func frozenSecret(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(frozenCLI, "secrets.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := toml.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	write(t, path, all[name].(string)+"\n")
	return path
}

func jsonFile(t *testing.T, path string) (v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func exportsAs(t *testing.T, dir, want string, key ...string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.json")
	run(t, append([]string{"export", "--data", dir, "--format", "json", "--out", out}, key...)...)
	got := jsonFile(t, out)
	for _, person := range got.([]any) { // what exports did not say then
		o := person.(map[string]any)
		if _, err := time.Parse(time.DateOnly, fmt.Sprint(o["kept_until"])); err != nil {
			t.Errorf("kept until %v", o["kept_until"])
		}
		delete(o, "kept_until")
	}
	if !reflect.DeepEqual(got, jsonFile(t, filepath.Join(frozenCLI, want))) {
		t.Errorf("the export is not %s", want)
	}
}

// Rows that the program of format 2 took in cannot be told from new ones any more, since what told lay open in the
// folder: whoever imports such a file is asked, and the passphrase recognises those who are still there.
func TestFormat2RowsAreAskedAbout(t *testing.T) {
	dir := thawed(t, "folder")
	passphrase := frozenSecret(t, "passphrase")
	exportsAs(t, dir, "export.json", "--passphrase-file", passphrase)
	csv := filepath.Join(t.TempDir(), "people.csv")
	b, err := os.ReadFile(filepath.Join(frozenCLI, "people.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, csv, string(b))
	counted := func() string {
		counts, _, _ := strings.Cut(run(t, "status", "--data", dir, "--json"), `"keys"`)
		return counts
	}
	before := counted()
	for range 2 {
		var stdout, stderr bytes.Buffer
		code := Main([]string{"import", "--data", dir, csv}, strings.NewReader(""), &stdout, &stderr, nil)
		if code != call.ExitFailed || !strings.Contains(stderr.String(), "older version") || !strings.Contains(stderr.String(), "nothing was imported; ") {
			t.Errorf("%d, %q", code, stderr.String())
		}
	}
	if after := counted(); after != before {
		t.Errorf("something was imported: %s, %s", before, after)
	}
	out := run(t, "import", "--data", dir, "--passphrase-file", passphrase, csv)
	if !strings.Contains(out, "here already, 0 refused") || strings.Contains(out, "0 here already") {
		t.Errorf("%q", out)
	}
	run(t, "verify", "--data", dir)
}

// The second booth is merged in again by the command, and nothing is asked.
func TestFormat2SecondBoothIsKnown(t *testing.T) {
	dir := thawed(t, "folder")
	if out := run(t, "merge", "--data", dir, thawed(t, "second")); !strings.Contains(out, "0 entries taken over, 3 were here already") {
		t.Errorf("%q", out)
	}
	run(t, "verify", "--data", dir)
}
