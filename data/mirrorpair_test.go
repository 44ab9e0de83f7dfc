package data

import (
	"testing"

	"matchbooth/data/record"
)

// Who is one person by lines that only the copy has, since the main disk came back older, is erased together there: the file
// beside the copy keeps nothing of the other sign-up, unless the join was taken back, or was not the desk's to make.
func TestWhoIsOnePersonOnlyInTheCopyIsErasedTogether(t *testing.T) {
	for name, x := range map[string]struct {
		undone bool
		gone   bool
	}{"joined": {gone: true}, "parted again": {undone: true}} {
		t.Run(name, func(t *testing.T) {
			stick := t.TempDir()
			s := mirrored(t, stick)
			desk, err := s.DeskOf(unlock(t, s))
			if err != nil {
				t.Fatal(err)
			}
			defer desk.Close()
			p := signUp(t, s)
			caughtUp(t, s)
			s.Close()
			older := copyFolder(t, s.Dir())

			s = openMirrored(t, s.Dir(), stick)
			twice, other := signUp(t, s), signUp(t, s)
			join := func(undo bool) {
				t.Helper()
				at, err := s.AtDesk(desk)
				if err != nil {
					t.Fatal(err)
				}
				if err := at.Join(t.Context(), twice.Person, record.Join{At: eventDay, Initials: "LM", Into: p.Person, Undo: undo}); err != nil {
					t.Fatal(err)
				}
			}
			join(false)
			if x.undone {
				join(true)
			}
			caughtUp(t, s)
			twiceSealed, otherSealed := sealedOf(t, s, twice.Person), sealedOf(t, s, other.Person)
			s.Close()

			s = openMirrored(t, older, stick)
			caughtUp(t, s)
			if piecesIn(t, stick, twiceSealed) == 0 || piecesIn(t, stick, otherSealed) == 0 {
				t.Fatal("what only the copy had was thrown away")
			}
			if _, err := s.Erase(t.Context(), p.Code); err != nil {
				t.Fatal(err)
			}
			caughtUp(t, s)
			if gone := piecesIn(t, stick, twiceSealed) == 0; gone != x.gone {
				t.Errorf("the other sign-up of who was erased is gone: %t", gone)
			}
			if piecesIn(t, stick, otherSealed) == 0 {
				t.Error("somebody else was erased with them")
			}
			// The same once the copy is looked at anew, and where it is written anew from what lies beside it.
			signUp(t, s)
			s.Close()
			s = openMirrored(t, older, stick)
			caughtUp(t, s)
			if gone := piecesIn(t, stick, twiceSealed) == 0; gone != x.gone || piecesIn(t, stick, otherSealed) == 0 {
				t.Errorf("after the next start: the other sign-up is gone: %t", gone)
			}
		})
	}
}
