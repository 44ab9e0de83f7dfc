package export

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// announced is a file of the data folder, with a line for each folder into which an export is being written. What a
// killed export leaves there may be people in plain text, on another disk, in a file that nobody sees: the next start
// finds the folder here, and removes it.
const announced = "exporting"

// Announce notes in the data folder that an export to path begins; done removes the note. Best effort: an export does not
// fail because of it.
func Announce(dataDir, path string) (done func()) {
	list := filepath.Join(dataDir, announced)
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil || strings.ContainsAny(dir, "\r\n") {
		return func() {}
	}
	old, _ := os.ReadFile(list)
	if f, err := os.OpenFile(list, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err == nil {
		_, _ = f.WriteString(dir + "\n")
		f.Close()
	}
	return func() {
		if len(old) > 0 {
			_ = os.WriteFile(list, old, 0o600) //nolint:gosec // G703: the data folder belongs to the user who starts the program
			return
		}
		_ = os.Remove(list)
	}
}

// SweepAnnounced removes what a killed export left behind. A folder that is missing, such as one on a stick, stays on the
// list until it is there.
func SweepAnnounced(dataDir string) {
	list := filepath.Join(dataDir, announced)
	text, err := os.ReadFile(list)
	if err != nil {
		return
	}
	var absent []string
	for dir := range strings.Lines(string(text)) {
		dir = strings.TrimSuffix(dir, "\n")
		if !filepath.IsAbs(dir) {
			continue
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			absent = append(absent, dir)
			continue
		}
		sweep(dir)
	}
	slices.Sort(absent)
	if absent = slices.Compact(absent); len(absent) == 0 {
		_ = os.Remove(list)
		return
	}
	_ = os.WriteFile(list, []byte(strings.Join(absent, "\n")+"\n"), 0o600)
}
