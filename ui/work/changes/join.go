package changes

import (
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Join says that two sign-ups are one person's. The earlier one stays, whichever is named first, so that the receipt code
// that the person has had longest is shown. It returns the id of the person whose record goes into the other: the join is
// written about them. The error is a [Refused].
func Join(a, b record.Record, by string, now time.Time) (person string, j record.Join, err error) {
	var wrong refusals
	j = record.Join{At: stamp(now), Initials: wrong.initials(by)}
	stays, goes := a, b
	if earlier(b, a) {
		stays, goes = b, a
	}
	switch {
	case a.Person == b.Person:
		wrong.add(AboutPerson, "change.join.self")
	case slices.Contains(a.Parts, b.Person) || slices.Contains(b.Parts, a.Person):
		wrong.add(AboutPerson, "change.join.already")
	}
	if err := wrong.err(); err != nil {
		return "", record.Join{}, err
	}
	j.Into = stays.Person
	return goes.Person, j, nil
}

// Apart says that two sign-ups are not one person's, although they look like it: nobody is asked about them again. It is
// what an undone join says, without the join, so that the two are not one person for a moment either. The error is a
// [Refused].
func Apart(a, b record.Record, by string, now time.Time) (person string, j record.Join, err error) {
	person, j, err = Join(a, b, by, now)
	j.Undo = err == nil
	return person, j, err
}

// earlier reports whether a signed up before b. Two who did in the same second have an order all the same, the same at
// every booth.
func earlier(a, b record.Record) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c < 0
	}
	return a.Person < b.Person
}

// Undo takes a join back: part is the person or the receipt code of a record that was joined into r. It returns the id of
// the person about whom that is written. The error is a [Refused].
//
// Where a record came with another that it had been joined into before, that earlier join is the one taken back, and what
// else was joined into it comes along.
func Undo(r record.Record, part, by string, now time.Time) (person string, j record.Join, err error) {
	var wrong refusals
	j = record.Join{At: stamp(now), Initials: wrong.initials(by), Undo: true}
	at := slices.Index(r.Parts, part)
	if at < 0 {
		at = slices.IndexFunc(r.Joined, func(c entry.ReceiptCode) bool { return string(c) == part })
	}
	if at < 0 || at >= len(r.Parts) {
		wrong.add(AboutPerson, "change.join.none")
	} else {
		person = r.Parts[at]
		j.Into = r.Person
		for _, h := range r.History { // the last that is in force
			if h.Person == person && h.Join != nil && !h.Join.Undo {
				j.Into = h.Join.Into
			}
		}
	}
	if err := wrong.err(); err != nil {
		return "", record.Join{}, err
	}
	return person, j, nil
}
