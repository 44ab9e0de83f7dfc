package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
)

const passphrase = "Canary passphrase"

// crowd is a store of people that do not exist, behind one passphrase.
type crowd struct {
	n      int
	wait   time.Duration
	key    *openKey
	during func() // while the passphrase is looked at
	faulty error  // of reading the records
	mark   error  // of noting down what was exported
	unread int    // lists of earlier exports that do not open
	keys   error  // of taking newer keys with a merge
}

func (c *crowd) Ends(context.Context, []record.Record, time.Time) (map[string]data.End, error) {
	return nil, nil
}

// openKey is a key that knows how often it was dropped.
type openKey struct{ closed int }

func (*openKey) Open([]byte) ([]byte, error) { return nil, nil }
func (*openKey) Fingerprint() string         { return "" }
func (k *openKey) Close()                    { k.closed++ }

func (*crowd) Audit(context.Context, string, int) error          { return nil }
func (*crowd) AuditLog(context.Context) ([]data.Audited, error)  { return nil, nil }
func (*crowd) AuditHead(context.Context) (data.AuditHead, error) { return data.AuditHead{}, nil }
func (*crowd) AuditFaults(context.Context) ([]record.Fault, error) {
	return nil, nil
}
func (p *crowd) TryPassphrase(_ context.Context, pass []byte) (data.Opener, time.Duration, error) {
	if string(pass) != passphrase {
		return nil, p.wait, data.ErrPassphrase
	}
	if p.during != nil {
		p.during()
	}
	p.key = &openKey{}
	return p.key, 0, nil
}

func (p *crowd) Records(context.Context, data.Opener, func(int, int)) ([]record.Record, []record.Fault, error) {
	var out []record.Record
	for i := range p.n {
		out = append(out, record.Record{Code: entry.CodeOf(fmt.Sprint(i)), SignUp: record.SignUp{
			Fields: map[string]record.Field{"name": {Text: record.Text(fmt.Sprint("Canary ", i))}}}})
	}
	return out, nil, p.faulty
}

func (p *crowd) Status(context.Context) (data.Status, error) { return data.Status{Signups: p.n}, nil }
func (*crowd) RecordsOf(context.Context, data.Opener, string) ([]record.Record, []record.Fault, error) {
	return nil, nil, nil
}
func (*crowd) DeskOf(data.Opener) (*data.Desk, error) { return nil, data.ErrNoDesk }
func (*crowd) AtDesk(*data.Desk) (data.AtDesk, error) { return data.AtDesk{}, data.ErrDeskUnknown }
func (p *crowd) AddCheckAs(context.Context, data.Opener, string, record.Check) error {
	return nil
}
func (*crowd) Fingerprints() []string { return nil }
func (p *crowd) ErasedSinceExport(context.Context, data.Opener, string) ([]entry.ReceiptCode, int, error) {
	return []entry.ReceiptCode{"ZZZZZZZZ9"}, p.unread, nil
}
func (*crowd) Given(context.Context, data.Opener, string) (map[entry.ReceiptCode]string, int, error) {
	return nil, 0, nil
}
func (p *crowd) MarkGiven(context.Context, string, string, []entry.ReceiptCode, map[entry.ReceiptCode]string, ...entry.ReceiptCode) error {
	return p.mark
}
func (*crowd) HandedOver(context.Context, data.Opener) (map[string]map[entry.ReceiptCode]bool, int, error) {
	return map[string]map[entry.ReceiptCode]bool{}, 0, nil
}
func (*crowd) Mode() string    { return data.ModeLive }
func (*crowd) BoothID() string { return "3f2a" }
func (*crowd) Arrivals(context.Context, time.Time, time.Time) ([]data.Arrival, error) {
	return nil, nil
}
func (*crowd) TalliesBetween(context.Context, time.Time, time.Time) (map[string]int, error) {
	return nil, nil
}
func (*crowd) CountedUntil(context.Context) (time.Time, error) { return time.Time{}, nil }
func (*crowd) Gaps(context.Context) ([]data.Gap, int, error)   { return nil, 0, nil }
func (*crowd) Mirror() data.MirrorState                        { return data.MirrorState{} }
func (*crowd) Heard(context.Context, time.Time, time.Time) ([]data.Heard, error) {
	return nil, nil
}
func (p *crowd) SetMeta(string, string) error { return nil }
func (p *crowd) Meta(string) (string, bool)   { return "", false }

func (p *crowd) MarkExported(context.Context, string, string, []entry.ReceiptCode, ...entry.ReceiptCode) error {
	return p.mark
}

func pack(t testing.TB) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return p
}

// opened is a session over the store, which the passphrase has opened.
func opened(t *testing.T, p *crowd) *Session {
	t.Helper()
	d := New(p, pack(t), t.TempDir(), time.Now, nil)
	if err := d.Unlock(t.Context(), []byte(passphrase), "LM"); err != nil {
		t.Fatal(err)
	}
	if len(d.Opened().Records) != p.n {
		t.Fatalf("%d of %d records are open", len(d.Opened().Records), p.n)
	}
	return d
}

func TestTheDeskTellsHowLongToWait(t *testing.T) {
	p := &crowd{}
	d := New(p, nil, "", time.Now, nil)
	var wait Wait
	if err := d.Unlock(t.Context(), []byte("wrong"), "LM"); !errors.Is(err, data.ErrPassphrase) || errors.As(err, &wait) {
		t.Errorf("without a delay: %v", err)
	}
	p.wait = 2 * time.Second
	if err := d.Unlock(t.Context(), []byte("wrong"), "LM"); !errors.As(err, &wait) || time.Duration(wait) != p.wait {
		t.Errorf("with a delay: %v", err)
	}
	if d.Opened() != nil {
		t.Error("the desk is open")
	}
}

// Locking drops the key and empties the list for whoever still holds it.
func TestALockedDeskHoldsNothing(t *testing.T) {
	p := &crowd{n: 3}
	d := opened(t, p)
	list := d.Opened()
	d.Lock()
	if d.Opened() != nil || len(list.Records) != 0 || p.key.closed != 1 {
		t.Errorf("open: %t, %d records in the old list, key dropped %d times", d.Opened() != nil, len(list.Records), p.key.closed)
	}
	if _, err := d.HandOver(t.Context(), Handing{For: "us", Format: "csv", Folder: t.TempDir()}, nil); !errors.Is(err, data.ErrPassphrase) {
		t.Errorf("exporting: %v", err)
	}
}

// What is opened anew empties the list before; one that cannot be read leaves it.
func TestReadingAnewEmptiesTheListBefore(t *testing.T) {
	p := &crowd{n: 3}
	d := opened(t, p)
	before := d.Opened()
	p.n = 2
	empty, err := d.Reread(t.Context())
	if err != nil || len(before.Records) != 3 || len(d.Opened().Records) != 2 {
		t.Fatalf("%v, %d records before, %d now", err, len(before.Records), len(d.Opened().Records))
	}
	if empty(); len(before.Records) != 0 || len(d.Opened().Records) != 2 {
		t.Errorf("emptied: %d records before, %d now", len(before.Records), len(d.Opened().Records))
	}
	p.faulty = errors.New("input/output error")
	if _, err := d.Reread(t.Context()); !errors.Is(err, p.faulty) || len(d.Opened().Records) != 2 {
		t.Errorf("%v, %d records", err, len(d.Opened().Records))
	}
}

// Where lists of earlier exports do not open, the file is written, and the desk learns that somebody may be missing in it.
func TestAnExportSaysWhichListsItCouldNotRead(t *testing.T) {
	d := opened(t, &crowd{n: 3, unread: 2})
	done, err := d.HandOver(t.Context(), Handing{For: "us", Format: "csv", Folder: t.TempDir()}, nil)
	var unread Unread
	if !errors.As(err, &unread) || unread != 2 {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(done.Path); err != nil {
		t.Error(err)
	}
}

// People in plain text of whom the audit and the list of exports know nothing must not stay on a stick.
func TestAnExportThatCannotBeNotedIsTakenBack(t *testing.T) {
	full := errors.New("the disk is full")
	for name, f := range map[string]*crowd{"list": {n: 3, mark: full}, "nothing": {n: 3}} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, f)
			stick := t.TempDir()
			done, err := d.HandOver(t.Context(), Handing{For: "us", Format: "csv", Folder: stick}, nil)
			left, _ := os.ReadDir(stick)
			if name == "nothing" {
				if err != nil || len(left) != 2 || filepath.Join(stick, left[0].Name()) != done.Path && filepath.Join(stick, left[1].Name()) != done.Path {
					t.Fatalf("without a fault: %v, %q", err, left)
				}
				return
			}
			if !errors.Is(err, full) || len(left) > 0 {
				t.Errorf("%v, and on the stick: %q", err, left)
			}
		})
	}
}

// The desk exports into the data folder's exports, or elsewhere, and nowhere else in it.
func TestTheDeskExportsIntoNoDataFolder(t *testing.T) {
	d := opened(t, &crowd{n: 3})
	booth := t.TempDir()
	d.data = booth
	for _, name := range []string{"booth.db", "keys.toml"} {
		if err := os.WriteFile(filepath.Join(booth, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, no := range []string{"", "pack", "pack/stories", "exports/../pack", "exports/2026/deeper/../../../crash"} {
		if _, err := d.HandOver(t.Context(), Handing{For: "us", Format: "csv", Folder: filepath.Join(booth, no)}, nil); !errors.Is(err, handover.ErrInBooth) {
			t.Errorf("%q: %v", no, err)
		}
	}
	for _, yes := range []string{"exports", "exports/2026"} {
		if _, err := d.HandOver(t.Context(), Handing{For: "us", Format: "csv", Folder: filepath.Join(booth, yes)}, nil); err != nil {
			t.Errorf("%q: %v", yes, err)
		}
	}
}

// Who leaves while the passphrase is looked at leaves a locked desk, and no passphrase in memory.
func TestADeskThatIsLockedWhileItOpensStaysLocked(t *testing.T) {
	p := &crowd{n: 3}
	d := New(p, pack(t), t.TempDir(), time.Now, nil)
	p.during = d.Lock
	pass := []byte(passphrase)
	if err := d.Unlock(t.Context(), pass, "LM"); !errors.Is(err, ErrLeft) {
		t.Errorf("opening: %v", err)
	}
	if d.Opened() != nil || p.key.closed != 1 {
		t.Errorf("open: %t, key dropped %d times", d.Opened() != nil, p.key.closed)
	}
	if string(pass) != string(make([]byte, len(passphrase))) {
		t.Error("the passphrase still stands in memory")
	}
}
