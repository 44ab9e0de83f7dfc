package session

import (
	"errors"
	"testing"

	"matchbooth/ui/work/figures"
)

// Of two sign-ups that were joined one person is counted, of one who was erased none; a locked desk counts nobody.
func TestWhatCameOfPeopleAtTheDesk(t *testing.T) {
	d, _, _ := atBooth(t, 4)
	count := func(want int) {
		t.Helper()
		came, err := d.Came(t.Context())
		if err != nil || came.SignedUp != want || len(came.After) != len(figures.AfterDays) || came.After[0].Of != 0 {
			t.Errorf("%+v, %v, want %d", came, err, want)
		}
	}
	count(5)
	list := d.Opened().Records
	a, b, c := list[0].Person, list[1].Person, list[2].Person
	if err := d.Join(t.Context(), a, b); err != nil {
		t.Fatal(err)
	}
	count(4)
	if err := d.Erase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	count(3)
	if n := len(d.Opened().Records); n != 3 {
		t.Errorf("counting emptied what is open: %d", n)
	}
	d.Lock()
	if _, err := d.Came(t.Context()); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
}
