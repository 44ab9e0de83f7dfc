package calls

import (
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Missing returns the required steps of the pack's check list that nobody has answered yet for a person, in order. A
// step that was answered with no is answered.
func Missing(p *event.Pack, r record.Record) (steps []event.Check) {
	for _, s := range p.CheckList() {
		if _, said := r.Checked(s.ID); s.Required && !said {
			steps = append(steps, s)
		}
	}
	return steps
}

// Checked returns whether a volunteer has checked somebody: anything at all, and every required step of the pack's list.
func Checked(p *event.Pack) func(record.Record) bool {
	return func(r record.Record) bool { return len(r.Checks) > 0 && len(Missing(p, r)) == 0 }
}
