package data

import (
	"archive/zip"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// sealedSize is how many bytes the only entry, or the last one, of a person has in the store.
func sealedSize(t *testing.T, s *Store, person string) int {
	t.Helper()
	all := sealedOf(t, s, person)
	return len(all[len(all)-1])
}

// visitorOf answers the questions of the built-in event.
func visitorOf(fields map[string]record.Field, consents ...string) record.SignUp {
	at := time.Date(2027, 5, 21, 9, 30, 0, 0, time.UTC)
	up := record.SignUp{At: at, Lang: "zh", Source: "screen", Outcome: "all_true", Reachability: 1, Fields: fields}
	for _, id := range consents {
		up.Consents = append(up.Consents, record.Consent{ID: id, SHA256: strings.Repeat("a", 64), Lang: "zh", At: at})
	}
	return up
}

func texts(pairs ...string) map[string]record.Field {
	m := map[string]record.Field{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = record.Field{Text: record.Text(pairs[i+1])}
	}
	return m
}

// The size of what is sealed tells nothing of what was entered, agreed to or seen.
func TestSealedSizesTellNothing(t *testing.T) {
	s := practice(t)
	least := texts("name", "李明", "phone", "13800000417")
	long := strings.Repeat("阿", 20)
	full := texts("name", "欧阳娜娜", "phone", "13800000417", "campus", "huangpu", "wechat", "wxid_ouyangnana2004",
		"email", "ouyang.nana@alumni.example.org", "graduation", "2029-06", "home_phone", "02100000521", "id", "11010519491231002X")
	for _, id := range []string{"contact1", "contact2"} {
		full[id] = record.Field{Person: &record.Person{Name: "欧阳建国", Relation: "parent", Phone: "13800000521"}}
	}
	all := visitorOf(full, "notice", "handover", "followup")
	all.Story, all.Flags, all.Outcome, all.Was = "wu-junxiang", []string{"family_not_told"}, "family_not_told", "7K4M92QXD"
	sizes := map[string]int{}
	var person string
	for name, up := range map[string]record.SignUp{
		"the least":         visitorOf(least, "notice"),
		"with the handover": visitorOf(least, "notice", "handover"),
		"with an ID":        visitorOf(texts("name", "李明", "phone", "13800000417", "id", "11010519491231002X"), "notice"),
		"a long name":       visitorOf(texts("name", long, "phone", "13800000417"), "notice"),
		"everything":        all,
		"the longest":       visitorOf(texts("name", strings.Repeat("阿", 60), "phone", "13800000417", "email", strings.Repeat("e", 240)+"@example.org"), "notice", "handover", "followup"),
	} {
		saved, err := s.SignUp(t.Context(), up)
		if err != nil {
			t.Fatal(err)
		}
		person = saved.Person
		sizes[name] = sealedSize(t, s, person)
	}
	name := record.Field{Text: record.Text(long)}
	for what, do := range map[string]func() error{
		"a check": func() error { return s.AddCheck(t.Context(), person, record.Check{Initials: "LM"}) },
		"a check with an ID": func() error {
			return s.AddCheck(t.Context(), person, record.Check{Initials: "LM", Identity: true, Rang: true, Kit: "KIT-0099"})
		},
		"a correction": func() error {
			return s.Correct(t.Context(), person, record.Correction{Fields: map[string]*record.Field{"name": &name}})
		},
		"an answer is gone": func() error {
			return s.Correct(t.Context(), person, record.Correction{Fields: map[string]*record.Field{"id": nil}})
		},
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		sizes[what] = sealedSize(t, s, person)
	}
	for what, n := range sizes {
		if n != sizes["the least"] {
			t.Errorf("%s has %d bytes, the least %d", what, n, sizes["the least"])
		}
	}
}

// For any sign-up, the sealed length depends on the number of whole KiB alone, and below the floor on nothing.
func TestSealedSizesGoBySteps(t *testing.T) {
	s := practice(t)
	seen := map[int]int{} // sealed length by KiB
	rapid.Check(t, func(r *rapid.T) {
		fields := map[string]record.Field{}
		for range rapid.IntRange(0, 12).Draw(r, "fields") {
			id := rapid.StringMatching(`[a-z0-9_]{1,20}`).Draw(r, "id")
			n := rapid.SampledFrom([]int{0, 3, 40, 400, 1500}).Draw(r, "length")
			fields[id] = record.Field{Text: record.Text(rapid.StringOfN(rapid.RuneFrom([]rune("aé王𠮷\n\"<")), 0, n, -1).Draw(r, "text"))}
		}
		up := visitorOf(fields, rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,10}`), 0, 5).Draw(r, "consents")...)
		body, err := record.Body(up)
		if err != nil {
			r.Skip("cannot be written")
		}
		env := entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: entry.RandomID(), Entry: entry.RandomID(), Kind: entry.KindSignUp, Body: body}
		plain, err := env.Pack()
		if err != nil {
			r.Fatal(err)
		}
		bare := len(strings.TrimRight(string(plain), " "))
		steps := max(entry.PadFloor/1024, (bare+1023)/1024)
		if len(plain) != steps*1024 {
			r.Fatalf("%d bytes are filled up to %d", bare, len(plain))
		}
		sealed, err := s.recipients.Seal(plain)
		if err != nil {
			r.Fatal(err)
		}
		if have, ok := seen[steps]; ok && have != len(sealed) {
			r.Fatalf("%d KiB are sealed to %d and to %d bytes", steps, have, len(sealed))
		}
		seen[steps] = len(sealed)
		e := entry.Entry{ID: env.Entry, Person: env.Person, Kind: env.Kind}
		if back, err := e.Unpack(plain, s.event); err != nil || string(back) != string(body) {
			r.Fatalf("what was filled up reads as something else: %v", err)
		}
	})
}

// What was sealed before anything was filled up opens beside what is sealed now.
func TestShorterEntriesOfBeforeOpen(t *testing.T) {
	s := practice(t)
	old, err := signUpOld(s, someone())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	now := signUp(t, s)
	if a, b := sealedSize(t, s, old.Person), sealedSize(t, s, now.Person); a >= b {
		t.Fatalf("the old entry has %d bytes, the new one %d: the test shows nothing", a, b)
	}
	if list := records(t, s); len(list) != 2 || list[0].Fields["name"].Text != list[1].Fields["name"].Text {
		t.Errorf("%d people", len(list))
	}
}

// A backup compresses nothing, so that its size does not tell what the blanks hide.
func TestBackupsCompressNothing(t *testing.T) {
	s := practice(t)
	signUp(t, s)
	path, _ := backUp(t, s)
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if f.Method != zip.Store {
			t.Errorf("%s is compressed", f.Name)
		}
	}
}
