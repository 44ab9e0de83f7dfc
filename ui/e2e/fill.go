package main

import (
	"context"
	"fmt"
	"strings"
)

// fill gives the visitor's answers to what the screen asks. A visitor answers what they see: what
// lies below the fold and is optional stays empty.
func (v *Visit) fill(ctx context.Context, l Layout, seen *Seen) (Layout, error) {
	var ids, given []string
	for _, f := range l.Fields {
		_, done := seen.Given[f.ID]
		if _, has := v.Who.Answers[f.ID]; has && !done {
			ids = append(ids, f.ID)
		}
	}
	inUse := false // the keyboard's action key has brought the field into use already
	for i, id := range ids {
		var there bool
		var err error
		if !inUse {
			if l, there, err = v.open(ctx, l, id, i > 0); err != nil {
				return l, fmt.Errorf("opening %s: %w", id, err)
			}
			if !there {
				continue
			}
		}
		if err = v.enter(ctx, v.Who.Answers[id]); err != nil {
			return l, fmt.Errorf("typing %s: %w", id, err)
		}
		if l, err = v.typist().stand(ctx); err != nil {
			return l, err
		}
		seen.Given[id] = v.Who.Answers[id]
		given = append(given, id)
		if v.Who.Finger {
			if _, err = v.photograph(ctx, "form-"+id); err != nil {
				return l, err
			}
		}
		if inUse = v.Who.ByKey && i+1 < len(ids); inUse {
			if l, err = v.typist().turn(ctx, l, "key.go"); err != nil {
				return l, err
			}
		}
	}
	l, err := v.fold(ctx, l)
	if err != nil {
		return l, err
	}
	for _, t := range v.Who.Taps {
		spot, there := l.Target(t.Target)
		if _, done := seen.Given[t.Field]; done || !there || !l.shows(spot) {
			continue
		}
		if err := v.tap(ctx, l, t.Target); err != nil {
			return l, err
		}
		if err := pause(ctx, motion); err != nil { // the page may be drawn anew around the answer
			return l, err
		}
		if l, err = v.typist().stand(ctx); err != nil {
			return l, err
		}
		seen.Given[t.Field] = t.Gives
		given = append(given, t.Field)
	}
	if len(given) > 0 {
		v.say("%-11s answered %s", "form", strings.Join(given, ", "))
	}
	return l, nil
}

// open touches a field, having folded the keyboard away where that or the lifted page hides it.
func (v *Visit) open(ctx context.Context, l Layout, id string, later bool) (Layout, bool, error) {
	spot, there := l.Field(id)
	if l.hasKeys() && (!there || later) {
		var err error
		if l, err = v.fold(ctx, l); err != nil {
			return l, false, err
		}
		spot, there = l.Field(id)
	}
	if !there || !l.shows(spot) {
		return l, false, nil
	}
	x, y := spot.Middle()
	if err := v.Booth.Hands.Tap(ctx, x, y); err != nil {
		return l, true, err
	}
	if _, err := v.Booth.Eyes.WaitFor(ctx, keysIn, "the keyboard", Layout.hasKeys); err != nil {
		return l, true, err
	}
	l, err := v.typist().stand(ctx)
	return l, true, err
}

// fold puts the keyboard away, if it is there.
func (v *Visit) fold(ctx context.Context, l Layout) (Layout, error) {
	if !l.hasKeys() {
		return l, nil
	}
	if _, err := v.typist().press(ctx, l, "key.hide"); err != nil {
		return l, err
	}
	return v.Booth.Eyes.WaitFor(ctx, keysIn, "the keyboard to go", func(l Layout) bool { return !l.hasKeys() })
}

// enter types an answer into the field in use.
func (v *Visit) enter(ctx context.Context, answer string) error {
	if v.Who.Finger {
		return v.typist().Type(ctx, answer)
	}
	return v.Booth.Hands.Type(ctx, answer)
}

// typist is the visitor's finger on the keyboard.
func (v *Visit) typist() *Typist {
	if v.finger == nil {
		v.finger = &Typist{Hands: v.Booth.Hands, Eyes: v.Booth.Eyes, Spell: Spelling, Nine: v.Who.Nine}
	}
	return v.finger
}
