//go:build e2e

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// OpenDesk starts the desk alone on a folder that is there, and waits for its first page.
func OpenDesk(ctx context.Context, d *Display, binary, folder, size, lang string) (*Booth, error) {
	b, err := newBooth(d, binary, folder, size)
	if err != nil {
		return nil, err
	}
	if err := b.start(ctx, d, nil, "desk", "--data", folder, "--size", size, "--lang", lang); err != nil {
		return nil, err
	}
	if err := b.wait(ctx, d); err != nil {
		end(b.process)
		return nil, err
	}
	return b, nil
}

// A volunteer at the desk alone, by keys and by finger: it is opened, somebody is found by Pinyin, checked while they are
// there with a kit from a scanner, and called; locked, nothing of them is on the screen. What was noted is in the folder.
func TestAVolunteersDayAtTheDesk(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	display, err := OpenDisplay(ctx, "1280x800")
	wants(t, err)
	defer display.Close()
	folder := filepath.Join(t.TempDir(), "data")
	list := filepath.Join(t.TempDir(), "people.csv")
	yesterday := time.Now().AddDate(0, 0, -8).Format(time.DateOnly)
	wants(t, os.WriteFile(list, []byte("name,phone,consents,signed_at\n曾可愉,15900002615,notice;followup,"+yesterday+"\n周可文,15200008820,notice,"+yesterday+"\n"), 0o600))
	pass := filepath.Join(t.TempDir(), "pass")
	wants(t, os.WriteFile(pass, []byte(practicePassphrase), 0o600))
	b, err := newBooth(display, program, folder, "1280x800")
	wants(t, err)
	if out, err := b.Command(ctx, "import", "--data", folder, "--yes", list); err != nil {
		t.Fatal(out)
	}

	b, err = OpenDesk(ctx, display, program, folder, "1280x800", "zh")
	wants(t, err)
	defer b.Close()
	has := func(what string, is func(Layout) bool) Layout {
		t.Helper()
		l, err := b.Eyes.WaitFor(ctx, patience, what, is)
		wants(t, err)
		wants(t, pause(ctx, 700*time.Millisecond))
		return l
	}
	target := func(id string) Layout {
		t.Helper()
		return has(id, func(l Layout) bool { _, ok := l.Target(id); return ok })
	}
	field := func(id string) Layout {
		t.Helper()
		return has(id, func(l Layout) bool { _, ok := l.Field(id); return ok })
	}
	tap := func(id string) {
		t.Helper()
		spot, _ := target(id).Target(id)
		x, y := spot.Middle()
		wants(t, b.Hands.Tap(ctx, x, y))
	}

	tap("desk.to.people")
	field("passphrase")
	wants(t, b.Hands.Type(ctx, "LQ"))
	wants(t, b.Hands.Key(ctx, "Return"))
	wants(t, b.Hands.Type(ctx, practicePassphrase))
	wants(t, b.Hands.Key(ctx, "Return"))
	field("desk.search")
	wants(t, b.Hands.Type(ctx, "zengke"))
	wants(t, b.Hands.Key(ctx, "Return"))
	target("desk.one.show")
	tap("desk.one.check")
	tap("desk.check.yes")
	wants(t, pause(ctx, time.Second))
	wants(t, b.Hands.Press(ctx, "SH-0521-7\n")) // a scanner is a keyboard, and a fast one
	tap("desk.check.done")
	wants(t, pause(ctx, time.Second))
	wants(t, b.Hands.Key(ctx, "F4"))
	tap("desk.calls.as.reached")
	wants(t, pause(ctx, time.Second))
	tap("desk.close")
	field("passphrase")
	wants(t, b.Close())

	out, err := b.Command(ctx, "people", "--data", folder, "--passphrase-file", pass, "--find", "曾可愉", "--json")
	wants(t, err)
	var people []struct {
		Checks []struct {
			Rang          bool
			Kit, Initials string
		}
		Contacts []struct{ Outcome, Initials string }
	}
	array := out[max(0, strings.IndexByte(out, '[')) : strings.LastIndexByte(out, ']')+1] // between what else it says
	wants(t, json.Unmarshal([]byte(array), &people))
	if len(people) != 1 || len(people[0].Checks) == 0 || len(people[0].Contacts) != 1 || people[0].Contacts[0].Outcome != "reached" || people[0].Contacts[0].Initials != "LQ" {
		t.Fatalf("%d people with %+v", len(people), people)
	}
	rang, kit := false, ""
	for _, c := range people[0].Checks {
		rang = rang || c.Rang
		if c.Kit != "" {
			kit = c.Kit
		}
	}
	if !rang || kit != "SH-0521-7" {
		t.Errorf("rang %t, kit %q", rang, kit)
	}
	wants(t, b.KeepsNothingReadable([]string{"曾可愉", "15900002615", "SH-0521-7"}))
}
