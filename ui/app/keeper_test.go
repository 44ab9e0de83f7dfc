package app

import (
	"context"
	"time"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/hub"
	work "matchbooth/ui/work/session"
)

// fakeKeeper is how the data of nobody is kept.
type fakeKeeper struct {
	copy   data.MirrorState
	hub    hub.State
	sent   []bool // what was sent again: everything or not
	due    data.Retention
	purges []data.PurgeRecord
	added  bool
	purge  func() (data.PurgeRecord, error)

	unsigned  bool
	keysFault string
}

func (k *fakeKeeper) Mirror() data.MirrorState { return k.copy }
func (k *fakeKeeper) Hub() hub.State           { return k.hub }
func (k *fakeKeeper) SendAgain(all bool) error { k.sent = append(k.sent, all); return nil }
func (k *fakeKeeper) Keys() work.KeySet {
	keys := []data.KeyInfo{{Role: data.RoleEvent, Fingerprint: "3f9a02c17be45d60"}, {Role: data.RoleRecovery, Fingerprint: "a81b55de09c2f374"}}
	set := data.KeySet{Signed: !k.unsigned, Serial: 1, Fingerprint: "77d01e5a92bc4f38", Fault: k.keysFault}
	if k.added {
		keys = append(keys, data.KeyInfo{Role: data.RoleAdded, Name: "University branch, second computer", Fingerprint: "5c0de9a7413b8826"})
		set.Serial, set.Fingerprint = 2, "e10b6c23d94f7a85"
	}
	inWords := func(f string) map[event.Lang][]string {
		return map[event.Lang][]string{event.ZH: words.Fingerprint(f, "zh"), event.EN: words.Fingerprint(f, "en")}
	}
	out := work.KeySet{KeySet: set, Words: inWords(set.Fingerprint)}
	for _, info := range keys {
		out.Named = append(out.Named, work.Key{KeyInfo: info, Words: inWords(info.Fingerprint)})
	}
	return out
}
func (k *fakeKeeper) Booth() string                                      { return "91c0a7d2e4f6b8091a2b3c4d5e6f7081" }
func (k *fakeKeeper) Retention(context.Context) (data.Retention, error)  { return k.due, nil }
func (k *fakeKeeper) Purges(context.Context) ([]data.PurgeRecord, error) { return k.purges, nil }
func (k *fakeKeeper) Purge(context.Context) (data.PurgeRecord, error)    { return k.purge() }

// joined is a hub that has nearly everything.
func joined() hub.State {
	return hub.State{URL: "https://nic.example.edu.cn/hub", Hub: "cb3e8d04596ec771bb93a6ed13b3baf3", AtHub: 1204, Heard: noon.Add(-20 * time.Minute)}
}

// keeperOf is how the data is kept in the pictures, by the stage.
func keeperOf(stage string) *fakeKeeper {
	day := func(s string) time.Time {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			panic(err)
		}
		return t
	}
	k := &fakeKeeper{
		copy: data.MirrorState{Dir: "/media/booth/SECOND/matchbooth"},
		due:  data.Retention{Days: 180, Before: day("2026-11-22"), Next: day("2027-11-17")},
	}
	switch stage {
	case "desk-open", "keeping-behind", "staff-paused", "attract-kiosk":
		k.copy = data.MirrorState{Dir: "/media/booth/SECOND/matchbooth", Behind: 3, Since: noon.Add(-115 * time.Minute), Fault: data.MirrorAbsent}
		k.due.DueSoon, k.due.Next = 12, day("2027-05-25")
		k.added = stage == "keeping-behind"
	case "keeping-unclear":
		k.due.Days, k.due.Longest, k.due.Unclear = 90, 1095, 214
	case "keeping-due":
		k.copy = data.MirrorState{Dir: "/media/booth/SECOND/matchbooth", Pending: true, Fault: data.MirrorAbsent}
		k.due.Due = 12
		k.purges = []data.PurgeRecord{
			{At: day("2027-01-04"), Before: day("2026-07-08"), Persons: 1}, {At: day("2027-03-30"), Before: day("2026-10-01"), Persons: 137}}
	case "staff-hub", "desk-hub":
		k.hub = joined()
		k.hub.Waiting, k.hub.Since = 3, noon.Add(-29*time.Minute)
	case "keeping-hub":
		k.hub = joined()
		k.hub.Waiting, k.hub.Since, k.hub.Fault = 3, noon.Add(-29*time.Minute), hub.Gone
		k.due.Due = 12
	case "keeping-hub-refused":
		k.hub = joined()
		k.hub.Apart = 1
		for _, id := range []string{"824d4493-ca31-82a5-95ff-9c2811a943a3", "5b0f7c11-1f0a-8c55-9d7e-0d3f6f1f2b90"} {
			k.hub.Refused = append(k.hub.Refused, athub.Tray{Code: "signature", ID: id, Booth: "79eaec2435367b09a9cfd1773db5a5ca", Seq: 41})
		}
	case "keeping-clock":
		k.copy = data.MirrorState{}
		k.unsigned = true
		k.due.Clock = "the date lies before the newest entry"
	}
	return k
}
