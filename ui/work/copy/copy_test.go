package copy

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/typeset"
)

var at = time.Date(2027, 5, 21, 10, 15, 0, 0, time.UTC)

func built(t *testing.T) (*event.Pack, *text.Catalogue) {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p, texts
}

// somebody who does not exist, with everything that can be said of a person.
func somebody(changes int) record.Record {
	old, now := record.Field{Text: "13800000417"}, record.Field{Text: "13800000418"}
	r := record.Record{Person: "p", Code: "7K4M92QXD", SignUp: record.SignUp{
		At: at, Lang: "zh", Source: "screen", Outcome: "family_not_told", Story: "zhang-ke",
		Fields: map[string]record.Field{
			"name": {Text: "欧阳娜娜"}, "phone": now, "email": {Text: "nana@example.org"}, "campus": {Text: "huangpu"}, "graduation": {Text: "2028-06"},
			"contact1": {Person: &record.Person{Name: "买买提·艾力", Relation: "parent", Phone: "15200008820"}},
		},
		Consents: []record.Consent{{ID: "notice", At: at}, {ID: "handover", At: at}, {ID: "old-one", At: at}},
	}}
	for range changes {
		r.History = append(r.History,
			record.Change{At: at.Add(time.Hour), By: "LQ", Reason: "本人说的", Fields: []record.FieldChange{{ID: "phone", Old: &old, New: &now}, {ID: "wechat", Old: &old}}},
			record.Change{At: at.Add(2 * time.Hour), By: "LQ", Check: &record.Check{Rang: true, Kit: "SH-0521-7", Answers: map[string]bool{"rang": true, "identity": false}}},
			record.Change{At: at.Add(3 * time.Hour), By: "HM", Contact: &record.Contact{Channel: "call", Outcome: "no_answer", Note: "晚上再打", Next: "2027-05-24"}},
			record.Change{At: at.Add(4 * time.Hour), By: "HM", Given: []record.Consent{{ID: "followup"}}, Withdrawn: []string{"handover"}, Reason: "打电话来说的"},
			record.Change{At: at.Add(5 * time.Hour), By: "HM", Join: &record.Join{Into: "q"}},
		)
	}
	return r
}

// Every word of a copy is in the catalogue, in both languages; a long history goes on over pages. MATCHBOOTH_PAGES names a
// folder to look at them.
func TestACopyIsDrawn(t *testing.T) {
	p, texts := built(t)
	for _, lang := range []string{"zh", "en"} {
		short, err := Pages(texts.In(lang), p, somebody(1), at, data.End{At: at.AddDate(3, 0, 0), Days: 1095, Consent: "followup"})
		if err != nil {
			t.Fatal(err)
		}
		long, err := Pages(texts.In(lang), p, somebody(12), at, data.End{})
		if err != nil || len(long) <= len(short) {
			t.Errorf("%s: %d pages, and %d with a long history, %v", lang, len(short), len(long), err)
		}
		for _, h := range somebody(1).History {
			if s := Change(texts.In(lang), p, somebody(1), h); s == "" || strings.Contains(s, "history.") || strings.Contains(s, "%!") {
				t.Errorf("%s: a change is said as %q", lang, s)
			}
		}
		var pdf bytes.Buffer
		if err := WritePDF(&pdf, texts.In(lang), p, somebody(1), at, data.End{}); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
			t.Errorf("%s: %v", lang, err)
		}
		if dir := os.Getenv("MATCHBOOTH_PAGES"); dir != "" {
			for i, img := range short {
				var b bytes.Buffer
				if err := png.Encode(&b, img); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, lang+string(rune('1'+i))+".png"), b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// A copy is written over a real folder: it is on the list of exports as the person's, it is whole, nothing is overwritten,
// and another ending is refused.
func TestACopyIsWritten(t *testing.T) {
	p, texts := built(t)
	dir := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(dir, p.ID, data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out := t.TempDir()
	order := func(name string) Order {
		return Order{Pack: p, In: texts.In("zh"), Path: filepath.Join(out, name), Data: dir, Made: at}
	}
	for _, name := range []string{"a.pdf", "a.json"} {
		if _, err := Write(t.Context(), s, somebody(1), order(name)); err != nil {
			t.Fatal(err)
		}
		if _, err := Write(t.Context(), s, somebody(1), order(name)); err == nil {
			t.Errorf("%s was overwritten", name)
		}
	}
	b, err := os.ReadFile(filepath.Join(out, "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Code    string
		Fields  map[string]any
		History []struct {
			By     string
			Fields []struct{ ID, Old, New string }
		}
	}
	if err := json.Unmarshal(b, &got); err != nil || got.Code != "7K4M92QXD" || got.Fields["name"] != "欧阳娜娜" || len(got.History) != 5 ||
		got.History[0].By != "LQ" || got.History[0].Fields[0].Old != "13800000417" {
		t.Errorf("read back: %v, %d lines of history", err, len(got.History))
	}
	if _, err := Write(t.Context(), s, somebody(1), order("a.xlsx")); !errors.Is(err, ErrFormat) {
		t.Errorf("a workbook: %v", err)
	}
	key, err := s.Unlock([]byte(data.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	has, _, err := s.HandedOver(t.Context(), key)
	if err != nil || !has[Recipient]["7K4M92QXD"] {
		t.Errorf("not on the list of exports: %v", err)
	}
	log, err := s.AuditLog(t.Context())
	if err != nil || !strings.Contains(log[len(log)-1].What, "json for person") {
		t.Errorf("the audit does not have it: %v", err)
	}
}

// An address that is wider than its column goes on in the next line; nothing of it is off the page.
func TestNothingOfACopyIsOffThePage(t *testing.T) {
	p, texts := built(t)
	r := somebody(1)
	long := strings.Repeat("averylongname", 9) + "@mail.example.edu.cn"
	r.Fields["email"] = record.Field{Text: record.Text(long)}
	r.History[0].Reason = record.Text("https://example.org/" + strings.Repeat("abcdefghij", 20))
	pages, err := Pages(texts.In("zh"), p, r, at, data.End{})
	if err != nil {
		t.Fatal(err)
	}
	for i, img := range pages {
		b := img.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			if i == 0 && float64(y) < typeset.Px(44) {
				continue // the band at the top
			}
			if r, g, b, _ := img.At(b.Max.X-20, y).RGBA(); r+g+b != 3*0xffff {
				t.Fatalf("page %d has ink at its right edge, %d down", i+1, y)
			}
		}
	}
	set, err := typeset.New()
	if err != nil {
		t.Fatal(err)
	}
	d := &page{set: set}
	lines := d.lines(width-column, 11, long)
	if strings.Join(lines, "") != long || len(lines) < 2 {
		t.Errorf("it became %q", lines)
	}
}

// What a volunteer has told from somebody says so, and not of whom: in whichever of the two histories it stands.
func TestACopySaysNotFromWhomSomebodyWasTold(t *testing.T) {
	p, texts := built(t)
	r := somebody(0)
	r.Parts = []string{"mine"}
	r.History = []record.Change{
		{At: at, Person: "p", Join: &record.Join{Into: "stranger", Undo: true}},
		{At: at, Person: "stranger", Join: &record.Join{Into: "p", Undo: true}},
		{At: at, Person: "mine", Join: &record.Join{Into: "p"}},
	}
	r.Flags = []string{"talk_first", "same_phone", "same_number"} // that somebody else has their number is about somebody else
	a := alone(r)
	if len(a.Flags) != 1 || len(r.Flags) != 3 {
		t.Errorf("flags %v, of %v", a.Flags, r.Flags)
	}
	for i, want := range []string{"和另一份登记不是同一个人", "和另一份登记不是同一个人", "和 " + entry.CodeOf("mine").String() + " 并成一个人"} {
		if got := Change(texts.In("zh"), p, a, a.History[i]); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	if r.History[0].Join.Into != "stranger" || r.History[1].Person != "stranger" {
		t.Error("the record itself was changed")
	}
}
