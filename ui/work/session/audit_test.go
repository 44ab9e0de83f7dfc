package session

import (
	"errors"
	"testing"
)

// An open desk reads the audit with the newest line first; a locked one does not.
func TestTheAuditIsReadAtTheDesk(t *testing.T) {
	d, _, _ := atBooth(t, 1)
	if err := d.CloseDay(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	a, err := d.Audit(t.Context())
	if err != nil || len(a.Faults) > 0 || a.Head.Lines != len(a.Lines) || len(a.Head.Sum) != 64 {
		t.Fatalf("%+v, %v", a.Head, err)
	}
	if first, last := a.Lines[0], a.Lines[len(a.Lines)-1]; first.What != "day closed with 3 open" || first.Who != "LQ" || last.What != "setup of a practice booth" {
		t.Errorf("first %+v, last %+v", first, last)
	}
	d.Lock()
	if _, err := d.Audit(t.Context()); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
}
