package supervisor

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func TestAnOutletNeverWaits(t *testing.T) {
	r, w := io.Pipe() // nobody reads
	defer r.Close()
	o := newOutlet(w)
	begun := time.Now()
	for range 10_000 {
		fmt.Fprintln(o, "time=now")
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("10,000 lines that nobody takes took %v", took)
	}
	o.close()
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("and to close it %v", took)
	}
}

func TestAnOutletGivesAllAway(t *testing.T) {
	var got, want bytes.Buffer
	o := newOutlet(&got)
	for i := range 1000 {
		fmt.Fprintln(io.MultiWriter(o, &want), i)
	}
	o.close()
	if got.String() != want.String() {
		t.Errorf("%d bytes of %d", got.Len(), want.Len())
	}
}

// The rest of a line that is too long is not the beginning of another.
func TestOverlongLines(t *testing.T) {
	for _, tail := range []string{"matchbooth: Li", "time=Li", "panic: Li", "goroutine 1 [running]:"} {
		report, passed := filter([]byte(strings.Repeat("x", longestLine)+tail+"\n"), nil)
		if report != "" || passed != "" {
			t.Errorf("told %q, passed on %q", report, passed)
		}
	}
	_, passed := filter([]byte("time="+strings.Repeat("x", 100<<10)+"\ntime=2\n"), nil)
	if lines := strings.Split(passed, "\n"); len(lines) != 3 || len(lines[0]) != longestLine || lines[1] != "time=2" {
		t.Errorf("passed on %d lines", len(lines))
	}
}
