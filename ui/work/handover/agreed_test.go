package handover

import (
	"strings"
	"testing"

	"matchbooth/assets"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// Whatever column the registry gets is named in the consent that people read before they agree to it, in its text and in
// its short form, in both languages; and what is said to stay here has no column.
func TestTheConsentNamesWhateverGoes(t *testing.T) {
	p, faults, err := event.LoadFS(assets.Event())
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
			if !strings.Contains(consent.Body[lang], w[i]) {
				t.Errorf("%s: %q is not in the text", lang, w[i])
			}
			if strings.Contains(headers, id) {
				t.Errorf("%s: %s is said to stay here, and goes", lang, id)
			}
		}
	}
}
