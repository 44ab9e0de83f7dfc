package intake

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/intake/table"
)

func newPaper(t testing.TB) *Paper {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return NewPaper(p, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), texts.In("en").S)
}

// The ids of a file that a program wrote are for programs: whoever compares it with the paper reads each column in their
// language.
func TestReasonsNameColumnsInALanguage(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		rd := newPaper(t)
		rd.say, rd.Lang = texts.In(lang).S, lang
		header := append(rd.Wanted(), "outcome", "event")
		if f := rd.readHeader(header, func(int) bool { return true }); f.Any() {
			t.Fatalf("%+v", f)
		}
		n := 0
		for _, column := range append(header, "consent notice", "consent handover") {
			n++
			if s := rd.called(column); s == "" || lang == "zh" && s == column || strings.Contains(s, "_") {
				t.Errorf("%s: the column %s is called %q", lang, column, s)
			}
		}
		if n < 15 {
			t.Errorf("%s: only %d columns", lang, n)
		}
	}
}

// TestWhatIsExportedReadsBackEqual holds for every sign-up that a row can make: the
// export of it as csv or xlsx makes the same sign-up, and the same key, so that nobody doubles.
func TestWhatIsExportedReadsBackEqual(t *testing.T) {
	rd := newPaper(t)
	header := []string{"name", "phone", "wechat", "contact1_name", "contact1_relation", "contact1_phone", "consents", "signed_at", "outcome", "story", "flags", "lang"}
	if f := rd.readHeader(header, func(int) bool { return true }); f.Any() {
		t.Fatalf("%+v", f)
	}
	typed := rapid.OneOf(
		rapid.SampledFrom([]string{"张三", "欧阳娜娜", "买买提·艾力", "O'Neill", "Zoë Müller"}), // so that most rows are taken
		rapid.SampledFrom([]string{"张三", "=1+1", "'quoted", "''", "+86", "@x", "＝1", "-5", "a,b;c\"d", "two\nlines", "\tx", "'t Hooft", "13800138000", "138 0013 8000"}),
		rapid.StringOf(rapid.RuneFrom([]rune("'=+-@＝·, \"\n"), unicode.Han, unicode.Latin, unicode.P)),
	)
	kept := 0
	rapid.Check(t, func(rt *rapid.T) {
		cell := func(s string) string { return export.EscapeFormula(s) }
		row := table.Row{Line: 2, Cells: []string{
			cell(typed.Draw(rt, "name")), "13800138000", cell(typed.Draw(rt, "wechat")),
			cell(typed.Draw(rt, "contact")), "parent", rapid.SampledFrom([]string{"13900139000", "+44 7911 123456", "021-55555555"}).Draw(rt, "phone"),
			rapid.SampledFrom([]string{"notice", "handover; notice", "notice；followup"}).Draw(rt, "consents"),
			rapid.SampledFrom([]string{"2026-05-21", "2026/5/1", "2026年5月21日", "2026-05-21T10:30:00+08:00"}).Draw(rt, "signed_at"),
			rapid.SampledFrom([]string{"", "all_true", "unsure"}).Draw(rt, "outcome"),
			rapid.SampledFrom([]string{"", "zhang-ke"}).Draw(rt, "story"),
			rapid.SampledFrom([]string{"", "unsure", "unsure;other"}).Draw(rt, "flags"),
			rapid.SampledFrom([]string{"", "zh", "en"}).Draw(rt, "lang"),
		}}
		up, reasons, _ := rd.Row(row)
		if len(reasons) > 0 {
			return
		}
		kept++
		doc := Doc(rd.pack, "en")
		checks := []record.Check{{At: rd.now, Rang: true, Initials: "LQ", Answers: map[string]bool{"rang": true, "sample": true}}}
		doc.Records = []record.Record{{Person: "p", Code: "ABCDEFGH2", Booth: "b", Event: rd.pack.ID, SignUp: up, Checks: checks}}
		for _, format := range []string{"csv", "xlsx"} {
			doc.Lang = rapid.SampledFrom([]string{"zh", "en"}).Draw(rt, "language")
			comesBackEqual(rt, rd, doc, format, up)
		}
	})
	t.Logf("%d rows were taken", kept)
	if kept < 20 && !testing.Short() {
		t.Errorf("only %d rows were taken: the test proves little", kept)
	}
}

// comesBackEqual exports one sign-up and imports it.
func comesBackEqual(rt *rapid.T, rd *Paper, doc export.Doc, format string, up record.SignUp) {
	rt.Helper()
	var file bytes.Buffer
	if err := export.Write(&file, format, doc, nil); err != nil {
		rt.Fatal(err)
	}
	tab, err := table.Read(file.Bytes(), table.Options{})
	if err != nil || len(tab.Rows) != 2 {
		rt.Fatalf("%s: %d rows: %v", format, len(tab.Rows), err)
	}
	again := NewPaper(rd.pack, rd.now, rd.say)
	if f, _ := again.Header(tab.Rows); f.Any() {
		rt.Fatalf("%s: header: %+v", format, f)
	}
	back, reasons, _ := again.Row(tab.Rows[1])
	if len(reasons) > 0 {
		rt.Fatalf("%s: refused: %v", format, reasons)
	}
	if !reflect.DeepEqual(back, up) {
		for id := range up.Fields {
			if !reflect.DeepEqual(back.Fields[id], up.Fields[id]) {
				rt.Fatalf("%s %s: %q became %q", format, id, up.Fields[id].Text, back.Fields[id].Text)
			}
		}
		rt.Fatal("something beside the fields differs")
	}
	if !bytes.Equal(Key(back), Key(up)) {
		rt.Fatal("the key differs")
	}
}

func TestKeysOfDifferentPeopleDiffer(t *testing.T) {
	rd := newPaper(t)
	if f := rd.readHeader([]string{"name", "phone", "wechat", "consents", "signed_at", "outcome"}, func(int) bool { return true }); f.Any() {
		t.Fatalf("%+v", f)
	}
	key := func(cells ...string) string {
		t.Helper()
		up, reasons, _ := rd.Row(table.Row{Cells: cells})
		if len(reasons) > 0 {
			t.Fatal(reasons)
		}
		return string(Key(up))
	}
	base := key("张三", "13800138000", "w", "notice;handover", "2026-05-21", "")
	for _, same := range [][]string{
		{" 张三 ", "138 0013 8000", "w", "handover;notice", "2026/5/21", ""},
		{"张三", "+8613800138000", "w", "notice；handover", "2026-05-21", "unsure"},
	} {
		if key(same...) != base {
			t.Errorf("%q counts as somebody else", same)
		}
	}
	for _, other := range [][]string{
		{"张三", "13800138001", "w", "notice;handover", "2026-05-21", ""},
		{"张三", "13800138000", "", "notice;handover", "2026-05-21", ""},
		{"张三", "13800138000", "w", "notice", "2026-05-21", ""},
		{"张三", "13800138000", "w", "notice;handover", "2026-05-22", ""},
	} {
		if key(other...) == base {
			t.Errorf("%q counts as the same", other)
		}
	}
}

// TestReasonsHoldNothingThatWasTyped feeds canaries into every column.
func TestReasonsHoldNothingThatWasTyped(t *testing.T) {
	rd := newPaper(t)
	header := append(rd.Wanted(), "event", "lang")
	if f := rd.readHeader(header, func(int) bool { return true }); f.Any() {
		t.Fatalf("%+v", f)
	}
	cells := make([]string, len(header))
	for i := range cells {
		cells[i] = "CANARY@@4711"
	}
	_, reasons, _ := rd.Row(table.Row{Line: 2, Cells: cells})
	if len(reasons) < 5 {
		t.Fatalf("only %d reasons", len(reasons))
	}
	for _, r := range reasons {
		if bytes.Contains([]byte(r), []byte("CANARY")) || bytes.Contains([]byte(r), []byte("4711")) {
			t.Errorf("a value stands in %q", r)
		}
		if bytes.Contains([]byte(r), []byte("⟦")) {
			t.Errorf("no sentence for %q", r)
		}
	}
}

// The day that was written is the one that exports give, wherever the form was signed; an instant
// of an export comes back as it is.
func TestTheDayOfSigningIsTheOneWritten(t *testing.T) {
	for in, want := range map[string]string{
		"2026-05-21T02:00:00+08:00":      "2026-05-21",
		"2026-05-21T23:00:00-05:00":      "2026-05-21",
		"2026-05-21T14:30:05+08:00":      "2026-05-21T06:30:05Z",
		"2026-05-21T06:30:05.123456789Z": "2026-05-21T06:30:05.123456789Z",
		"2026/5/21 14:30":                "2026-05-21",
	} {
		at, wrong, _ := form.ParseDate(in, form.Context{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Table: true})
		if got := export.SignedAt(signedAt(at)); wrong.Key != "" || got != want {
			t.Errorf("%s is kept as %s, want %s", in, got, want)
		}
	}
}

func TestADateWithoutAYearNeedsAnEventOfOneYear(t *testing.T) {
	for _, c := range []struct {
		starts, ends event.Date
		want         int
	}{{"2026-12-20", "2026-12-21", 2026}, {"2026-12-31", "2027-01-01", 0}, {"", "2026-12-21", 0}, {"2026-12-20", "soon", 0}} {
		if got := eventYear(&event.Pack{Starts: c.starts, Ends: c.ends}); got != c.want {
			t.Errorf("from %s to %s: %d, want %d", c.starts, c.ends, got, c.want)
		}
	}
}
