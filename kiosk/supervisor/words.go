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

// Bounds of what is kept in memory of an interface's standard error.
const (
	longestLine = 4 << 10
	mostKept    = 256 << 10
)

// words reads what an interface writes to its standard error: what may be told at once goes on to
// another writer, what may be kept of a trace stays for a report.
type words struct {
	to io.Writer

	mu      sync.Mutex
	entries []entry
	size    int
	stack   bool // among them is a stack
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
		if err != nil {
			return
		}
		w.take(&t, string(line))
		for more && err == nil { // the rest of an overlong line is nobody's
			_, more, err = in.ReadLine()
		}
	}
}

func (w *words) take(t *trace, line string) {
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
		w.entries, w.size, w.stack = nil, 0, false // what came before was of something survived
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

// outlet hands lines on to a writer that may stop taking them (a terminal that is held, a journal
// that is stuck): then they are dropped, as the booth must not stand still for them.
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

// Write never fails and never waits.
func (o *outlet) Write(line []byte) (int, error) {
	select {
	case o.lines <- append([]byte{}, line...):
	default:
	}
	return len(line), nil
}

// close gives the writer a second to take what is left.
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
