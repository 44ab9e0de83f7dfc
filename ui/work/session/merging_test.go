package session

import (
	"context"
	"errors"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
)

func (*crowd) PreviewMerge(_ context.Context, _ string, _ data.Opener, opt data.MergeOptions) (data.MergePreview, error) {
	var p data.MergePreview
	for _, booth := range []string{"known by its words", "a stranger"} {
		if !opt.Accept(booth, 3) {
			p.Refused = append(p.Refused, booth)
		}
	}
	p.KeysLeft = !opt.Keys(data.KeyOffer{New: data.KeySet{Fingerprint: "77d01e5a92bc4f38"}})
	return p, nil
}

func (p *crowd) Merge(context.Context, string, data.MergeOptions) (data.MergeReport, error) {
	p.n++
	r := data.MergeReport{Added: 1, KeysTaken: p.keys == nil, Booths: []data.MergedBooth{{ID: "b"}}}
	return r, p.keys
}
func (*crowd) Claims(context.Context) ([]data.Claim, error)                 { return nil, nil }
func (*crowd) AcceptClaims(context.Context, *data.Desk, []data.Claim) error { return nil }
func (*crowd) RefuseClaims(context.Context, *data.Desk, []data.Claim) error { return nil }

func (*crowd) Codes(context.Context) (living, erased map[entry.ReceiptCode]bool, err error) {
	return nil, nil, nil
}
func (*crowd) Once(context.Context, []byte) (data.Saved, error) { return data.Saved{}, nil }
func (*crowd) Older(context.Context) (int, error)               { return 0, nil }
func (*crowd) SignUpAll(context.Context, []data.Keyed) ([]data.KeyedSaved, error) {
	return nil, nil
}

// A booth or a key set comes in only if somebody has said yes to this one.
func TestAPreviewAsksAboutStrangers(t *testing.T) {
	d := New(&crowd{n: 2}, pack(t), t.TempDir(), time.Now, nil)
	if _, err := d.Preview(t.Context(), "x", Agreed{}); !errors.Is(err, ErrLeft) {
		t.Fatalf("a locked desk previews: %v", err)
	}
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		yes     Agreed
		refused int
		left    bool
	}{
		{Agreed{}, 2, true},
		{Agreed{Booths: []string{"known by its words"}}, 1, true},
		{Agreed{Keys: "77d01e5a92bc4f38"}, 2, false},
		{Agreed{Keys: "e10b6c23d94f7a85"}, 2, true}, // of another set, which somebody has exchanged since
	} {
		p, err := d.Preview(t.Context(), "x", x.yes)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Refused) != x.refused || p.KeysLeft != x.left {
			t.Errorf("%+v: refused %v, keys left %v", x.yes, p.Refused, p.KeysLeft)
		}
		if len(p.Asked) != 2 || p.Asked[1].Entries != 3 || p.Offer == nil {
			t.Errorf("%+v: it asks about %v and %v", x.yes, p.Asked, p.Offer)
		}
	}
}

// What was merged is there at once; where it cannot be read again, the desk says so and not that nothing came.
func TestWhatIsMergedIsThere(t *testing.T) {
	people, keyed := &crowd{n: 2}, 0
	d := New(people, pack(t), t.TempDir(), time.Now, func() { keyed++ })
	if _, err := d.Merge(t.Context(), "x", Agreed{}, nil); !errors.Is(err, ErrLeft) || people.n != 2 {
		t.Fatalf("a locked desk merges: %v", err)
	}
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	keyed = 0
	if _, err := d.Merge(t.Context(), "x", Agreed{}, nil); err != nil || len(d.Opened().Records) != 3 || keyed != 1 {
		t.Fatalf("%v, %d people, keys read %d times", err, len(d.Opened().Records), keyed)
	}
	people.faulty = errors.New("the disk is gone")
	if r, err := d.Merge(t.Context(), "x", Agreed{}, nil); !errors.Is(err, ErrStale) || r.Added != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	d.Lock()
	if err := d.Answer(t.Context(), nil, true); !errors.Is(err, ErrLeft) {
		t.Errorf("a locked desk answers claims: %v", err)
	}
}

// Where the people came and the newer keys did not, the desk has the people and says just that.
func TestPeopleCanComeWithoutTheKeys(t *testing.T) {
	people := &crowd{n: 2, keys: errors.New("the disk is full")}
	d := New(people, pack(t), t.TempDir(), time.Now, nil)
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Merge(t.Context(), "x", Agreed{}, nil); !errors.Is(err, ErrKeysNot) || len(d.Opened().Records) != 3 {
		t.Errorf("%v, %d people", err, len(d.Opened().Records))
	}
}

// A list that a page may be drawing is emptied where it is drawn, and not while it is.
func TestAnOldListIsEmptiedWhereItIsDrawn(t *testing.T) {
	d := New(&crowd{n: 2}, pack(t), t.TempDir(), time.Now, nil)
	var later []func()
	d.EmptyOn(func(f func()) { later = append(later, f) })
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	drawn := d.Opened()
	if _, err := d.Merge(t.Context(), "x", Agreed{}, nil); err != nil {
		t.Fatal(err)
	}
	if len(drawn.Records) != 2 || len(later) != 1 {
		t.Fatalf("while it is drawn the list has %d people; %d wait to be emptied", len(drawn.Records), len(later))
	}
	later[0]()
	if len(drawn.Records) != 0 {
		t.Error("it was not emptied")
	}
}
