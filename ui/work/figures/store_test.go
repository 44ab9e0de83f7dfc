package figures

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/ui/work/handover"
)

// The figures of a real store: without a key what needs none, and with it the rest.
func TestFiguresOfAStore(t *testing.T) {
	now := morning.Add(10*time.Hour + 20*time.Minute)
	dir := filepath.Join(t.TempDir(), "booth")
	opt := data.Options{Clock: func() time.Time { return now }}
	if err := data.CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	opt.Mirror = t.TempDir()
	s, err := data.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	signUp := func(source string, consents ...record.Consent) data.Saved {
		t.Helper()
		saved, err := s.SignUp(t.Context(), record.SignUp{At: now, Lang: "zh", Source: source, Reachability: 3, Story: "one", Consents: consents,
			Fields: map[string]record.Field{"name": {Text: "Canary"}}})
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	agreed := record.Consent{ID: "handover", At: now}
	one := signUp(Screen, agreed)
	now = now.Add(time.Hour)
	signUp(Screen)
	signUp(Paper, agreed)
	gone := signUp(Screen, agreed)
	if err := s.AddCheck(t.Context(), one.Person, record.Check{At: now, Rang: true, Initials: "LQ"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkExported(t.Context(), "xlsx", handover.Registry, []entry.ReceiptCode{one.Code}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := s.Visit(t.Context(), map[string]int{"started": 1, "screen:conditions": 1, "outcome:all_true": 1}, false); err != nil {
			t.Fatal(err)
		}
	}
	if st := s.WaitMirror(t.Context()); st.Fault != "" {
		t.Fatal(st.Fault)
	}
	from, to := DayOf(now)
	f, err := Read(t.Context(), s, from, to, now)
	if err != nil {
		t.Fatal(err)
	}
	today := f.Today()
	if today.Open || today.SignedUp != 3 || today.Checked != 1 || today.Erased != 1 || len(today.Hours) != 2 || !today.Hours[1].Now || today.Way[0].N != 5 ||
		!slices.Equal(today.Outcomes, []Count{{"all_true", 5}}) || today.Sources != nil {
		t.Errorf("without a key: %+v", today)
	}
	if d := f.Day(nil); d.Numbers != (Numbers{Created: 4, Stored: 3, Mirrored: 3, Erased: 1, Unchecked: 2}) || len(d.Todo) != 1 || len(d.Equations) != 2 || len(d.MissingBooths) != 0 || len(d.Gaps) != 0 {
		t.Errorf("without a key: %+v", d)
	}
	key, err := s.Unlock([]byte(data.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	records, faults, err := s.Records(t.Context(), key, nil)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	if err := f.Open(t.Context(), s, key, records, "handover", nil); err != nil {
		t.Fatal(err)
	}
	counted := 1
	d := f.Day(&counted)
	want := Numbers{Created: 4, Stored: 3, Mirrored: 3, Erased: 1, Unchecked: 2, Exported: 1, Registry: 1, NoHandOver: 1, Paper: 1}
	if d.Numbers != want || d.ExportedTo[handover.Registry] != 1 || d.Unopened != 0 {
		t.Errorf("with the key: %+v", d)
	}
	var todo []string
	for _, x := range d.Todo {
		todo = append(todo, x.What)
	}
	if !slices.Equal(todo, []string{TodoHandOver, TodoUnchecked}) || len(d.Equations) != 4 {
		t.Errorf("to do: %v; %v", todo, d.Equations)
	}
	if today := f.Today(); !today.Open || today.Reach[3] != 3 || today.Unopened != 0 || !slices.Equal(today.Stories, []Count{{"one", 3}}) || !slices.Equal(today.Sources, []Count{{Paper, 1}, {Screen, 2}}) {
		t.Errorf("with the key: %+v", today)
	}
}
