//go:build e2e

package main

import (
	"slices"
	"strings"
)

// byKeys never touches the pointer.
type byKeys struct{ *volunteer }

func (v *byKeys) open() {
	v.button("desk.to.people")
	v.keys("F2")
	v.field("passphrase")
	v.must(v.b.Hands.Type(v.ctx, "LQ"))
	v.keys("Return")
	v.must(v.b.Hands.Type(v.ctx, practicePassphrase))
	v.opens(func() { v.strike('\n') })
	v.field("desk.search")
}

// strike presses one key and, as it is measured what comes of it, does not wait afterwards.
func (v *byKeys) strike(r rune) {
	code, _, err := v.b.Hands.display.key(r)
	v.must(err)
	wire := v.b.Hands.display.wire
	v.must(wire.KeyDown(code))
	v.must(wire.KeyUp(code))
	v.must(wire.Sync())
}

func (v *byKeys) find() {
	v.types(initials, v.strike)
	v.keys("Return")
	v.button("desk.row.phone")
}

func (v *byKeys) correct() {
	down(v.volunteer, v.button("desk.row.phone"), "desk.row.phone")
	v.keys("Return")
	v.field("reason")
	v.must(v.b.Hands.Keys(v.ctx, "BackSpace", len(wasPhone)))
	v.must(v.b.Hands.Type(v.ctx, nowPhone))
	v.keys("Tab")
	v.reason = "changed it herself"
	v.must(v.b.Hands.Type(v.ctx, v.reason))
	v.keys("Return")
	v.button("desk.row.phone")
}

// down presses the arrow key until it is at a row of a person's page.
func down(v *volunteer, l Layout, id string) {
	var rows []string
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "desk.row.") {
			rows = append(rows, s.ID)
		}
	}
	for range slices.Index(rows, id) + 1 {
		v.keys("Down")
	}
}

func (v *byKeys) check() {
	v.keys("Escape") // once more from the list: the arrow keys begin at the first row
	v.field("desk.search")
	v.keys("Return")
	v.button("desk.row.phone")
	v.keys("Up", "Return") // the last of what can be done
	v.sees("the first step", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.rang") })
	v.keys("space")
	v.sees("the second step", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.identity") })
	v.keys("space")
	v.field("kit")
	v.scan(kitCode)
	v.sees("the last step", func(l Layout) bool { return !l.has("desk.row.step.sample") })
	v.keys("Return")
	v.sees("somebody else", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.rang") })
}

func (v *byKeys) join() {
	v.keys("F5")
	v.button("desk.doubles.show")
	v.keys("Return")
	v.gone("desk.doubles.show") // it says what Enter does once more
	v.keys("Return")
	v.button("desk.doubles.part")
}

func (v *byKeys) call() {
	v.keys("F4")
	v.button("desk.calls.as.reached")
	v.keys("1")
	l := v.button("desk.calls.takeback")
	v.keys("2")
	v.sees("who is next", func(now Layout) bool { return now.Seq > l.Seq && now.has("desk.calls.as.reached") })
}

func (v *byKeys) lunch() {
	v.keys("F9")
	v.field("passphrase")
	v.must(v.b.Hands.Type(v.ctx, practicePassphrase))
	v.keys("Return")
	v.button("desk.calls.as.reached")
}

func (v *byKeys) merge() {
	v.keys("F6")
	v.button("desk.merge.source.1")
	v.keys("Return")
	v.button("desk.merge.booth.0")
	v.keys("space")
	v.button("desk.merge")
	v.keys("Return")
	v.button("desk.merge.next.check")
}

func (v *byKeys) forms() {
	v.keys("Down")
	v.gone("desk.merge.next.check")
	v.keys("Return")
	v.button("desk.merge")
	v.keys("Return")
	v.button("desk.merge.next.check")
}

func (v *byKeys) handOver() {
	v.keys("F7")
	v.button("desk.give")
	v.exported(func() { v.keys("Return") })
}

func (v *byKeys) end() {
	v.keys("F8")
	v.button("desk.day.close")
	v.keys("Up", "Return")
	v.field("passphrase")
}
