package trust

import (
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// HomeOf notes where somebody with an id from before there were nonces signed up.
func (t *Trust) HomeOf(at map[string][]string, e *entry.Entry) map[string][]string {
	if t.makesHome(e) && !slices.Contains(at[e.Person], e.Booth) {
		at[e.Person] = append(at[e.Person], e.Booth)
	}
	return at
}

// ByHome parts the lines about one person where several booths say that the person signed up there: what each has is a
// record of its own then, so that nobody takes another one's place or speaks for another one's. Where a line of the
// sign-up has lost its content, its booth is no less a home.
func ByHome(t *Trust, hidden Gone, home Homes, mine []record.Opened) (parts [][]record.Opened) {
	if len(mine) == 0 {
		return nil
	}
	person := mine[0].Person
	at := home(person)
	if len(at) < 2 {
		return [][]record.Opened{mine}
	}
	for _, b := range at {
		if hidden.at[[2]string{person, b}] {
			continue
		}
		var part []record.Opened
		for _, o := range mine {
			// What the desk or this folder says is about whoever has the id; what another booth says, about its own.
			if o.Booth == b || o.Kind != entry.KindSignUp && (slices.Contains(t.Succeeds[o.Booth], b) || t.AtDesk(o.Entry) || t.IsOwn(o.Entry) || t.Accepted[o.Hash()]) {
				part = append(part, o)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// NobodysHomes knows of nobody where they signed up.
func NobodysHomes(string) []string { return nil }
