//go:build e2e

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// deskHands is how a volunteer does what there is to do in a day at the desk. Each part begins where the one before ended.
type deskHands interface {
	open()     // the desk at the list, with initials and passphrase
	find()     // who is sought, by the initials of their name
	correct()  // their number, with a reason
	check()    // the phone rang, the name is right, the kit is scanned
	join()     // the two sign-ups of one person
	call()     // two of those who are due, with different outcomes
	lunch()    // locks, and opens again
	merge()    // the other booth, once its six words are agreed to
	forms()    // takes the list of typed forms
	handOver() // to the registry, closed with a passphrase, onto this computer
	end()      // closes the day, which locks
}

// A volunteer's whole day at the desk in a real window, once by finger and once by keys alone: nothing there needs the other.
// Afterwards the folder has all of it, under who did it, and shows nothing of anybody.
func TestAWholeDayAtTheDesk(t *testing.T) {
	t.Parallel()
	n := crowd(t)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	begun := time.Now()
	folders, handedOver := deskFolders(ctx, t, n)
	t.Logf("%d people in the store, prepared in %.0f s", n+extra, time.Since(begun).Seconds())
	for _, by := range []struct {
		name  string
		hands func(*volunteer) deskHands
	}{
		{"by finger", func(v *volunteer) deskHands { return &byFinger{v} }},
		{"by keys alone", func(v *volunteer) deskHands { return &byKeys{v} }},
	} {
		t.Run(by.name, func(t *testing.T) { aDayAtTheDesk(t, morning(t, folders), n, handedOver, by.hands) })
	}
}

func aDayAtTheDesk(t *testing.T, parent string, n, handedOver int, hands func(*volunteer) deskHands) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	display, err := OpenDisplay(ctx, "1280x800")
	wants(t, err)
	defer display.Close()
	folder := filepath.Join(parent, "data")
	b, err := OpenDesk(ctx, display, program, folder, "1280x800", "zh")
	wants(t, err)
	defer b.Close()
	v := &volunteer{t: t, ctx: ctx, b: b, typist: &Typist{Hands: b.Hands, Eyes: b.Eyes}}
	h := hands(v)
	for _, part := range []struct {
		name string
		do   func()
	}{
		{"open", h.open}, {"find", h.find}, {"correct", h.correct}, {"check", h.check}, {"join", h.join}, {"call", h.call},
		{"lunch", h.lunch}, {"merge", h.merge}, {"forms", h.forms}, {"hand over", h.handOver}, {"end", h.end},
	} {
		v.part = part.name
		begun := time.Now()
		part.do()
		t.Logf("%-9s %5.1f s", part.name, time.Since(begun).Seconds())
	}
	t.Log(v.measured())
	wants(t, b.Close())

	theirs, err := newBooth(display, program, filepath.Join(parent, "booth-2"), "1280x800")
	wants(t, err)
	var other struct{ Booth string }
	asked(ctx, t, theirs, &other, "status")
	theDayIsInTheFolder(ctx, t, b, n, handedOver, other.Booth)
	wants(t, b.KeepsNothingReadable([]string{sought, wasPhone, nowPhone, kitCode, twiceName, oncesName, twiceTel, typedName, otherName,
		"13910000001", "13788880001", "13788890001", v.reason}))
}

// theDayIsInTheFolder asks the commands what is in the folder.
func theDayIsInTheFolder(ctx context.Context, t *testing.T, b *Booth, n, handedOver int, other string) {
	t.Helper()
	const who = "LQ"
	here := n + extra - 1 + elsewhere + onPaper // two sign-ups are one person
	var all []known
	asked(ctx, t, b, &all, "people")
	if len(all) != here {
		t.Errorf("%d people, want %d", len(all), here)
	}
	count := map[string]int{}
	for _, p := range all {
		name, _ := p.Fields["name"].(string)
		switch {
		case name == sought:
			theOneWhoWasSought(t, p, who)
		case len(p.Joined) > 0:
			count["joined"]++
			if name != twiceName && name != oncesName {
				t.Error("somebody else was joined")
			}
			if !slices.ContainsFunc(p.History, func(h struct{ By, Kind, Reason string }) bool { return h.Kind == "join" && h.By == who }) {
				t.Error("nobody joined the two")
			}
		}
		for _, c := range p.Contacts {
			count[c.Outcome+" "+c.Initials]++
		}
		for _, prefix := range []string{otherName, typedName} {
			if strings.HasPrefix(name, prefix) {
				count[prefix]++
			}
		}
	}
	if want := map[string]int{"joined": 1, "reached " + who: 1, "no_answer " + who: 1, otherName: elsewhere, typedName: onPaper}; fmt.Sprint(count) != fmt.Sprint(want) {
		t.Errorf("there are %v, want %v", count, want)
	}
	var doubles []any
	if asked(ctx, t, b, &doubles, "doubles"); len(doubles) > 0 {
		t.Errorf("%d doubles are left", len(doubles))
	}
	var status struct{ Signups, Erased int }
	if asked(ctx, t, b, &status, "status"); status.Signups != here || status.Erased != 0 {
		t.Errorf("the folder has %d people, %d erased; want %d", status.Signups, status.Erased, here)
	}
	handedOver += elsewhere + onPaper - 1
	theAuditNames(ctx, t, b, who, other, handedOver)
	var day struct {
		Opened           bool
		ExportedRegistry int `json:"exported_registry"`
	}
	if asked(ctx, t, b, &day, "day"); !day.Opened || day.ExportedRegistry != handedOver {
		t.Errorf("the registry has %d, want %d", day.ExportedRegistry, handedOver)
	}
	files, err := filepath.Glob(filepath.Join(b.folder, "exports", "*"))
	wants(t, err)
	if len(files) != 1 || filepath.Ext(files[0]) != ".xlsx" {
		t.Fatalf("the folder of exports has %v", files)
	}
	book, err := os.ReadFile(files[0])
	wants(t, err)
	if !bytes.HasPrefix(book, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) { // an encrypted workbook is in a compound file; an open one is a zip
		t.Error("the workbook is not closed")
	}
}

// theOneWhoWasSought was corrected and checked.
func theOneWhoWasSought(t *testing.T, p known, who string) {
	t.Helper()
	if p.Fields["phone"] != nowPhone {
		t.Errorf("the number was not corrected")
	}
	corrected := false
	for _, h := range p.History {
		corrected = corrected || h.Kind == "correction" && h.By == who && h.Reason != ""
	}
	if !corrected {
		t.Errorf("nobody corrected with a reason: %d lines of history", len(p.History))
	}
	kits, answers := map[string]int{}, map[string]bool{}
	for _, c := range p.Checks {
		if c.Kit != "" {
			kits[c.Kit+" "+c.Initials]++
		}
		for step, yes := range c.Answers {
			answers[step] = yes
		}
	}
	if kits[kitCode+" "+who] != 1 || len(kits) != 1 || !answers["rang"] || !answers["identity"] {
		t.Errorf("checked %v with kits %v", answers, kits)
	}
}

// theAuditNames says who did what.
func theAuditNames(ctx context.Context, t *testing.T, b *Booth, who, other string, handedOver int) {
	t.Helper()
	var audit []struct {
		Who, What string
		Persons   int
	}
	asked(ctx, t, b, &audit, "audit")
	var said []string
	for _, l := range audit {
		said = append(said, fmt.Sprintf("%s: %s: %d", l.Who, l.What, l.Persons))
	}
	for what, persons := range map[string]int{
		"correction": 1, "check": 1, "join": 1, "contact": 1,
		"merge from booth " + other: elsewhere, "import: 0 here already, 0 refused": onPaper,
		"export xlsx for registry": handedOver,
	} {
		if line := fmt.Sprintf("%s: %s: %d", who, what, persons); !slices.Contains(said, line) {
			t.Errorf("the audit has no line %q among\n%s", line, strings.Join(said, "\n"))
		}
	}
	opened, closed := 0, 0
	for _, line := range said {
		if line == who+": desk opened: 0" {
			opened++
		}
		if strings.HasPrefix(line, who+": day closed") {
			closed++
		}
	}
	if opened != 2 || closed != 1 {
		t.Errorf("the desk was opened %d times and the day closed %d times, want 2 and 1", opened, closed)
	}
}
