package supervisor

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Limits on how much of an interface's standard error is kept in memory, in bytes.
const (
	longestLine = 4 << 10
	mostKept    = 256 << 10
)

// words reads what an interface writes to its standard error: harmless lines are passed on to
// another writer at once, and what may be kept of a stack trace is collected for a crash report.
type words struct {
	to io.Writer

	mu      sync.Mutex
	entries []entry
	size    int
	stack   bool // entries contains a stack frame
}

// passed are the prefixes of lines that are passed on verbatim: messages of our command line
// and lines of our log, neither of which ever contains a value.
var passed = []string{"matchbooth: ", "time="}

// read returns when there is nothing more to read.
func (w *words) read(r io.Reader) {
	in := bufio.NewReaderSize(r, longestLine)
	var t trace
	for {
		line, more, err := in.ReadLine()
		if err != nil {
			return
		}
		w.readLine(&t, string(line))
		for more && err == nil { // drop the rest of an overlong line
			_, more, err = in.ReadLine()
		}
	}
}

func (w *words) readLine(t *trace, line string) {
	for _, p := range passed {
		if strings.HasPrefix(line, p) {
			fmt.Fprintln(w.to, line)
			return
		}
	}
	e, ok := t.line(line)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stack && (strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")) {
		w.entries, w.size, w.stack = nil, 0, false // what came before was from something the program survived
	}
	if w.size += e.size(); w.size <= mostKept {
		w.entries = append(w.entries, e)
	}
	w.stack = w.stack || e.words == ""
}

func (w *words) kept() []entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.entries[:len(w.entries):len(w.entries)]
}

// outlet passes lines on to a writer that may block (a paused terminal, a stuck journal). Lines it
// cannot pass on are dropped, since the booth must not wait for them.
type outlet struct {
	lines chan []byte
	empty chan struct{}
}

func newOutlet(w io.Writer) *outlet {
	o := &outlet{lines: make(chan []byte, 1024), empty: make(chan struct{})}
	go func() {
		defer close(o.empty)
		for line := range o.lines {
			if line == nil {
				return
			}
			w.Write(line)
		}
	}()
	return o
}

// Write never fails and never blocks.
func (o *outlet) Write(line []byte) (int, error) {
	select {
	case o.lines <- append([]byte{}, line...):
	default:
	}
	return len(line), nil
}

// close gives the writer a second to write what is left.
func (o *outlet) close() {
	late, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	select {
	case o.lines <- nil:
	case <-late.Done():
	}
	select {
	case <-o.empty:
	case <-late.Done():
	}
}
