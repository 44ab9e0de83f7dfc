package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/cli/call"
)

// No form takes a value that long, but another program's booth may have brought it. It is named, and nowhere cut.
func TestAnExportNamesWhatNoCellHolds(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("people.csv"), "name,phone,consents,signed_at\n张三,13800138000,notice,2026-05-21\n")
	write(t, at("pass"), "practice\n")
	run(t, "import", "--data", at("booth"), at("people.csv"))
	s, err := data.Open(at("booth"), data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("字", 40_000)
	saved, err := s.SignUp(t.Context(), record.SignUp{At: time.Now(), Lang: "zh", Source: "screen", Fields: map[string]record.Field{"name": {Text: record.Text(long)}}})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	for format, want := range map[string]string{"csv": "it is whole in the file, but", "xlsx": "more than a cell holds; it is whole on the sheet", "json": ""} {
		_, errs, code := call3("export", "--data", at("booth"), "--format", format, "--out", at("out."+format), "--passphrase-file", at("pass"))
		if code != call.ExitDone {
			t.Fatalf("%s: %s", format, errs)
		}
		named := strings.Count(errs, "name of "+fmt.Sprint(saved.Code)+" has 40000 characters")
		if want == "" && named != 0 || want != "" && (named != 1 || !strings.Contains(errs, want)) {
			t.Errorf("%s says %q", format, errs)
		}
		if strings.Contains(errs, "字字") {
			t.Errorf("%s tells what stands there", format)
		}
	}
	if b, err := os.ReadFile(at("out.csv")); err != nil || !strings.Contains(string(b), long) {
		t.Errorf("csv lacks it: %v", err)
	}
}
