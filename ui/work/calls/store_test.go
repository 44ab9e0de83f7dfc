package calls

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/work/handover"
)

func TestMain(m *testing.M) {
	data.LightWork()
	m.Run()
}

// Over a real folder: a call that is logged at the desk is not due any more, the list is on the list of exports as a
// recipient's of its own, and the next one names who was erased meanwhile.
func TestCallsOverARealStore(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	now := noon("2027-05-21")
	opt := data.Options{Clock: func() time.Time { return now }}
	if err := data.CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var people []string
	for i := range byte(3) {
		saved, _, err := s.SignUpOnce(t.Context(), append(make([]byte, 31), i), someone().SignUp)
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, saved.Person)
	}
	key, _, err := s.TryPassphrase(t.Context(), []byte("practice"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := s.AtDesk(signer)
	if err != nil {
		t.Fatal(err)
	}
	list := func(name string) handover.Done {
		t.Helper()
		records, faults, err := s.Records(t.Context(), key, nil)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		done, err := Write(t.Context(), s, handover.Opened{Key: key, Records: records},
			Order{Pack: testPack(), On: now, In: printer(t, "en"), Path: filepath.Join(out, name), Data: dir})
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	now = noon("2027-05-28")
	if done := list("first.xlsx"); done.Rows != 3 || done.Gone != 0 {
		t.Fatalf("%+v", done)
	}
	if err := desk.AddContact(t.Context(), people[0], record.Contact{At: now.UTC(), Initials: "LQ", Channel: record.ChannelCall, Outcome: record.Reached, Plan: "day7"}); err != nil {
		t.Fatal(err)
	}
	if err := desk.Erase(t.Context(), people[1]); err != nil {
		t.Fatal(err)
	}
	if done := list("second.xlsx"); done.Rows != 1 || done.Gone != 1 {
		t.Fatalf("%+v", done)
	}
	if done := list("third.xlsx"); done.Rows != 1 || done.Gone != 0 {
		t.Fatalf("the erased are named twice: %+v", done)
	}
	f, err := excelize.OpenFile(filepath.Join(out, "second.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if rows, err := f.GetRows("Erased"); err != nil || len(rows) != 2 {
		t.Errorf("the erased: %v, %v", rows, err)
	}
	// Another recipient was never told of anybody.
	if codes, _, err := s.ErasedSinceExport(t.Context(), key, handover.Us); err != nil || len(codes) != 0 {
		t.Errorf("%d codes for us, %v", len(codes), err)
	}
}
