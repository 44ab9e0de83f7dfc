package supervisor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"time"

	"matchbooth/kiosk/session"
)

// Limits for the crash reports on disk.
const (
	reportBytes = 64 << 10
	reportsKept = 20
)

// report is a crash report. It contains no values: see trace.go.
type report struct {
	code    session.Code
	life    life
	version string
	program string // path of its binary, in which the names of the trace are looked up
}

func (r report) text() string {
	names := wanted(r.life.trace)
	note := ""
	if len(names) > 0 {
		if err := check(r.program, names); err != nil {
			note = "(the program could not be read: no names are told)\n" // without err, whose text would name a user's folder
		}
	}
	l := r.life
	top := fmt.Sprintf("fault    %s (%s)\nended    %s, %s\nup for   %s\nscreen   %s\nprogram  %s, %s, %s/%s\n\n%s",
		r.code, session.Codes[r.code].Means, l.ended.UTC().Format(time.RFC3339), l.how, l.up().Round(time.Second/10), l.screen,
		r.version, runtime.Version(), runtime.GOOS, runtime.GOARCH, note)
	return top + render(l.trace, names, reportBytes-len(top))
}

// write writes the report into a folder, which it creates if need be, and returns the file's path.
// Only the owner can read folder and file. The oldest reports beyond twenty are removed.
func (r report) write(folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("making the folder for crash reports: %w", err)
	}
	if err := os.Chmod(folder, 0o700); err != nil { //nolint:gosec // G302: a folder: without x nobody could enter it
		return "", fmt.Errorf("closing the folder for crash reports to others: %w", err)
	}
	text := r.text()
	at := r.life.ended.UTC()
	for {
		path := filepath.Join(folder, at.Format("20060102T150405.000Z")+"-"+string(r.code)+".txt")
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			at = at.Add(time.Millisecond)
			continue
		}
		if err != nil {
			return "", fmt.Errorf("writing a crash report: %w", err)
		}
		_, err = f.WriteString(text)
		if err := errors.Join(err, f.Close()); err != nil {
			os.Remove(path) // half a report would only mislead
			return "", fmt.Errorf("writing a crash report: %w", err)
		}
		return path, prune(folder, path)
	}
}

// prune removes the oldest reports by name, but never the one just written: with a clock reset to
// 1970 that one would be the oldest.
func prune(folder, last string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("looking for old crash reports: %w", err)
	}
	var list []string // sorted, as ReadDir is
	for _, e := range entries {
		if ours, _ := path.Match("*-MB-[0-9][0-9].txt", e.Name()); ours && e.Name() != filepath.Base(last) {
			list = append(list, e.Name())
		}
	}
	for len(list) > reportsKept-1 {
		if err := os.Remove(filepath.Join(folder, list[0])); err != nil {
			return fmt.Errorf("removing an old crash report: %w", err)
		}
		list = list[1:]
	}
	return nil
}
