package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// midway does something while a merge goes on.
type midway struct {
	*data.Store
	do func()
}

func (d *midway) Merge(ctx context.Context, path string, opt data.MergeOptions) (data.MergeReport, error) {
	d.do()
	return d.Store.Merge(ctx, path, opt)
}

// besideAnother is a desk at the page that merges, and the folder of another booth of the event that nobody has open. do is
// done whenever something is merged, before that.
func besideAnother(t *testing.T, do func(b *Booth)) (b *Booth, there string, now *time.Time) {
	t.Helper()
	b, _, now = booth(t)
	here, other := twoBooths(t, b, now)
	if _, err := other.SignUp(t.Context(), signedUp(*now, 0, canary, "13900000417")); err != nil {
		t.Fatal(err)
	}
	belongs(t, here, other)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	openedOver(t, b, now, here, &midway{here, func() { do(b) }}, t.TempDir(), session.DeskMerge)
	return b, other.Dir(), now
}

// Return in the field of a folder while it is being merged does not ask again.
func TestReturnInTheFieldDuringAMerge(t *testing.T) {
	b, there, _ := besideAnother(t, func(b *Booth) { typedIn(t, b, "source").OnSubmit() })
	touchOther(t, b)
	enters(t, b, "source", there)
	typedIn(t, b, "source").OnSubmit()
	if on1(b, "desk.merge") == nil {
		t.Fatalf("it was not looked at: %s", says(b.page))
	}
	touchOn(t, b, "desk.merge")
	if text := says(b.page); !strings.Contains(text, "新来 1 位") {
		t.Errorf("it says %s", text)
	}
}

// What was looked at is what is merged: another folder that is typed afterwards has to be looked at first.
func TestAnotherFolderIsTypedAfterTheLook(t *testing.T) {
	b, there, _ := besideAnother(t, func(*Booth) { t.Error("something was merged that nobody looked at") })
	touchOther(t, b)
	enters(t, b, "source", there)
	typedIn(t, b, "source").OnSubmit()
	if on1(b, "desk.merge") == nil {
		t.Fatalf("it was not looked at: %s", says(b.page))
	}
	enters(t, b, "source", there+"-other")
	if x := on1(b, "desk.merge"); x != nil {
		x.OnTap()
	}
}

// touchOther chooses the last of the sources: a folder that is typed.
func touchOther(t *testing.T, b *Booth) {
	t.Helper()
	for i := 0; ; i++ {
		id := "desk.merge.source." + string(rune('0'+i))
		if on1(b, id) == nil {
			t.Fatal("no folder can be typed")
		}
		if on1(b, "desk.merge.source."+string(rune('1'+i))) == nil {
			touchOn(t, b, id)
			return
		}
	}
}

// The desk is locked while something is merged: nothing of anybody is left, and nothing breaks.
func TestTheDeskIsLockedDuringAMerge(t *testing.T) {
	var stood *page.Page
	var now *time.Time
	b, there, now := besideAnother(t, func(b *Booth) {
		stood = b.page
		on(b, now, ev(session.CloseDesk))
	})
	touchOther(t, b)
	enters(t, b, "source", there)
	typedIn(t, b, "source").OnSubmit()
	touchOn(t, b, "desk.merge")
	if b.state.Screen != session.Attract || b.desk.Opened() != nil {
		t.Fatalf("%s", b.state.Screen)
	}
	for what, v := range map[string]any{"booth": b, "page": stood} {
		if way := held(v); way != "" {
			t.Errorf("a name is left in the %s: %s", what, way)
		}
	}
}

// claimed is a store in which a booth has said something about people of others.
type claimed struct {
	*data.Store
	do      func()
	answers int
}

func (d *claimed) Claims(context.Context) ([]data.Claim, error) {
	return []data.Claim{{Booth: strange, Kind: "correction"}}, nil
}

func (d *claimed) AcceptClaims(context.Context, *data.Desk, []data.Claim) error {
	d.answers++
	d.do()
	return nil
}

func (d *claimed) RefuseClaims(ctx context.Context, desk *data.Desk, all []data.Claim) error {
	return d.AcceptClaims(ctx, desk, all)
}

// Whoever touches both answers before the first is written gives one.
func TestClaimsAreAnsweredOnce(t *testing.T) {
	b, s, _, _ := overBooth(t, session.DeskMerge)
	d := &claimed{Store: s}
	b.Store, b.desk = d, b.deskOver(d)
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	d.do = func() {
		if d.answers < 3 {
			touchOn(t, b, "desk.merge.accept.0")
		}
	}
	touchOn(t, b, "desk.merge.refuse.0")
	if d.answers != 1 {
		t.Errorf("%d answers were written", d.answers)
	}
	touchOn(t, b, "desk.merge.refuse.0")
	if d.answers != 2 {
		t.Error("another answer was not taken")
	}
}
