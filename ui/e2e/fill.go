package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// fill enters the visitor's answers to what the screen asks. A visitor answers what they see: optional
// fields below the fold stay empty.
func (v *Visit) fill(ctx context.Context, l Layout, seen *Seen) (Layout, error) {
	l, err := v.fold(ctx, l) // a keyboard hides what lies below
	if err != nil {
		return l, err
	}
	var given []string
	toAnswer := func(f Spot) bool {
		_, done := seen.Given[f.ID]
		_, has := v.Who.Answers[f.ID]
		return has && !done
	}
	fields := l.Fields
	inUse := false // the keyboard's action key has already focused the field
	for i, f := range fields {
		id := f.ID
		if !toAnswer(f) {
			continue
		}
		var there bool
		if !inUse {
			if l, there, err = v.open(ctx, l, id); err != nil {
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
		if inUse = v.Who.ByKey && i+1 < len(fields) && toAnswer(fields[i+1]); inUse {
			if l, err = v.typist().stir(ctx, l, "key.go"); err != nil {
				return l, err
			}
		}
	}
	if l, err = v.fold(ctx, l); err != nil {
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
		if err := pause(ctx, motion); err != nil { // the page may be redrawn around the answer
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

// open touches a field. It first folds the keyboard away, which may hide the field or have pushed it up under
// the header.
func (v *Visit) open(ctx context.Context, l Layout, id string) (Layout, bool, error) {
	l, err := v.fold(ctx, l)
	if err != nil {
		return l, false, err
	}
	spot, there := l.Field(id)
	if !there || !l.shows(spot) {
		return l, false, nil
	}
	x, y := spot.Middle()
	if err := v.Booth.Hands.Tap(ctx, x, y); err != nil {
		return l, true, err
	}
	l, err = v.typist().Ready(ctx)
	return l, true, err
}

// pageFor is how long the layout must not change for a page to count as still: the booth reports a page
// that has moved a quarter of a second afterwards.
const pageFor = 450 * time.Millisecond

// fold puts the keyboard away if it is up.
func (v *Visit) fold(ctx context.Context, l Layout) (Layout, error) {
	if !l.hasKeys() {
		return l, nil
	}
	if _, err := v.typist().press(ctx, l, "key.hide"); err != nil {
		return l, err
	}
	if l, err := v.Booth.Eyes.WaitFor(ctx, keysIn, "the keyboard to go", func(l Layout) bool { return !l.hasKeys() }); err != nil {
		return l, err
	}
	return v.typist().standFor(ctx, pageFor) // the page that it had pushed up comes down
}

// enter types an answer into the focused field.
func (v *Visit) enter(ctx context.Context, answer string) error {
	if v.Who.Finger {
		return v.typist().Type(ctx, answer)
	}
	return v.Booth.Hands.Type(ctx, answer)
}

// typist returns the visitor's finger on the keyboard.
func (v *Visit) typist() *Typist {
	if v.finger == nil {
		v.finger = &Typist{Hands: v.Booth.Hands, Eyes: v.Booth.Eyes, Spell: Spelling, Nine: v.Who.Nine}
	}
	return v.finger
}
