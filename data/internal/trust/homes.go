package trust

import (
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// HomeOf notes where a person whose id is from before there were nonces signed up.
func (t *Trust) HomeOf(at map[string][]string, e *entry.Entry) map[string][]string {
	if t.makesHome(e) && !slices.Contains(at[e.Person], e.Booth) {
		at[e.Person] = append(at[e.Person], e.Booth)
	}
	return at
}

// ByHome splits the lines about one person if several booths say that the person signed up there: each then has a
// record of its own, so that no booth can replace another one's or speak for it. A booth is a home even if its line of
// the sign-up has lost its content.
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
			// The desk and this folder speak about everybody with the id; another booth only about its own.
			if o.Booth == b || o.Kind != entry.KindSignUp && (slices.Contains(t.Succeeds[o.Booth], b) || t.AtDesk(o.Entry) || t.IsOwn(o.Entry) || t.Accepted[o.Hash()]) {
				part = append(part, o)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// NobodysHomes has no homes for anybody.
func NobodysHomes(string) []string { return nil }
