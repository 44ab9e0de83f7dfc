package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

// looked is a crowd that keeps its audit.
type looked struct {
	crowd
	lines []string
	fail  error
}

func (l *looked) Audit(_ context.Context, what string, n int) error {
	if l.fail != nil {
		return l.fail
	}
	l.lines = append(l.lines, fmt.Sprint(what, ", ", n))
	return nil
}

// Whoever is looked at unmasked is one line in the audit while the desk is open, however often; where that cannot be
// written, they are not to be shown.
func TestEveryoneShownIsInTheAuditOnce(t *testing.T) {
	p := &looked{crowd: crowd{n: 2}}
	d := New(p, pack(t), t.TempDir(), time.Now, nil)
	if err := d.Shown(t.Context(), "a"); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
	open := func() {
		t.Helper()
		if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
			t.Fatal(err)
		}
	}
	open()
	p.fail = io.ErrShortWrite
	if err := d.Shown(t.Context(), "a"); !errors.Is(err, p.fail) {
		t.Errorf("nothing was written: %v", err)
	}
	p.fail = nil
	for _, person := range []string{"a", "a", "b", "a"} {
		if err := d.Shown(t.Context(), person); err != nil {
			t.Fatal(err)
		}
	}
	d.Lock()
	open()
	if err := d.Shown(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(p.lines) != "[record shown, 1 record shown, 1 record shown, 1]" {
		t.Errorf("the audit: %v", p.lines)
	}
}
