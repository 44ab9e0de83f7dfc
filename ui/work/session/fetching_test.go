package session

import (
	"context"
	"errors"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/merge"
)

// The desk offers the hub only where one was joined. What was previewed is what is merged, an answer about a booth fetches
// nothing anew, and a hub that has nothing changes nothing.
func TestTheDeskMergesFromTheHub(t *testing.T) {
	d := New(&crowd{n: 2}, pack(t), t.TempDir(), time.Now, nil)
	if list := d.Sources(t.Context(), nil); len(list) != 0 {
		t.Errorf("without a hub: %v", list)
	}
	fetched, joined, wrong := 0, false, error(nil)
	d.hub.of = func() (hub.Joined, bool) {
		return hub.Joined{URL: "https://hub.example.org/base"}, joined
	}
	d.hub.fetch = func(context.Context) (*hub.Pulled, error) {
		if fetched++; wrong != nil {
			return nil, wrong
		}
		return &hub.Pulled{}, nil
	}
	if list := d.Sources(t.Context(), nil); len(list) != 0 {
		t.Errorf("before it has joined: %v", list)
	}
	joined = true
	if list := d.Sources(t.Context(), nil); len(list) != 1 || list[0].Kind != merge.Hub || list[0].Path != merge.FromHub || list[0].Name != "hub.example.org" {
		t.Errorf("with a hub: %v", list)
	}
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	for i, yes := range []Agreed{{}, {Booths: []string{"a stranger"}}, {}} {
		plan, err := d.Preview(t.Context(), merge.FromHub, yes)
		if err != nil || !plan.Nothing() {
			t.Errorf("%+v %v", plan, err)
		}
		if want := []int{1, 1, 2}[i]; fetched != want {
			t.Errorf("preview %d: fetched %d times", i, fetched)
		}
	}
	if r, err := d.Merge(t.Context(), merge.FromHub, Agreed{}, nil); err != nil || r.Added != 0 || fetched != 2 {
		t.Errorf("%+v %v, fetched %d times", r, err, fetched)
	}
	wrong = hub.ErrHub{Fault: hub.Gone, Err: errors.New("no")}
	if _, err := d.Preview(t.Context(), merge.FromHub, Agreed{}); !errors.Is(err, wrong) {
		t.Error(err)
	}
	if _, err := d.Merge(t.Context(), merge.FromHub, Agreed{}, nil); !errors.Is(err, wrong) {
		t.Error(err)
	}
	d = New(&crowd{n: 2}, pack(t), t.TempDir(), time.Now, nil)
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Preview(t.Context(), merge.FromHub, Agreed{}); !errors.Is(err, hub.ErrNone) {
		t.Error(err)
	}
	var _ hub.Store = (*data.Store)(nil)
}
