//go:build e2e

package main

import (
	"image"
	"strings"
	"time"
)

// byFinger has nothing but a finger, and a scanner.
type byFinger struct{ *volunteer }

// into touches a field and types into it with the desk's own keys, which it leaves up.
func (v *byFinger) into(id, text string) {
	v.t.Helper()
	v.touchField(id)
	v.must(v.typist.Type(v.ctx, text))
}

// touchField touches a field, which brings the keys up.
func (v *byFinger) touchField(id string) Layout {
	v.t.Helper()
	v.fold()
	s, _ := v.field(id).Field(id)
	x, y := s.Middle()
	v.must(v.b.Hands.Tap(v.ctx, x, y))
	l, err := v.typist.Ready(v.ctx)
	v.must(err)
	return l
}

// fold puts the keys away.
func (v *byFinger) fold() {
	v.t.Helper()
	l, _, err := v.b.Eyes.Now()
	v.must(err)
	visit := Visit{Booth: v.b}
	_, err = visit.fold(v.ctx, l)
	v.must(err)
}

func (v *byFinger) open() {
	v.tap("desk.to.people")
	v.into("initials", "LQ")
	v.into("passphrase", practicePassphrase)
	v.fold()
	v.button("desk.open")
	v.opens(func() { v.tap("desk.open") })
	v.field("desk.search")
}

func (v *byFinger) find() {
	v.into("desk.search", initials)
	v.fold() // the keys lie over the list
	l := v.sees("one row", func(l Layout) bool { return rowsOf(l) != image.Rectangle{} })
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "desk.row.") {
			v.tap(s.ID)
			break
		}
	}
	v.button("desk.row.phone")
}

func (v *byFinger) correct() {
	v.tap("desk.row.phone")
	l := v.touchField("phone")
	for range wasPhone {
		var err error
		l, err = v.typist.press(v.ctx, l, "key.back")
		v.must(err)
	}
	v.must(v.typist.Type(v.ctx, nowPhone))
	v.fold()
	v.reason = "换了新的"
	v.tap("desk.reason.new")
	v.tap("desk.one.save")
	v.button("desk.row.phone")
}

func (v *byFinger) check() {
	v.tap("desk.one.check")
	v.sees("the first step", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.rang") })
	v.tap("desk.check.yes")
	v.sees("the second step", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.identity") })
	v.tap("desk.check.yes")
	v.field("kit")
	v.scan(kitCode)
	v.sees("the last step", func(l Layout) bool { return !l.has("desk.row.step.sample") })
	v.tap("desk.check.done")
	v.sees("somebody else", func(l Layout) bool { return l.has("desk.check.yes") && !l.has("desk.row.step.rang") })
}

func (v *byFinger) join() {
	v.tap("desk.to.doubles")
	s, _ := v.button("desk.doubles.one").Target("desk.doubles.one")
	x, y := s.Middle()
	v.must(v.b.Hands.LongPress(v.ctx, Point{x, y}, 2*time.Second))
	v.button("desk.doubles.part")
}

func (v *byFinger) call() {
	v.tap("desk.to.calls")
	v.tap("desk.calls.as.reached")
	l := v.button("desk.calls.takeback")
	v.tap("desk.calls.as.no_answer")
	v.sees("who is next", func(now Layout) bool { return now.Seq > l.Seq && now.has("desk.calls.as.reached") })
}

func (v *byFinger) lunch() {
	v.tap("desk.close")
	v.into("passphrase", practicePassphrase)
	v.fold()
	v.tap("desk.open")
	v.button("desk.calls.as.reached")
}

func (v *byFinger) merge() {
	v.tap("desk.to.merge")
	v.button("desk.merge.source.1")
	v.tap("desk.merge.source.0")
	v.tap("desk.merge.booth.0")
	v.tap("desk.merge")
	v.button("desk.merge.next.check")
}

func (v *byFinger) forms() {
	v.tap("desk.merge.source.1")
	v.tap("desk.merge")
	v.button("desk.merge.next.check")
}

func (v *byFinger) handOver() {
	v.tap("desk.to.handover")
	v.button("desk.give")
	v.exported(func() { v.tap("desk.give") })
}

func (v *byFinger) end() {
	v.tap("desk.to.day")
	v.tap("desk.day.close")
	v.field("passphrase")
}
