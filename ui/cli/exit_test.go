package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/faults"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/ui/cli/call"
)

func TestExitCodes(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	for line, want := range map[string]int{
		"version":                                call.ExitDone,
		"--help":                                 call.ExitDone,
		"status --help":                          call.ExitDone,
		"status --data " + dir:                   call.ExitFailed,
		"erase --data " + dir + " x":             call.ExitFailed,
		"dance":                                  call.ExitMisuse,
		"status --nonsense":                      call.ExitMisuse,
		"status too many":                        call.ExitMisuse,
		"export --format csv":                    call.ExitMisuse, // no --out
		"export --format doc --out x":            call.ExitMisuse,
		"export --format csv --out x --for them": call.ExitMisuse,
		"export --format csv --out x --identity a --passphrase-file b": call.ExitMisuse,
		"run --scale 9":       call.ExitMisuse,
		"run --scale big":     call.ExitMisuse,
		"run --scale NaN":     call.ExitMisuse,
		"import":              call.ExitMisuse,
		"check":               call.ExitMisuse,
		"erase":               call.ExitMisuse,
		"run --size large":    call.ExitMisuse,
		"run --lang fr":       call.ExitMisuse,
		"setup --data " + dir: call.ExitMisuse, // no --event
	} {
		out, errs, code := call3(strings.Fields(line)...)
		if code != want {
			t.Errorf("%s: exit %d, want %d (%s)", line, code, want, errs)
		}
		if want == call.ExitDone {
			continue
		}
		if out != "" {
			t.Errorf("%s: stdout says %q", line, out)
		}
		what, next, ok := strings.Cut(strings.TrimSuffix(errs, "\n"), "; ")
		if !ok || !strings.HasPrefix(what, "matchbooth: ") || next == "" || strings.Contains(errs[:len(errs)-1], "\n") {
			t.Errorf("%s: not one line of what and what next: %q", line, errs)
		}
	}
}

// smallDisk makes a folder with a disk of its own, of so many bytes.
func smallDisk(t *testing.T, dir string, size int64) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	unmount, err := faults.Tmpfs(dir, size)
	if err != nil {
		t.Skip("no right to mount a small disk here:", err)
	}
	t.Cleanup(func() { unmount() })
}

// TestFullDisk fills a disk of 2 MB with sign-ups: what was saved stays, the rest is
// one sentence, and with room again the same file goes on. It needs root.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	disk := filepath.Join(dir, "disk")
	smallDisk(t, disk, 2<<20)
	header, rows := thousand()
	var in strings.Builder
	in.WriteString(strings.Join(header, ",") + "\n")
	for _, row := range rows {
		in.WriteString(strings.Join(row, ",") + "\n")
	}
	people := filepath.Join(dir, "people.csv")
	write(t, people, strings.ReplaceAll(in.String(), "=wx", "wx"))
	booth := filepath.Join(disk, "booth")

	out, errs, code := call3("import", "--data", booth, "-v", people)
	saved := strings.Count(out, "saved ")
	if code != call.ExitFailed || saved == 0 || saved >= 1000 {
		t.Fatalf("exit %d after %d: %s", code, saved, errs)
	}
	if !strings.Contains(errs, "disk is full") || !strings.Contains(errs, "import the same file again") {
		t.Errorf("it says %q", errs)
	}
	if err := exec.Command("mount", "-o", "remount,size=64m", disk).Run(); err != nil {
		t.Skip("the disk cannot be made larger here")
	}
	if out := run(t, "import", "--data", booth, people); !strings.Contains(out, "0 refused") {
		t.Error(out)
	}
	if out := run(t, "verify", "--data", booth); !strings.Contains(out, "1000 sign-ups") {
		t.Error(out)
	}
}

// TestExportThatCannotBeNotedIsTakenBack fills the booth's disk, not the stick: a file of people of which neither the
// audit nor the list of exports knows must not stay. It needs root.
func TestExportThatCannotBeNotedIsTakenBack(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	smallDisk(t, at("disk"), 2<<20)
	write(t, at("people.csv"), "name,phone,consents,signed_at\n张三,13800000001,notice,2026-05-21\n")
	write(t, at("pass"), "practice")
	booth := filepath.Join(at("disk"), "booth")
	run(t, "import", "--data", booth, at("people.csv"))
	if err := faults.Fill(filepath.Join(at("disk"), "filler"), 0); err != nil {
		t.Fatal(err)
	}
	args := []string{"export", "--data", booth, "--format", "csv", "--out", at("out.csv"), "--passphrase-file", at("pass")}
	if _, errs, code := call3(args...); code != call.ExitFailed || !strings.Contains(errs, "disk is full") {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if _, err := os.Lstat(at("out.csv")); err == nil {
		t.Error("people in plain text are left, and no list knows of them")
	}
	if err := os.Remove(filepath.Join(at("disk"), "filler")); err != nil {
		t.Fatal(err)
	}
	run(t, args...)
}

// TestNoRecoveryKeyNoBooth sets up with a full stick for the recovery key. It needs root.
func TestNoRecoveryKeyNoBooth(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	smallDisk(t, at("stick"), 1<<20)
	if err := livepack.Write(at("pack"), time.Now()); err != nil {
		t.Fatal(err)
	}
	write(t, at("pin"), "482137\n")
	if err := faults.Fill(at("stick/filler"), 0); err != nil {
		t.Fatal(err)
	}
	for _, where := range [][]string{
		{"--recovery-out", at("stick/rec.txt")},
		{"--recovery-sheet", at("stick/rec.pdf")},
		{"--recovery-out", at("rec.txt"), "--split", at("stick/shares")}, // what was written elsewhere opens nothing
	} {
		args := append([]string{"setup", "--data", at("booth"), "--event", at("pack"), "--pin-file", at("pin"), "--passphrase-out", at("pass")}, where...)
		if _, errs, code := call3(args...); code != call.ExitFailed || !strings.Contains(errs, "the booth has not been made") {
			t.Fatalf("%s: exit %d: %s", where, code, errs)
		}
		if state, err := data.IsBooth(at("booth")); state == data.Booth || err != nil {
			t.Errorf("%s: a booth whose recovery key nobody has: %v, %v", where, state, err)
		}
		for _, name := range []string{"rec.txt", "pass", "stick/rec.txt", "stick/rec.pdf", "stick/shares"} {
			if _, err := os.Lstat(at(name)); err == nil {
				t.Errorf("%s: %s is left and opens nothing", where, name)
			}
		}
	}
	run(t, "setup", "--data", at("booth"), "--event", at("pack"), "--pin-file", at("pin"), "--passphrase-out", at("pass"), "--recovery-out", at("rec.txt"))
	run(t, "status", "--data", at("booth"))
}
