package changes

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/people"
)

var now = time.Date(2027, 5, 28, 15, 30, 12, 345, time.FixedZone("CST", 8*3600))

func practicePack(t testing.TB) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return p
}

// someone is a made-up sign-up.
func someone(p *event.Pack) record.Record {
	return record.Record{Person: "person-1", Code: entry.CodeOf("person-1"), SignUp: record.SignUp{
		At: now.Add(-7 * 24 * time.Hour).UTC(), Lang: "zh",
		Fields: map[string]record.Field{
			"name": {Text: "张珂"}, "phone": {Text: "13812340417"}, "wechat": {Text: "zk_2027"}, "email": {Text: "zk@example.com"}, "campus": {Text: "pudong"},
			"contact1": {Person: &record.Person{Name: "李秀英", Relation: "parent", Phone: "13900000000"}},
		},
		Consents: []record.Consent{{ID: "notice", SHA256: p.Consent("notice").SHA256("zh"), Lang: "zh"}, {ID: "followup", SHA256: p.Consent("followup").SHA256("zh"), Lang: "zh"}},
	}}
}

// sentences returns what a refusal says, and fails if the catalogue lacks any of it in either language.
func sentences(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var r Refused
	if !errors.As(err, &r) || len(r) == 0 {
		t.Fatalf("%v is no refusal", err)
	}
	texts, loadErr := text.Load()
	if loadErr != nil {
		t.Fatal(loadErr)
	}
	for _, lang := range event.Langs {
		for _, s := range r.Sentences(string(lang), texts.In(string(lang)).S) {
			if strings.ContainsAny(s, "⟦{") || strings.Contains(s, "no value") {
				t.Errorf("it says %q", s)
			}
		}
	}
	return r.Sentences("en", texts.In("en").S)
}

// Whatever is wrong with a field of any kind, or with a consent, people read what it is called, and not the id that the pack has for it.
func TestNobodyReadsAnID(t *testing.T) {
	p := practicePack(t)
	kinds := map[string]string{"name": "王\U0001F600", "phone": "12", "email": "a", "month": "0", "choice": "?", "date": "x", "resident_id": "1", "text": strings.Repeat("x", 300)}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p.Fields = p.Fields[:0:0]
	for kind := range kinds { // ids that no sentence has by chance
		p.Fields = append(p.Fields, event.Field{ID: "zq_" + kind, Kind: kind, MaxLen: 40, Label: event.Text{"zh": "某项", "en": "Something"},
			Options: []event.Option{{ID: "a", Label: event.Text{"zh": "甲", "en": "A"}}}})
	}
	p.Fields = append(p.Fields, event.Field{ID: "zq_person", Kind: "person", Label: event.Text{"zh": "某人", "en": "Somebody"}})
	for i := range p.Consents {
		p.Consents[i].ID = "zq_" + p.Consents[i].ID
	}
	var seen int
	look := func(what string, err error) {
		var r Refused
		if !errors.As(err, &r) {
			t.Errorf("%s: %v is no refusal", what, err)
			return
		}
		for _, lang := range event.Langs {
			for _, s := range r.Sentences(string(lang), texts.In(string(lang)).S) {
				if seen++; strings.Contains(s, "zq_") {
					t.Errorf("%s says in %s: %s", what, lang, s)
				}
			}
		}
	}
	now := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	none := record.Record{}
	for kind, wrong := range kinds {
		_, err := Correct(p, none, map[string]string{"zq_" + kind: wrong}, "asked", "LQ", now)
		look(kind, err)
	}
	_, err = Correct(p, none, map[string]string{"zq_person_phone": "12", "zq_person_name": "李"}, "asked", "LQ", now)
	look("person", err)
	for _, k := range p.Consents {
		_, err := Consents(p, none, nil, []string{k.ID}, "asked", "LQ", "zh", now)
		look(k.ID, err)
	}
	if seen < 2*(len(kinds)+1+len(p.Consents)) {
		t.Errorf("only %d sentences were seen", seen)
	}
}

func keysOf(err error) (keys []string) {
	var r Refused
	errors.As(err, &r)
	for _, p := range r {
		keys = append(keys, strings.TrimSuffix(p.About+" "+p.Key, " "))
	}
	return keys
}

func TestCorrectionsAreCheckedAsOnTheScreen(t *testing.T) {
	p := practicePack(t)
	type m = map[string]string
	for _, x := range []struct {
		name  string
		set   m
		want  m        // what is in the correction, by column; "-" for removed
		wrong []string // what is wrong
	}{
		{"a number, grouped", m{"phone": "+86 139-1234-0418"}, m{"phone": "13912340418"}, nil},
		{"a number of ten digits", m{"phone": "1391234041"}, nil, []string{"phone problem.phone.digits"}},
		{"the contact's number", m{"phone": "13900000000"}, nil, []string{"phone problem.phone.theirs"}},
		{"a contact with the person's own number", m{"contact1_phone": "138 1234 0417"}, nil, []string{"contact1_phone problem.phone.yours"}},
		{"two contacts with one number", m{"contact2_name": "王", "contact2_relation": "friend", "contact2_phone": "13900000000"}, nil, []string{"contact2_phone problem.phone.twice"}},
		{"both swapped at once", m{"phone": "13900000000", "contact1_phone": "13812340417"}, m{"phone": "13900000000", "contact1_name": "李秀英", "contact1_relation": "parent", "contact1_phone": "13812340417"}, nil},
		{"a name", m{"name": " 张  珂 "}, m{"name": "张 珂"}, nil},
		{"a name that is a number", m{"name": "13812340417"}, nil, []string{"name problem.name.digits"}},
		{"what everybody has to give", m{"name": ""}, nil, []string{"name problem.required"}},
		{"an optional answer taken away", m{"email": ""}, m{"email": "-"}, nil},
		{"one that was never given", m{"home_phone": ""}, nil, []string{" change.same"}},
		{"a choice by its label", m{"campus": "黄浦"}, m{"campus": "huangpu"}, nil},
		{"a choice that is none", m{"campus": "月球"}, nil, []string{"campus problem.choice"}},
		{"a month", m{"graduation": "2029年6月"}, m{"graduation": "2029-06"}, nil},
		{"a month long ago", m{"graduation": "1900-06"}, nil, []string{"graduation problem.month.far"}},
		{"a landline", m{"home_phone": "(021) 6384-6590"}, m{"home_phone": "+862163846590"}, nil},
		{"a contact's number alone", m{"contact1_phone": "13900000001"}, m{"contact1_name": "李秀英", "contact1_relation": "parent", "contact1_phone": "13900000001"}, nil},
		{"a contact's relation by a word", m{"contact1_relation": "妈妈的朋友"}, nil, []string{"contact1_relation problem.choice"}},
		{"a relation", m{"contact1_relation": "老师"}, m{"contact1_name": "李秀英", "contact1_relation": "other", "contact1_phone": "13900000000"}, nil},
		{"a contact without a number", m{"contact1_phone": ""}, nil, []string{"contact1_phone problem.person.phone"}},
		{"a contact taken away", m{"contact1_name": "", "contact1_relation": "", "contact1_phone": ""}, m{"contact1": "-"}, nil},
		{"a new contact, not all of it", m{"contact2_name": "王芳"}, nil, []string{"contact2_relation problem.person.relation", "contact2_phone problem.person.phone"}},
		{"the same as before", m{"phone": "138 1234 0417", "name": "张珂"}, nil, []string{" change.same"}},
		{"one new, one the same", m{"phone": "138 1234 0417", "name": "张可"}, m{"name": "张可"}, nil},
		{"nothing", m{}, nil, []string{" change.same"}},
		{"an unknown field", m{"phne": "13912340418"}, nil, []string{" change.unknown.near"}},
		{"a field unlike any", m{"blood_type": "0"}, nil, []string{" change.unknown"}},
		{"a person without a part", m{"contact1": "王芳"}, nil, []string{"contact1 change.person"}},
		{"two things wrong", m{"phone": "1", "email": "x"}, nil, []string{"phone problem.phone.digits", "email problem.email.at"}},
		{"a leading apostrophe is part of a name", m{"name": "'t Hooft"}, m{"name": "'t Hooft"}, nil},
	} {
		c, err := Correct(p, someone(p), x.set, "本人来电", "LM", now)
		if got := keysOf(err); !slices.Equal(got, x.wrong) {
			t.Errorf("%s: %q, want %q", x.name, got, x.wrong)
		}
		sentences(t, err)
		if len(x.wrong) > 0 {
			if len(c.Fields) > 0 {
				t.Errorf("%s: refused, and yet there is a correction", x.name)
			}
			continue
		}
		got := m{}
		for id, f := range c.Fields {
			switch {
			case f == nil:
				got[id] = "-"
			case f.Person != nil:
				got[id+"_name"], got[id+"_relation"], got[id+"_phone"] = string(f.Person.Name), f.Person.Relation, string(f.Person.Phone)
			default:
				got[id] = string(f.Text)
			}
		}
		if !maps.Equal(got, x.want) {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
		if c.Initials != "LM" || c.Reason != "本人来电" || !c.At.Equal(time.Date(2027, 5, 28, 7, 30, 12, 0, time.UTC)) || c.At.Location() != time.UTC {
			t.Errorf("%s: by, why or when is wrong", x.name)
		}
	}
}

func TestWhoeverChangesSomethingSaysWhoAndWhy(t *testing.T) {
	p := practicePack(t)
	r := someone(p)
	set := map[string]string{"name": "张可"}
	for _, x := range []struct {
		reason, by string
		want       []string
	}{
		{"改名", "LM", nil}, {"改名", " LM ", nil}, {"改名", "L. M-2", nil}, {"", "LM", []string{"reason change.reason.none"}}, {" \t ", "LM", []string{"reason change.reason.none"}},
		{"改名", "", []string{"by change.by.none"}}, {"改名", "李明", []string{"by change.by.form"}}, {"改名", "a long name indeed", []string{"by change.by.form"}}, {"改名", "L\nM", []string{"by change.by.form"}},
		{strings.Repeat("长", MostReason), "LM", nil}, {strings.Repeat("长", MostReason+1), "LM", []string{"reason problem.long"}}, {"", "", []string{"reason change.reason.none", "by change.by.none"}},
	} {
		_, err := Correct(p, r, set, x.reason, x.by, now)
		if got := keysOf(err); !slices.Equal(got, x.want) {
			t.Errorf("%q by %q: %q", x.reason, x.by, got)
		}
		sentences(t, err)
		_, err = Consents(p, r, []string{"handover"}, nil, x.reason, x.by, "zh", now)
		if got := keysOf(err); !slices.Equal(got, x.want) {
			t.Errorf("consents: %q by %q: %q", x.reason, x.by, got)
		}
		wantBy := slices.DeleteFunc(slices.Clone(x.want), func(s string) bool { return strings.HasPrefix(s, "reason") })
		_, err = Contact(Calling{Channel: "call", Outcome: "reached"}, nil, x.by, now)
		if got := keysOf(err); !slices.Equal(got, wantBy) {
			t.Errorf("contact by %q: %q", x.by, got)
		}
		_, err = Check(p, people.New(p, nil, people.Options{}), r, Checking{Answers: map[string]bool{"rang": true}}, x.by, now)
		if got := keysOf(err); !slices.Equal(got, wantBy) {
			t.Errorf("check by %q: %q", x.by, got)
		}
		b := someone(p)
		b.Person = "person-2"
		_, _, err = Join(r, b, x.by, now)
		if got := keysOf(err); !slices.Equal(got, wantBy) {
			t.Errorf("join by %q: %q", x.by, got)
		}
	}
}

// What is corrected is what stands there afterwards, and nothing else has changed.
func TestWhatIsCorrectedIsWhatStandsThere(t *testing.T) {
	p := practicePack(t)
	r := someone(p)
	texts := map[string]*rapid.Generator[string]{
		"name":           rapid.OneOf(rapid.SampledFrom([]string{"张可", "Maria Müller", "阿卜杜拉·买买提"}), rapid.StringMatching(`[a-zA-Z\p{Han}]{1,8}`)),
		"phone":          rapid.StringMatching(`1[3-9][0-9]{9}`),
		"wechat":         rapid.StringMatching(`[a-z_0-9]{0,12}`),
		"email":          rapid.StringMatching(`([a-z]{1,8}@example\.(com|org))?`),
		"campus":         rapid.SampledFrom([]string{"", "pudong", "xuhui", "Other", "闵行"}),
		"graduation":     rapid.StringMatching(`(20[2-3][0-9]-0[1-9])?`),
		"home_phone":     rapid.SampledFrom([]string{"", "021-63846590", "+44 7911 123456"}),
		"contact1_name":  rapid.SampledFrom([]string{"李秀英", "王芳"}),
		"contact1_phone": rapid.StringMatching(`13[0-9]{9}`),
		"contact2_name":  rapid.SampledFrom([]string{"", "赵"}),
		"contact2_phone": rapid.SampledFrom([]string{"", "18900000000"}),
	}
	taken := 0
	rapid.Check(t, func(rt *rapid.T) {
		set := map[string]string{}
		for _, column := range slices.Sorted(maps.Keys(texts)) {
			if rapid.Bool().Draw(rt, "set "+column) {
				set[column] = texts[column].Draw(rt, column)
			}
		}
		c, err := Correct(p, r, set, "x", "LM", now)
		if err != nil {
			return
		}
		taken++
		body, err := record.Body(c)
		if err != nil {
			rt.Fatal(err)
		}
		first, err := record.Body(r.SignUp)
		if err != nil {
			rt.Fatal(err)
		}
		after, faults, ok := record.Fold([]record.Opened{
			{Entry: &entry.Entry{ID: "1", Person: r.Person, Kind: entry.KindSignUp, Tick: 1, Seq: 1}, Body: first},
			{Entry: &entry.Entry{ID: "2", Person: r.Person, Kind: entry.KindCorrection, Tick: 2, Seq: 2}, Body: body},
		})
		if !ok || len(faults) > 0 {
			rt.Fatal(faults)
		}
		// What the screen would have kept of the same answers.
		want := form.Answers{}
		for _, f := range p.Fields {
			get := func(column, old string) string {
				if s, ok := set[column]; ok {
					return s
				}
				return old
			}
			v := r.Fields[f.ID]
			if f.Kind != "person" {
				want[f.ID] = form.Value{Text: form.Text(get(f.ID, string(v.Text)))}
				continue
			}
			var q record.Person
			if v.Person != nil {
				q = *v.Person
			}
			want[f.ID] = form.Value{Person: form.Person{Name: form.Name(get(f.ID+"_name", string(q.Name))), Relation: get(f.ID+"_relation", q.Relation), Phone: form.Phone(get(f.ID+"_phone", string(q.Phone)))}}
		}
		screen, problems := form.CheckAll(p.Fields, want, form.Context{Now: now})
		if len(problems) > 0 {
			rt.Fatalf("the screen refuses %v", problems)
		}
		for _, f := range p.Fields {
			s, v := screen[f.ID], after.Fields[f.ID]
			if f.Kind == "person" {
				var q record.Person
				if v.Person != nil {
					q = *v.Person
				}
				if string(s.Person.Name) != string(q.Name) || s.Person.Relation != q.Relation || string(s.Person.Phone) != string(q.Phone) {
					rt.Fatalf("%s is not what was typed", f.ID)
				}
			} else if string(s.Text) != string(v.Text) {
				rt.Fatalf("%s is %q, typed %q", f.ID, string(v.Text), set[f.ID])
			}
		}
	})
	if taken == 0 {
		t.Error("no correction was taken")
	}
}

// What the pack would not take any more, or asks for only now, keeps nobody from being corrected.
func TestWhatNobodyTouchesIsNotChecked(t *testing.T) {
	p := practicePack(t)
	r := someone(p)
	r.Fields["graduation"] = record.Field{Text: "1970-01"}
	delete(r.Fields, "name")
	if _, err := Correct(p, r, map[string]string{"email": "new@example.com"}, "x", "LM", now); err != nil {
		t.Error(err)
	}
}

// Sentences may repeat the name of a column, but never what may be somebody's data typed in its place.
func TestNoSentenceRepeatsWhatIsSomebodys(t *testing.T) {
	p := practicePack(t)
	r := someone(p)
	for _, word := range []string{"13812340417", "张珂", "zk@example.com", "phone 13812340417", "m20417555"} {
		_, err := Correct(p, r, map[string]string{word: "x"}, "x", "LM", now)
		_, errC := Contact(Calling{Channel: word, Outcome: word}, nil, "LM", now)
		_, errK := Consents(p, r, []string{word}, nil, "x", "LM", "zh", now)
		_, errS := Check(p, people.New(p, nil, people.Options{}), r, Checking{Answers: map[string]bool{word: true}}, "LM", now)
		for _, err := range []error{err, errC, errK, errS} {
			for _, s := range append(sentences(t, err), err.Error(), fmt.Sprint(err)) {
				if strings.Contains(s, word) {
					t.Errorf("%q", s)
				}
			}
		}
	}
}

func TestConsentsAreGivenAndWithdrawn(t *testing.T) {
	p := practicePack(t)
	older := someone(p)
	older.Consents = append(older.Consents, record.Consent{ID: "handover", SHA256: "an older text", Lang: "zh"}, record.Consent{ID: "newsletter", SHA256: "x", Lang: "zh"})
	for _, x := range []struct {
		name           string
		give, withdraw []string
		lang           string
		of             record.Record
		wrong          []string
	}{
		{"given", []string{"handover"}, nil, "en", someone(p), nil},
		{"withdrawn", nil, []string{"followup"}, "zh", someone(p), nil},
		{"one for the other", []string{"handover"}, []string{" followup", "followup"}, "zh", someone(p), nil},
		{"given already", []string{"followup"}, nil, "zh", someone(p), []string{"consent change.consent.given"}},
		{"given already, in another language", []string{"followup"}, nil, "en", someone(p), []string{"consent change.consent.given"}},
		{"given again, as its text has changed", []string{"handover"}, nil, "zh", older, nil},
		{"withdrawn, never given", nil, []string{"handover"}, "zh", someone(p), []string{"consent change.consent.never"}},
		{"the notice", nil, []string{"notice"}, "zh", someone(p), []string{"consent change.consent.notice"}},
		{"both", []string{"followup"}, []string{"followup"}, "zh", someone(p), []string{"consent change.consent.both"}},
		{"misspelt", []string{"handovr"}, []string{"folowup"}, "zh", someone(p), []string{"consent change.unknown.near", "consent change.unknown.near"}},
		{"one of an older pack is withdrawn", nil, []string{"newsletter"}, "zh", older, nil},
		{"nothing", nil, nil, "zh", someone(p), []string{" change.same"}},
		{"a language that is none", []string{"handover"}, nil, "fr", someone(p), []string{"consent change.unknown"}},
	} {
		c, err := Consents(p, x.of, x.give, x.withdraw, "x", "LM", x.lang, now)
		got := keysOf(err)
		if x.name == "both" { // said once; that it is given already is said too
			got = slices.Compact(got)
		}
		if !slices.Equal(got, x.wrong) {
			t.Errorf("%s: %q", x.name, got)
		}
		sentences(t, err)
		if err != nil {
			continue
		}
		for _, g := range c.Given {
			if k := p.Consent(g.ID); g.SHA256 != k.SHA256(x.lang) || g.Lang != x.lang || !g.At.Equal(c.At) {
				t.Errorf("%s: the text that was agreed to is not noted", x.name)
			}
		}
		if len(c.Given) != len(x.give) || len(c.Withdrawn) != min(len(x.withdraw), 1) {
			t.Errorf("%s: %d given, %v withdrawn", x.name, len(c.Given), c.Withdrawn)
		}
	}
	p.Consent("followup").Required = true
	if _, err := Consents(p, someone(p), nil, []string{"followup"}, "x", "LM", "zh", now); !slices.Equal(keysOf(err), []string{"consent change.consent.required"}) {
		t.Error(err)
	} else {
		sentences(t, err)
	}
}
