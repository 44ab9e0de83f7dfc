package app

import (
	"context"
	"time"

	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	work "matchbooth/ui/work/session"
)

// fakeKeeper is how the data of nobody is kept.
type fakeKeeper struct {
	copy   data.MirrorState
	due    data.Retention
	purges []data.PurgeRecord
	added  bool
	purge  func() (data.PurgeRecord, error)

	unsigned  bool
	keysFault string
}

func (k *fakeKeeper) Mirror() data.MirrorState { return k.copy }
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
func (k *fakeKeeper) Retention(context.Context) (data.Retention, error)  { return k.due, nil }
func (k *fakeKeeper) Purges(context.Context) ([]data.PurgeRecord, error) { return k.purges, nil }
func (k *fakeKeeper) Purge(context.Context) (data.PurgeRecord, error)    { return k.purge() }

// keepers are how the data is kept in the pictures, by the stage.
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
	case "keeping-due":
		k.copy = data.MirrorState{Dir: "/media/booth/SECOND/matchbooth", Pending: true, Fault: data.MirrorAbsent}
		k.due.Due = 12
		k.purges = []data.PurgeRecord{
			{At: day("2027-01-04"), Before: day("2026-07-08"), Persons: 1}, {At: day("2027-03-30"), Before: day("2026-10-01"), Persons: 137}}
	case "keeping-clock":
		k.copy = data.MirrorState{}
		k.unsigned = true
		k.due.Clock = "the date lies before the newest entry"
	}
	return k
}
