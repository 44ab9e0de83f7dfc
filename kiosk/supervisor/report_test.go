package supervisor

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/kiosk/session"
)

func TestTwentyReportsAreKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "[data]", "crash")
	var written []string
	for i := range 50 {
		at := noon.Add(time.Duration(i) * time.Hour)
		if i >= 30 {
			at = noon // several at one moment
		}
		if i == 49 {
			at = time.Unix(0, 0) // the clock's battery is empty
		}
		path, err := report{code: session.CodeHang, life: life{ended: at}}.write(folder)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(written, path) {
			if _, err := os.Stat(path); err != nil {
				t.Fatal(err)
			}
		}
		written = append(written, path)
		list, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > reportsKept {
			t.Fatalf("%d reports after %d", len(list), i+1)
		}
		if _, err := os.Stat(path); err != nil {
			t.Fatalf("the newest is gone: %v", err)
		}
	}
}

func TestWhatIsNotAReportStays(t *testing.T) {
	folder := t.TempDir()
	note := filepath.Join(folder, "0-note-by-staff.txt")
	if err := os.WriteFile(note, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		if _, err := (report{code: session.CodeCrash, life: life{ended: noon.Add(time.Duration(i) * time.Minute)}}).write(folder); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(note); err != nil {
		t.Error(err)
	}
}

func TestAReportHasABound(t *testing.T) {
	l := life{ended: noon}
	for range 100_000 {
		l.trace = append(l.trace, entry{words: "goroutine 1 [running]:"})
	}
	text := report{code: session.CodeCrash, life: l}.text()
	if len(text) > reportBytes || len(text) < reportBytes-100 || !strings.HasSuffix(text, "]:\n") {
		t.Errorf("%d bytes, ending %q", len(text), text[len(text)-30:])
	}
}

func TestAReportOfAProgramThatCannotBeRead(t *testing.T) {
	l := life{ended: noon, trace: []entry{{words: "panic: [redacted]"}, {name: "main.main", file: "/x/main.go", line: "1"}}}
	text := report{code: session.CodeCrash, life: l, program: filepath.Join(t.TempDir(), "gone")}.text()
	if !strings.Contains(text, "panic: [redacted]") || strings.Contains(text, "main.") || !strings.Contains(text, "no names are told") {
		t.Error(text)
	}
}

func TestAReportThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (report{code: session.CodeCrash}).write(filepath.Join(file, "crash")); err == nil {
		t.Error("written into a file")
	}
}
