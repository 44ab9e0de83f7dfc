package data

import (
	"testing"

	"matchbooth/data/internal/keys"
)

// Whoever forgets with the event's key forgets everywhere: what a merge or a hub gets of it empties there at once, whichever
// booth the people signed up at. Without a key it is the word of one booth, which about others' people is a claim.
func TestAPurgeWithTheEventsKeyIsTheDesks(t *testing.T) {
	for _, withKey := range []bool{false, true} {
		r := newRig(t)
		far, near := r.signUp(r.a, "甲"), r.signUp(r.b, "乙")
		merged(t, r.b, asItLies(t, r.a.Dir()))
		merged(t, r.c, asItLies(t, r.a.Dir()))
		r.now = eventDay.AddDate(2, 0, 0)
		var by Judging
		if withKey {
			key := r.key()
			by = Judging{Key: key}
			defer keys.Opener.Close(key)
		}
		rec, err := r.b.PurgeBy(t.Context(), r.now, by)
		if err != nil || rec.Persons != 2 {
			t.Fatalf("%+v, %v", rec, err)
		}
		merged(t, r.c, asItLies(t, r.b.Dir()))
		if gone := partsOf(t, r.c, far.Person) == 0; gone != withKey {
			t.Errorf("with the key %t: somebody else's person is gone %t", withKey, gone)
		}
		if _, byDesk := erasuresAbout(t, r.c, near.Person); byDesk > 0 != withKey {
			t.Errorf("with the key %t: %d erasures are the desk's", withKey, byDesk)
		}
		sound(t, r.b)
	}
}
