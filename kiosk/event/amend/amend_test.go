package amend

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
)

// files are those of the built-in pack.
func files(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Event(), name)
		out[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func load(t testing.TB, fsys fs.FS) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(fsys)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return p
}

// edited is the built-in pack with the first occurrence of a text in a file replaced, for each three of them.
func edited(t testing.TB, edits ...string) *event.Pack {
	t.Helper()
	all := files(t)
	for e := range slices.Chunk(edits, 3) {
		was := string(all[e[0]].Data)
		if !strings.Contains(was, e[1]) {
			t.Fatalf("%s does not hold %q", e[0], e[1])
		}
		all[e[0]] = &fstest.MapFile{Data: []byte(strings.Replace(was, e[1], e[2], 1))}
	}
	for _, lang := range []string{"zh", "en"} { // who renames a consent renames its text
		if name := "consents/followup." + lang + ".md"; strings.Contains(string(all[main].Data), `id = "later"`) {
			all["consents/later."+lang+".md"] = all[name]
			delete(all, name)
		}
	}
	return load(t, all)
}

// said are the differences as keys, with why they are refused.
func said(all []Change) (out []string) {
	for _, c := range all {
		s := c.Kind
		for _, part := range []string{c.what, c.ID} {
			if part != "" {
				s += " " + part
			}
		}
		if c.Refused() {
			s += " !" + c.Why
		}
		out = append(out, s)
	}
	return out
}

const main = "event.toml"

// What differs is said, and refused where sign-ups may hold it; without any it may change.
func TestDifferences(t *testing.T) {
	a := load(t, assets.Event())
	for _, c := range []struct {
		edits     []string
		with      []string // sign-ups; each of these is among what is said
		without   string   // the first of them where there are no sign-ups; "" if it is the same
		otherwise bool     // texts that quote it change too
	}{
		{edits: []string{main, "# The built-in", "# Our"}, with: []string{"formal"}},
		{edits: []string{main, `zh = "开放时间请向骨髓库确认（示例）"`, `zh = "周一"`}, with: []string{"text registry.hours"}},
		{edits: []string{main, `name = { zh = "中国造血干细胞捐献者资料库（中华骨髓库）"`, `name = { zh = "另一家"`}, with: []string{"text registry.name !registry"}, otherwise: true},
		{edits: []string{main, `id = "love-to-medicine-521"`, `id = "another"`}, with: []string{"text id !id"}},
		{edits: []string{main, "practice = true", "practice = false"}, with: []string{"practice.off !practice"}},
		{edits: []string{main, "retention_days = 90", "retention_days = 91"}, with: []string{"retention !retention"}, otherwise: true},
		{edits: []string{main, "retention_days = 90", "retention_days = 89"}, with: []string{"retention"}, otherwise: true},
		{edits: []string{main, "retain_days = 1095", "retain_days = 730"}, with: []string{"consent.shorter followup"}, otherwise: true},
		{edits: []string{main, "retain_days = 1095", "retain_days = 1825"}, with: []string{"consent.longer followup"}, otherwise: true},
		{edits: []string{main, `ends = "2027-05-21"`, `ends = "2027-05-22"`}, with: []string{"text days !days"}},
		{edits: []string{main, `id = "campus"`, `id = "site"`}, with: []string{"field.removed campus !field", "field.added site"}, without: "field.added site"},
		{edits: []string{main, "id = \"graduation\"\nstep = \"after\"\nkind = \"month\"", "id = \"graduation\"\nstep = \"after\"\nkind = \"date\"", main, "before = \"graduation\"\ndays = 30", "after_days = 30"},
			with: []string{"field.kind graduation !kind"}, without: "field.kind graduation", otherwise: true},
		{edits: []string{main, "same_as = \"phone\"\nchannel = \"second\"", "same_as = \"phone\"\nchannel = \"other\""}, with: []string{"field.channel wechat !channel"}, without: "field.channel wechat"},
		{edits: []string{main, `id = "huangpu", `, `id = "luwan", `}, with: []string{"option.removed campus !option", "option.added campus"}, without: "option.added campus"},
		{edits: []string{main, `"黄浦区", `, ``, main, `label = { zh = "黄浦", en = "Huangpu" }`, `label = { zh = "黄浦区", en = "Huangpu" }`}, with: []string{"text field.option campus"}},
		{edits: []string{main, `also = ["浦东校区", `, `also = ["浦东大校区", `}, with: []string{"details field campus"}},
		{edits: []string{main, "max_len = 40", "max_len = 30"}, with: []string{"details field wechat"}},
		{edits: []string{main, "kind = \"email\"\nrequired = false", "kind = \"email\"\nrequired = true"}, with: []string{"field.required email"}},
		{edits: []string{"consents/handover.zh.md", "你可以", "你也可以"}, with: []string{"consent.text handover"}},
		{edits: []string{main, `id = "followup"`, `id = "later"`, main, `consent = "followup"`, `consent = "later"`, main, `consent = "followup"`, `consent = "later"`, main, `consent = "followup"`, `consent = "later"`}, with: []string{"consent.removed followup !consent"}, otherwise: true},
		{edits: []string{main, "id = \"followup\"\nkind = \"consent\"\nrequired = false", "id = \"followup\"\nkind = \"consent\"\nrequired = true"}, with: []string{"consent.other followup !purpose"}},
		{edits: []string{main, `outcome = "other_line"`, `outcome = "another_line"`}, with: []string{"item.removed way other_line !way", "item.added way another_line"}, without: "item.added way another_line"},
		{edits: []string{main, `min_age = 18`, `min_age = 19`}, with: []string{"item.changed condition age"}},
		{edits: []string{"stories/zhang-ke.zh.md", "title = ", "title = \"新\" # "}, with: []string{"item.changed story zhang-ke"}},
		{edits: []string{"pages/parents.zh.md", "孩子", "小孩"}, with: []string{"part parents"}},
		{edits: []string{main, `stories = ["zhang-ke", "wu-junxiang"]`, `stories = ["wu-junxiang", "zhang-ke"]`}, with: []string{"list.order storys"}},
	} {
		b := edited(t, c.edits...)
		with := said(Compare(a, b, Booth{SignUps: true}))
		for _, want := range c.with {
			if !slices.Contains(with, want) {
				t.Errorf("%q: %q, without %q", c.edits, with, want)
			}
		}
		if !c.otherwise && len(with) != len(c.with) {
			t.Errorf("%q: %q, want %q", c.edits, with, c.with)
		}
		alone := said(Compare(a, b, Booth{}))
		if want := c.without; want != "" && !slices.Contains(alone, want) {
			t.Errorf("%q without sign-ups: %q, want %q", c.edits, alone, want)
		}
		if c.without != "" && len(Refused(Compare(a, b, Booth{}))) > 0 {
			t.Errorf("%q without sign-ups: %q", c.edits, alone)
		}
	}
}

// The days are taken over once the desk has said that the event has moved, and only those.
func TestMovedDays(t *testing.T) {
	a, b := load(t, assets.Event()), edited(t, main, `ends = "2027-05-21"`, `ends = "2027-05-22"`)
	if got := Refused(Compare(a, b, Booth{First: "2027-05-21", Last: "2027-05-22"})); len(got) > 0 {
		t.Errorf("%q", said(got))
	}
	if got := Refused(Compare(a, b, Booth{First: "2027-05-21", Last: "2027-05-23"})); len(got) != 1 {
		t.Errorf("%q", said(got))
	}
}

// Whatever exported field of a pack differs, something is said: also one that is added later, for which nobody has written a
// sentence.
func TestNothingDiffersInSilence(t *testing.T) {
	a := load(t, assets.Event())
	of := reflect.TypeFor[event.Pack]()
	for i := range of.NumField() {
		f := of.Field(i)
		if !f.IsExported() || f.Name == "Digest" {
			continue
		}
		b := *a
		b.Digest = "other"
		v := reflect.ValueOf(&b).Elem().Field(i)
		if v.IsZero() { // what a pack has not, it may get
			continue
		}
		v.SetZero()
		if got := Compare(a, &b, Booth{}); len(got) == 0 || got[0].Kind == "formal" {
			t.Errorf("%s: %q", f.Name, said(got))
		}
	}
	for name, key := range parts {
		if _, ok := of.FieldByName(name); !ok {
			t.Errorf("%s is no field of a pack (%s)", name, key)
		}
	}
}

// Every difference has its words in both languages.
func TestEveryDifferenceIsSaidInBothLanguages(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := load(t, assets.Event())
	b := edited(t, main, `title = { zh = "5.21 爱医游园会", en = "5.21 Love to Medicine" }`, `title = { zh = "5.21 爱医游园会", en = "Another" }`,
		main, "practice = true", "practice = false", main, "retention_days = 90", "retention_days = 91", main, `ends = "2027-05-21"`, `ends = "2027-05-22"`,
		main, `id = "campus"`, `id = "site"`, main, `outcome = "other_line"`, `outcome = "another_line"`)
	all := Compare(a, b, Booth{SignUps: true})
	for _, lang := range event.Langs {
		for _, c := range all {
			s := c.Say(lang, texts.In(string(lang)).S)
			if strings.Contains(s, "⟦") || strings.Contains(s, "<no value>") || s == "" {
				t.Errorf("%+v: %s", c, s)
			}
		}
	}
	en := all[slices.IndexFunc(all, func(c Change) bool { return c.what == "title" })]
	if s := en.Say(event.ZH, texts.In("zh").S); s != "活动名称（英文）：“5.21 Love to Medicine” → “Another”。" {
		t.Error(s)
	}
	if s := en.Say(event.EN, texts.In("en").S); s != "The event’s title: “5.21 Love to Medicine” → “Another”." {
		t.Error(s)
	}
	for _, why := range []string{"id", "practice", "days", "registry", "retention", "field", "kind", "channel", "option", "consent", "required", "purpose", "way", "check"} {
		for _, lang := range event.Langs {
			if s := texts.In(string(lang)).S("amend.why." + why); strings.Contains(s, "⟦") {
				t.Error(s)
			}
		}
	}
}

// Whoever decides whether to take a pack over reads what people call its parts, and not the ids that its files have.
func TestNoSentenceHasAnIDWhereThereIsAName(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	whole := load(t, assets.Event())
	none := *whole
	none.Digest = "another"
	none.Consents, none.Conditions, none.Ways, none.Contacts, none.Checks = nil, nil, nil, nil, nil
	none.TakeHome, none.Stories, none.Figures, none.Fields, none.Steps, none.Registry.Columns = nil, nil, nil, nil, nil, nil
	n := 0
	for _, c := range append(Compare(whole, &none, Booth{SignUps: true}), Compare(&none, whole, Booth{})...) {
		if c.ID == "" || strings.HasPrefix(c.Kind, "picture") {
			continue
		}
		n++
		if s := c.Say(event.ZH, texts.In("zh").S); strings.Contains(s, c.ID) || strings.Contains(s, "⟦") {
			t.Errorf("%s %s: %s", c.Kind, c.what, s)
		}
	}
	if n < 60 {
		t.Errorf("only %d sentences about things with an id", n)
	}
}
