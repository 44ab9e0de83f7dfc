package handover

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/ui/work/intake"
)

// Whatever column the registry gets is named in the consent that people read before they agree to it, in its text and in
// its short form, in both languages; and what is said to stay here has no column.
func TestTheConsentNamesWhateverGoes(t *testing.T) {
	t.Run("built in", func(t *testing.T) { namesWhateverGoes(t, assets.Event()) })
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, with := range []string{"yes", "no"} {
		t.Run("new, asks "+with, func(t *testing.T) {
			a := draft.Answers{"cmdp": draft.Both("yes"), "campuses": {event.ZH: "东区", event.EN: "East"}}
			for _, id := range []string{"wechat", "email", "graduation", "second_number", "contacts"} {
				a[id] = draft.Both(with)
			}
			files, err := draft.Build(a, texts, event.ZH)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			for name, data := range files {
				fsys[name] = &fstest.MapFile{Data: data}
			}
			p := namesWhateverGoes(t, fsys)
			// It hands out no kits: a barcode that was noted all the same stays here.
			doc := intake.Doc(p, "zh")
			doc.Records = []record.Record{{SignUp: record.SignUp{Consents: []record.Consent{{ID: "handover"}}}, Checks: []record.Check{{Kit: "SH-1"}}}}
			if got := export.Restrict(doc, "handover", p.Registry.ColumnIDs()).Records; len(got) != 1 || len(got[0].Checks) != 0 || p.GivesKits() {
				t.Errorf("the barcode of a kit goes along: %d", len(got))
			}
		})
	}
}

func namesWhateverGoes(t *testing.T, fsys fs.FS) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(fsys)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	words := map[string][2]string{ // what the text must say of a column, zh and en
		"name": {"姓名", "name"}, "phone": {"电话", "phone"}, "wechat": {"微信", "WeChat"}, "email": {"邮箱", "email"},
		"contact1": {"你留下的联系人", "the people you name"}, "contact2": {"你留下的联系人", "the people you name"},
		"code": {"回执码", "receipt code"}, "at": {"时间", "time"}, "event": {"活动", "event"},
		"consents": {"这份同意", "this consent"}, "signed_at": {"这份同意", "this consent"}, "check_kit": {"采样盒", "kit"},
	}
	stay := map[string][2]string{"campus": {"校区", "Campus"}, "graduation": {"毕业时间", "graduation month"}, "home_phone": {"第二个号码", "second number"}}
	var consent event.Consent
	for _, c := range p.Consents {
		if c.ID == intake.Handover(p) {
			consent = c
		}
	}
	if consent.ID == "" {
		t.Fatal("no consent hands over")
	}
	for i, lang := range event.Langs {
		doc := export.Restrict(intake.Doc(p, string(lang)), consent.ID, p.Registry.ColumnIDs())
		headers := strings.Join(doc.Headers(), " ")
		var short string
		for _, r := range consent.Rows {
			short += r.Value[lang] + "\n"
		}
		for _, text := range []string{consent.Body[lang], short} {
			for _, h := range doc.Headers() {
				id, _, person := strings.Cut(h, "_")
				if !person || !strings.HasPrefix(id, "contact") {
					id = h
				}
				w, ok := words[id]
				if !ok {
					t.Errorf("%s: the column %s goes to the registry, and no consent names it: name it there and here, or leave it out", lang, h)
				} else if !strings.Contains(text, w[i]) {
					t.Errorf("%s: the column %s goes to the registry; %q is not in %q", lang, h, w[i], text)
				}
			}
		}
		for id, w := range stay {
			if p.Field(id) == nil {
				continue
			}
			if !strings.Contains(consent.Body[lang], w[i]) {
				t.Errorf("%s: %q is not in the text", lang, w[i])
			}
			if strings.Contains(headers, id) {
				t.Errorf("%s: %s is said to stay here, and goes", lang, id)
			}
		}
	}
	return p
}

// A pack whose volunteers hand out no kits has no column for them, and the built-in one has.
func TestNoKitsNoColumn(t *testing.T) {
	p, _, err := event.LoadFS(assets.Event())
	if err != nil {
		t.Fatal(err)
	}
	for steps, want := range map[string]bool{"rang identity kit": true, "rang identity": false, "": true} { // "": the usual ones
		pack := *p
		pack.Checks = nil
		for _, id := range strings.Fields(steps) {
			kind := event.CheckYesNo
			if id == event.CheckKit {
				kind = event.CheckScan
			}
			pack.Checks = append(pack.Checks, event.Check{ID: id, Kind: kind})
		}
		pack.Registry.Columns = slices.DeleteFunc(slices.Clone(p.Registry.Columns), func(c event.Handed) bool { return c.Field == "check_kit" })
		doc := export.Restrict(intake.Doc(&pack, "zh"), intake.Handover(&pack), pack.Registry.ColumnIDs())
		if got := slices.Contains(doc.Headers(), "check_kit"); got != want {
			t.Errorf("with the steps %q: %v", steps, doc.Headers())
		}
	}
}

// Only who is known to have taken the consent back counts as withdrawn: not who shares a code with somebody who agrees, not
// whom the registry never had, and nobody where the event has no hand-over at all.
func TestWhoCountsAsWithdrawn(t *testing.T) {
	agrees := []record.Consent{{ID: "handover"}}
	records := []record.Record{
		{Code: "C", Person: "back"}, {Code: "A", Person: "back too"}, {Code: "B", Person: "back", SignUp: record.SignUp{Consents: []record.Consent{{ID: "notice"}}}},
		{Code: "B", Person: "another with that code", SignUp: record.SignUp{Consents: agrees}}, {Code: "D", Person: "agrees", SignUp: record.SignUp{Consents: agrees}}, {Code: "E", Person: "never handed over"},
	}
	has := map[entry.ReceiptCode]string{"A": "", "B": "", "C": "changed", "D": "", "F": ""}
	if got := withdrawn(records, "handover", has); !slices.Equal(got, []entry.ReceiptCode{"A", "C"}) {
		t.Errorf("%v", got)
	}
	if got := withdrawn(records, "", has); got != nil {
		t.Errorf("an event without a hand-over: %v", got)
	}
}
