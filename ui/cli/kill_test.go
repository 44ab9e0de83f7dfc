package cli

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"matchbooth/ui/work/intake/table"
)

// TestKilledImportLosesAndDoublesNobody kills an import with SIGKILL after some rows
// were said to be saved, a few times over, and then lets it finish: everybody who was
// called saved is there under the same code, and nobody twice.
func TestKilledImportLosesAndDoublesNobody(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a symbolic link")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "matchbooth") // the name makes this test program the command, see TestMain
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	const rows = 600
	var in strings.Builder
	in.WriteString("name,phone,consents,signed_at\n")
	for i := range rows {
		fmt.Fprintf(&in, "张%c,138%08d,notice,2026-05-21\n", '一'+i, i)
	}
	who, pass, booth := filepath.Join(dir, "people.csv"), filepath.Join(dir, "pass"), filepath.Join(dir, "booth")
	write(t, who, in.String())
	write(t, pass, "practice")

	said := map[string]bool{}
	for _, after := range []int{1, 40, 150} {
		cmd := exec.Command(program, "import", "--data", booth, "-v", who)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, n := bufio.NewScanner(out), 0
		for lines.Scan() {
			if code, ok := strings.CutPrefix(lines.Text(), "saved "); ok {
				said[strings.ReplaceAll(code, "-", "")] = true
				if n++; n == after {
					cmd.Process.Kill()
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the import finished before it was killed")
		}
	}
	if len(said) < 191 {
		t.Fatalf("only %d were saved before the kills", len(said))
	}
	run(t, "import", "--data", booth, who)
	run(t, "verify", "--data", booth)
	out := filepath.Join(dir, "out.csv")
	run(t, "export", "--data", booth, "--format", "csv", "--out", out, "--passphrase-file", pass)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := table.Read(b, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	phones := map[string]bool{}
	for _, r := range tab.Rows[1:] {
		p := byColumn(tab.Rows[0].Cells, r.Cells)
		phones[p["phone"]] = true
		delete(said, p["code"])
	}
	if len(tab.Rows) != rows+1 || len(phones) != rows {
		t.Errorf("%d rows with %d numbers, want %d", len(tab.Rows)-1, len(phones), rows)
	}
	if len(said) > 0 {
		t.Errorf("%d people who were called saved are gone", len(said))
	}
}
