package changes

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/people"
)

// Checking is what a volunteer says of one person: steps with yes or no, those left out were not looked at, and the barcode
// of the kit that was handed over.
type Checking struct {
	Answers map[string]bool // by id; a step without an answer is absent
	Kit     string          // as the scanner typed it; "" for none
	// Replace says that somebody has looked at the box: the kit takes the place of the one the person has.
	Replace bool
}

// Steps are the ids of the steps that are answered by yes or no in a pack's check. The kit is none of them: it is asked for
// by its barcode.
func Steps(pack *event.Pack) (ids []string) {
	for _, s := range pack.CheckList() {
		if s.Kind != event.CheckScan {
			ids = append(ids, s.ID)
		}
	}
	// What the program knows may be noted at any event, as by the command line.
	for _, id := range []string{record.StepRang, record.StepIdentity, record.StepSample} {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Check builds a check of a person of the list. A kit belongs to one person and a person has one kit: one that somebody
// else has is refused with that person's receipt code, and a second one is refused unless it replaces the first. The kit
// that the person already has may be scanned again. The error is a [Refused].
func Check(pack *event.Pack, list *people.List, r record.Record, said Checking, by string, now time.Time) (record.Check, error) {
	var wrong refusals
	c := record.Check{At: stamp(now), Initials: wrong.initials(by)}
	steps := Steps(pack)
	for _, id := range slices.Sorted(maps.Keys(said.Answers)) {
		if !slices.Contains(steps, id) {
			wrong.unknown(AboutStep, id, steps)
			continue
		}
		if c.Answers == nil {
			c.Answers = map[string]bool{}
		}
		c.Answers[id] = said.Answers[id]
	}
	c.Rang, c.Identity = c.Answers[record.StepRang], c.Answers[record.StepIdentity]
	kit, key := Kit(said.Kit)
	switch {
	case key != "":
		wrong.add(AboutKit, key, "Max", MostKit)
	case kit != "":
		wrong.kit(list, r, kit, said.Replace)
		c.Kit = kit
		if said.Replace {
			if c.Answers == nil {
				c.Answers = map[string]bool{}
			}
			c.Answers[record.StepKit] = true // from here on this is the kit, see people.List.KitClashes
		}
	case len(said.Answers) == 0:
		wrong.add(AboutAll, "change.check.nothing")
	}
	if err := wrong.err(); err != nil {
		return record.Check{}, err
	}
	return c, nil
}

// kit refuses a kit that is not, or not yet, the person's.
func (r *refusals) kit(list *people.List, rec record.Record, kit string, replace bool) {
	for _, at := range list.WithKit(kit) {
		if has := list.Record(at); has.Person != rec.Person {
			r.add(AboutKit, "change.kit.other", "Code", has.Code.String())
			return
		}
	}
	// Where two booths have each scanned one, scanning either of them again settles it only when somebody says so.
	others := slices.DeleteFunc(people.Kits(rec), func(k string) bool { return people.IsSameKit(k, kit) })
	if len(others) > 0 && !replace {
		r.add(AboutKit, "change.kit.second", "Kit", tail(others[0]))
	}
}

// tail returns the end of a barcode, which is what people compare.
func tail(kit string) string {
	const n = 4
	if runes := []rune(kit); len(runes) > n {
		return "…" + string(runes[len(runes)-n:])
	}
	return kit
}

// Kit returns a barcode as it is kept: as the scanner typed it, without what it types before and after and without control
// characters, such as the Enter at its end and the group separators of GS1. problem is the key of a sentence for what is no
// barcode: one with blanks in it is two that were scanned one after the other, or words.
func Kit(scanned string) (kit, problem string) {
	kit = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E: // an input method was on while the scanner typed
			return r - 0xFEE0
		}
		return r
	}, strings.ToValidUTF8(scanned, "\uFFFD"))
	kit = strings.TrimSpace(kit)
	switch {
	case len(kit) > MostKit:
		return "", "change.kit.long"
	case strings.ContainsFunc(kit, unicode.IsSpace):
		return "", "change.kit.blank"
	case strings.ContainsFunc(kit, func(r rune) bool { return r > unicode.MaxASCII }):
		return "", "change.kit.signs"
	}
	return kit, ""
}
