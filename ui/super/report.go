package super

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// Bounds of what is kept of crashes.
const (
	longestLine = 4 << 10
	reportBytes = 64 << 10
	reportsKept = 20
)

// words reads what an interface writes to its standard error: what may be told at once goes on to
// another writer, what may be kept of a trace stays for a report.
type words struct {
	to io.Writer

	mu   sync.Mutex
	kept bytes.Buffer
}

// passed are the beginnings of lines that are told as they are: the sentences of our command line
// and the lines of our log, neither of which ever holds a value.
var passed = []string{"matchbooth: ", "time="}

// read returns when there is nothing more to read.
func (w *words) read(r io.Reader) {
	in := bufio.NewReaderSize(r, longestLine)
	var t trace
	for {
		line, more, err := in.ReadLine()
		text := string(line)
		for more && err == nil { // the rest of an overlong line is nobody's
			_, more, err = in.ReadLine()
		}
		if err != nil {
			return
		}
		w.take(&t, text)
	}
}

func (w *words) take(t *trace, line string) {
	for _, p := range passed {
		if strings.HasPrefix(line, p) {
			fmt.Fprintln(w.to, line)
			return
		}
	}
	if keep := t.line(line); keep != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.kept.Len()+len(keep) < reportBytes-2<<10 {
			w.kept.WriteString(keep + "\n")
		}
	}
}

func (w *words) trace() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.kept.String()
}

// life is how an interface lived and ended.
type life struct {
	begun, ended time.Time
	beat         bool   // it was up
	screen       string // of its last beat
	hung         bool
	code         int    // exit code, -1 for a signal
	how          string // such as "exit status 2" or "signal: killed"
	trace        string
}

// report writes a crash report and gives its path. Folder and file are for their owner alone; the
// oldest reports beyond twenty go.
func report(folder, version string, c Code, l life) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("making the folder for crash reports: %w", err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "fault    %s (%s)\nended    %s, %s\nup for   %s\nscreen   %s\nprogram  %s, %s, %s/%s\n\n%s",
		c, Codes[c], l.ended.UTC().Format(time.RFC3339), l.how, l.ended.Sub(l.begun).Round(time.Second/10), l.screen,
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, l.trace)
	name := l.ended.UTC().Format("20060102T150405.000Z") + "-" + string(c) + ".txt"
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return "", fmt.Errorf("writing a crash report: %w", err)
	}
	return path, prune(folder)
}

func prune(folder string) error {
	list, err := filepath.Glob(filepath.Join(folder, "2*-MB-*.txt"))
	if err != nil {
		return err
	}
	slices.Sort(list)
	for len(list) > reportsKept {
		if err := os.Remove(list[0]); err != nil {
			return fmt.Errorf("removing an old crash report: %w", err)
		}
		list = list[1:]
	}
	return nil
}
