package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	work "matchbooth/ui/work/session"
)

// people is a store of people that do not exist, behind one passphrase. It makes their records anew
// each time, so that whoever holds one was given it.
type people struct {
	*memory
	n      int
	key    *openKey
	during func() // while the passphrase is looked at
	purged int
	faulty error // of reading the records
	acts   []string
}

// openKey is a key that knows whether it was dropped.
type openKey struct {
	secret string
	closed int
}

func (k *openKey) Open([]byte) ([]byte, error) { return nil, nil }
func (k *openKey) Fingerprint() string         { return "" }
func (k *openKey) Close()                      { k.closed++; k.secret = "" }

const canary = "Canary"

func (p *people) TryPassphrase(_ context.Context, pass []byte) (data.Opener, time.Duration, error) {
	if string(pass) != canary+" passphrase" {
		return nil, 0, data.ErrPassphrase
	}
	if p.during != nil {
		p.during()
	}
	p.key = &openKey{secret: canary}
	return p.key, 0, nil
}
func (p *people) Records(context.Context, data.Opener, func(int, int)) ([]record.Record, []record.Fault, error) {
	if p.faulty != nil {
		return nil, nil, p.faulty
	}
	var out []record.Record
	for i := range p.n {
		out = append(out, record.Record{Person: fmt.Sprint("p", i), Code: entry.CodeOf(fmt.Sprint(i)), SignUp: record.SignUp{Fields: map[string]record.Field{
			"name": {Text: record.Text(fmt.Sprint(canary, " ", i))}, "phone": {Text: record.Text(fmt.Sprint("1390000", canary, i))},
		}}})
	}
	return out, nil, nil
}
func (p *people) Audit(_ context.Context, what string, n int) error {
	p.acts = append(p.acts, fmt.Sprint(what, " ", n))
	return nil
}
func (p *people) Status(context.Context) (data.Status, error) { return data.Status{Signups: p.n}, nil }
func (p *people) RetentionBy(context.Context, time.Time, data.Judging) (data.Retention, error) {
	return data.Retention{Days: 90, Due: p.n}, nil
}
func (p *people) Purges(context.Context) ([]data.PurgeRecord, error) { return nil, nil }
func (p *people) PurgeBy(context.Context, time.Time, data.Judging) (data.PurgeRecord, error) {
	rec := data.PurgeRecord{Persons: p.n}
	p.n = 0
	p.purged++
	return rec, nil
}

// atDesk is a booth whose desk was opened with the passphrase; somebody was looked for in its list, and their page shows
// everything.
func atDesk(t *testing.T) (*Booth, *people, *time.Time) {
	t.Helper()
	b, store, now := booth(t)
	p := &people{memory: store, n: 3}
	b.Store, b.desk = p, b.deskOver(p)
	on(b, now, toPeople)
	typeInto(t, b, "initials", "LM")
	typeInto(t, b, "passphrase", canary+" passphrase")
	touchOn(t, b, "desk.open")
	for _, r := range canary {
		b.keys.input.Rune(r)
	}
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.row.1")
	touchOn(t, b, "desk.one.show")
	if b.desk.Opened() == nil || held(b) == "" || held(b.page) == "" || held(b.atDesk) == "" {
		t.Fatal("the desk is not open, or the walk finds nothing")
	}
	return b, p, now
}

// toPeople opens the desk at the list of everybody.
var toPeople = session.Event{Kind: session.OpenDesk, Arg: string(session.DeskPeople)}

func typeInto(t *testing.T, b *Booth, id, s string) {
	t.Helper()
	for _, f := range b.page.Fields {
		if f.ID == id {
			f.SetText(s)
			return
		}
	}
	t.Fatalf("there is no field %s on %s", id, b.state.Screen)
}

func touchOn(t *testing.T, b *Booth, id string) {
	t.Helper()
	for _, x := range b.page.Buttons {
		if x.ID == id {
			x.OnTap()
			return
		}
	}
	t.Fatalf("there is no %s on %s", id, b.state.Screen)
}

// held gives the way to the first thing of a canary that can be reached from v, "" where there is none.
func held(v any) string { return heldOf(v, canary) }

// heldOf gives the way to the first string or bytes with what in it.
func heldOf(v any, what string) string {
	seen := map[string]bool{}
	var walk func(v reflect.Value, way string) string
	walk = func(v reflect.Value, way string) string {
		switch v.Kind() {
		case reflect.String:
			if strings.Contains(v.String(), what) {
				return way
			}
		case reflect.Pointer, reflect.Interface:
			if v.IsNil() {
				return ""
			}
			if v.Kind() == reflect.Pointer {
				id := fmt.Sprint(v.Type(), v.Pointer())
				if seen[id] {
					return ""
				}
				seen[id] = true
			}
			return walk(v.Elem(), way)
		case reflect.Struct:
			for i := range v.NumField() {
				if found := walk(v.Field(i), way+"."+v.Type().Field(i).Name); found != "" {
					return found
				}
			}
		case reflect.Slice, reflect.Array:
			switch v.Type().Elem().Kind() {
			case reflect.Uint8:
				if v.Kind() == reflect.Slice && bytes.Contains(v.Bytes(), []byte(what)) {
					return way
				}
				return ""
			case reflect.Bool, reflect.Int, reflect.Int32, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
				return ""
			}
			if v.Kind() == reflect.Slice {
				v = v.Slice(0, v.Cap()) // what lies behind the end is there too
			}
			for i := range v.Len() {
				if found := walk(v.Index(i), fmt.Sprint(way, "[", i, "]")); found != "" {
					return found
				}
			}
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				if found := walk(it.Key(), way+" key"); found != "" {
					return found
				}
				if found := walk(it.Value(), way+" value"); found != "" {
					return found
				}
			}
		}
		return ""
	}
	return walk(reflect.ValueOf(v), "")
}

// However the desk is left, the key is dropped and nothing that it opened can be reached any more:
// neither from the booth, nor from the page that stood, which the toolkit keeps for a while, nor
// through the list that the page was drawn from.
func TestNothingOfAnOpenDeskIsLeft(t *testing.T) {
	for name, leave := range map[string]func(b *Booth, now *time.Time){
		"locked": func(b *Booth, now *time.Time) { on(b, now, ev(session.CloseDesk)) },
		"alone": func(b *Booth, now *time.Time) {
			*now = now.Add(5 * time.Minute)
			b.Send(ev(session.Tick))
		},
		"alone behind it": func(b *Booth, now *time.Time) {
			on(b, now, ev(session.OpenKeeping))
			*now = now.Add(5 * time.Minute)
			b.Send(ev(session.Tick))
		},
		"asleep": func(b *Booth, now *time.Time) {
			*now = now.Add(40 * time.Second)
			b.key("", 'x') // whoever opens the lid may press a key before the first tick comes
		},
		"there and back": func(b *Booth, now *time.Time) {
			on(b, now, ev(session.OpenKeeping), ev(session.CloseKeeping), ev(session.CloseDesk))
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, store, now := atDesk(t)
			page, opened := b.page, b.desk.Opened()
			leave(b, now)
			if b.state.Screen != session.Attract {
				t.Fatalf("still on %s", b.state.Screen)
			}
			if store.key.closed == 0 {
				t.Error("the key was not dropped")
			}
			store.key = nil
			for what, v := range map[string]any{"booth": b, "page": page, "list": opened} {
				if way := held(v); way != "" {
					t.Errorf("a canary is left in the %s: %s", what, way)
				}
			}
			if _, err := b.desk.HandOver(t.Context(), work.Handing{For: "us", Format: "csv", Folder: t.TempDir()}, nil); !errors.Is(err, data.ErrPassphrase) {
				t.Errorf("a locked desk exports: %v", err)
			}
		})
	}
}

// Looking at how the data is kept does not lock the desk behind it.
func TestKeepingLeavesTheDeskOpen(t *testing.T) {
	b, store, now := atDesk(t)
	on(b, now, ev(session.OpenKeeping))
	if b.desk.Opened() == nil || store.key.closed > 0 {
		t.Fatal("the desk was locked")
	}
	on(b, now, ev(session.CloseKeeping))
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.one.back")
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.row.2")
}

// Who leaves while the passphrase is looked at leaves a locked desk: it does not stand open for the
// next one when the key comes.
func TestADeskThatWasLeftWhileItOpenedStaysLocked(t *testing.T) {
	b, store, now := booth(t)
	p := &people{memory: store, n: 3}
	b.Store, b.desk = p, b.deskOver(p)
	on(b, now, ev(session.OpenDesk))
	p.during = func() { on(b, now, ev(session.CloseDesk)) }
	pass := []byte(canary + " passphrase")
	if err := b.desk.Unlock(t.Context(), pass, "LM"); !errors.Is(err, work.ErrLeft) {
		t.Errorf("opening: %v", err)
	}
	if b.desk.Opened() != nil || p.key.closed != 1 {
		t.Errorf("open: %t, key dropped %d times", b.desk.Opened() != nil, p.key.closed)
	}
	if bytes.Contains(pass, []byte(canary)) {
		t.Error("the passphrase still stands in memory")
	}
	p.key = nil
	if way := held(b); way != "" {
		t.Errorf("a canary is left: %s", way)
	}
}

// Records that cannot be read leave the desk locked and the key dropped.
func TestADeskWhoseRecordsCannotBeReadStaysLocked(t *testing.T) {
	b, store, _ := booth(t)
	p := &people{memory: store, faulty: errors.New("input/output error")}
	b.desk = b.deskOver(p)
	if err := b.desk.Unlock(t.Context(), []byte(canary+" passphrase"), "LM"); !errors.Is(err, p.faulty) {
		t.Errorf("opening: %v", err)
	}
	if b.desk.Opened() != nil || p.key.closed != 1 {
		t.Errorf("open: %t, key dropped %d times", b.desk.Opened() != nil, p.key.closed)
	}
}

// A locked desk forgets nobody; an open one shows afterwards only who is left.
func TestForgettingNeedsAnOpenDeskAndEmptiesIt(t *testing.T) {
	b, store, now := atDesk(t)
	old := b.desk.Opened()
	on(b, now, ev(session.OpenKeeping))
	if len(b.page.Holds) != 1 {
		t.Fatalf("%d buttons to hold", len(b.page.Holds))
	}
	b.page.Holds[0].OnAct()
	if store.purged != 1 || b.desk.Opened() == nil || len(b.desk.Opened().Records) != 0 {
		t.Fatalf("forgotten %d times, open: %t", store.purged, b.desk.Opened() != nil)
	}
	if way := held(old); way != "" {
		t.Errorf("who was forgotten is left in the old list: %s", way)
	}
	on(b, now, ev(session.CloseKeeping), ev(session.CloseDesk))
	if _, err := (dataStatus{b}).Purge(t.Context()); !errors.Is(err, data.ErrPassphrase) || store.purged != 1 {
		t.Errorf("a locked desk: %v, forgotten %d times", err, store.purged)
	}
}

// Where what is left cannot be read again after forgetting, the desk locks rather than show who is gone.
func TestForgettingLocksADeskThatCannotReadAgain(t *testing.T) {
	b, store, _ := atDesk(t)
	store.faulty = errors.New("input/output error")
	if _, err := (dataStatus{b}).Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b.desk.Opened() != nil || store.key.closed == 0 {
		t.Error("the desk is still open")
	}
}

// The sign on the first screen comes when the second copy has been behind for a minute, and goes.
func TestTheSignOfTheSecondCopyComesAndGoes(t *testing.T) {
	b, store, now := booth(t)
	first := b.page
	store.second = data.MirrorState{Dir: "stick", Behind: 1, Since: *now}
	b.found(b.host, false)
	if b.page != first {
		t.Error("the first screen was drawn again at once")
	}
	*now = now.Add(61 * time.Second)
	b.found(b.host, false)
	second := b.page
	if second == first || !b.copyLate {
		t.Error("after a minute there is no sign")
	}
	store.second = data.MirrorState{Dir: "stick"}
	b.found(b.host, false)
	if b.page == second || b.copyLate {
		t.Error("the sign stays")
	}
}

type keyed struct{ *memory }

func (keyed) KeySet(context.Context) (data.KeySet, error) {
	return data.KeySet{Signed: true, Serial: 1, Fingerprint: "77d01e5a92bc4f38", Keys: []data.KeyInfo{
		{Role: data.RoleEvent, Fingerprint: "3f9a02c17be45d60"}, {Role: data.RoleRecovery, Fingerprint: "a81b55de09c2f374"}}}, nil
}

func TestTheKeysAreNamedBySixWordsInBothLanguages(t *testing.T) {
	b, store, _ := booth(t)
	b.Store = keyed{store}
	b.readKeys(t.Context())
	set := dataStatus{b}.Keys()
	keys := set.Named
	if len(keys) != 2 || len(set.Words["zh"]) != 6 || len(set.Words["en"]) != 6 {
		t.Fatalf("%d keys, %v", len(keys), set.Words)
	}
	for _, k := range keys {
		if len(k.Words["zh"]) != 6 || len(k.Words["en"]) != 6 || k.Words["zh"][0] == k.Words["en"][0] {
			t.Errorf("%s: %v", k.Role, k.Words)
		}
	}
	var _ work.DataStatus = dataStatus{b}
}
