package paper

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
)

// rig is a practice booth, and a folder with files of typed forms.
type rig struct {
	t    *testing.T
	s    *data.Store
	pack *event.Pack
	say  text.Printer
	dir  string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	booth := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(booth, pack.ID, data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(booth, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &rig{t, s, pack, texts.In("en"), t.TempDir()}
}

func (r *rig) file(name string, rows []string) string {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(append([]string{"name,phone,consents,signed_at,receipt_code"}, rows...), "\n")+"\n"), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

// of is an import of a file, with the key beside it made if it was not there.
func (r *rig) of(path string) *Import {
	r.t.Helper()
	tab, err := Table(path, table.Options{})
	if err != nil {
		r.t.Fatal(err)
	}
	join := func(list []string) string { return strings.Join(list, "; ") }
	t, faults := Read(tab, r.pack, Reading{Now: time.Date(2027, 5, 22, 9, 0, 0, 0, time.UTC), Say: r.say.S, Join: join, Shown: true})
	if faults.Any() {
		r.t.Fatal(faults)
	}
	m := &Import{Store: r.s, Pack: r.pack, Typed: t, Seen: intake.NewSeen(r.pack), Say: r.say.S, Join: join}
	var found bool
	if m.Memory, found, err = Recall(Beside(path)); err != nil {
		r.t.Fatal(err)
	}
	if !found {
		if err := m.Memory.Remember(func(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }); err != nil {
			r.t.Fatal(err)
		}
	}
	m.Memory.Neighbours(path)
	return m
}

// Whatever is in a file, a look says what the import then does: also of rows that are twice in it, of people who are here
// or were erased, and the second time.
func TestALookSaysWhatTheImportDoes(t *testing.T) {
	r := newRig(t)
	rng := rand.New(rand.NewPCG(1, 2))
	var codes []entry.ReceiptCode // of people who are here, or erased
	for round := range 12 {
		var rows []string
		for i := range 10 {
			name, phone, code := fmt.Sprintf("张%c", '一'+rng.IntN(400)), fmt.Sprintf("139%08d", rng.IntN(1e8)), ""
			switch rng.IntN(6) {
			case 0:
				phone = phone[:9] // too short
			case 1:
				if len(rows) > 0 {
					rows = append(rows, rows[rng.IntN(len(rows))]) // typed twice
				}
				continue
			case 2:
				if len(codes) > 0 {
					code = codes[rng.IntN(len(codes))].String()
				}
			}
			rows = append(rows, fmt.Sprintf("%s,%s,notice followup,2027-05-%02d,%s", name, phone, 10+i, code))
		}
		path := r.file(fmt.Sprintf("%d.csv", round), rows)
		for time := range 2 {
			look, err := r.of(path).Look(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			st, err := r.s.Status(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			done, err := r.of(path).Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if look.New != done.Saved || look.Again != done.Again || look.Refused != len(done.Refused) {
				t.Fatalf("round %d, time %d: %v, then %v", round, time, look, done)
			}
			if len(look.Reasons) != look.Refused {
				t.Errorf("%d refused, %d reasons", look.Refused, len(look.Reasons))
			}
			if now, err := r.s.Status(t.Context()); err != nil || now.Signups != st.Signups+done.Saved {
				t.Errorf("%d saved, %d more", done.Saved, now.Signups-st.Signups)
			}
			if time == 1 && done.Saved != 0 {
				t.Errorf("the second time %d were saved", done.Saved)
			}
			if time == 0 && done.Saved == 0 {
				t.Errorf("round %d saved nobody", round)
			}
		}
		living, _, err := r.s.Codes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for c := range living {
			codes = append(codes, c)
			if rng.IntN(8) == 0 {
				if _, err := r.s.Erase(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
