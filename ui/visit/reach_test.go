package visit

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
)

// atStep draws the form at a step with no motion, and returns its picture of the ways.
func atStep(t testing.TB, step int, answers form.Answers) (*B, *event.Pack) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Fyne{})
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	st := session.New()
	st.Screen, st.FormStep, st.Answers, st.Lang = session.Form, step, answers, "zh"
	var b *B
	page.Build(page.Context{Pack: pack, State: st, T: texts.In("zh"), Size: fyne.NewSize(1280, 800), Now: time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC),
		Still: true, Inline: true, Send: func(session.Event) {}}, func(p *page.B) {
		b = &B{B: p}
		Form(b)
	}, nil)
	return b, pack
}

// whole returns the ids of the ways whose threads are whole.
func (r *reach) whole() (ids []string) {
	for _, f := range r.ways {
		if t := r.threads[f.ID]; t != nil && !t.line.Hidden && !t.end.Hidden {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// Only what is handed over outlasts the event: the second number, which the registry never gets, leads to nobody years later.
func TestWaysToFindAreThoseThatOutlastTheEvent(t *testing.T) {
	_, pack := atStep(t, 0, nil)
	var ids []string
	for _, f := range waysToFind(pack) {
		ids = append(ids, f.ID)
	}
	if want := []string{"phone", "wechat", "email", "contact1", "contact2"}; !slices.Equal(ids, want) {
		t.Errorf("the ways are %v, want %v", ids, want)
	}
}

// A thread is whole as soon as what was typed is a way, and dotted again as soon as it is not.
func TestAThreadIsWholeOnceItsFieldIsValid(t *testing.T) {
	b, _ := atStep(t, 1, form.Answers{"contact1": {Person: form.Person{Name: "买买提", Relation: "parent", Phone: "15200008820"}}})
	r := b.reach
	say := func(id, s string) { r.changed(id, form.Value{Text: form.Text(s)}) }
	for _, c := range []struct {
		id, typed string
		want      []string
	}{
		{"phone", "1390000041", []string{"contact1"}},
		{"phone", "13900000417", []string{"phone", "contact1"}},
		{"email", "nana@example.org", []string{"phone", "email", "contact1"}},
		{"email", "nana@sjtu.edu.cn", []string{"phone", "contact1"}}, // ends with graduation
		{"wechat", "13900000417", []string{"phone", "wechat", "contact1"}},
		{"home_phone", "02160000000", []string{"phone", "wechat", "contact1"}},
		{"wechat", "", []string{"phone", "contact1"}},
		{"phone", "139000004171", []string{"contact1"}},
	} {
		say(c.id, c.typed)
		if got := r.whole(); !slices.Equal(got, c.want) {
			t.Errorf("after %s %q the threads of %v are whole, want %v", c.id, c.typed, got, c.want)
		}
	}
	r.changed("contact2", form.Value{Person: form.Person{Name: "王芳", Phone: "15200008821"}})
	if slices.Contains(r.whole(), "contact2") {
		t.Error("a contact whose relation is missing has a whole thread")
	}
}

// While the keyboard is up the picture makes do with what can be seen, and is gone where that is too little.
func TestThePictureOfTheWaysMakesRoomForTheKeyboard(t *testing.T) {
	b, _ := atStep(t, 1, form.Answers{"phone": {Text: "13900000417"}})
	full := b.reach.at
	b.Page.Room(420, 0)
	if at := b.reach.at; at.Y+at.H > 420 || len(b.reach.threads) != 5 || !slices.Equal(b.reach.whole(), []string{"phone"}) {
		t.Errorf("above the keyboard it stands in %v with %d threads, of which %v are whole", at, len(b.reach.threads), b.reach.whole())
	}
	b.Page.Room(200, 0)
	if len(b.reach.threads) != 0 {
		t.Error("it is drawn where there is no room for it")
	}
	b.Page.Room(800, 0)
	if b.reach.at != full {
		t.Errorf("it comes back to %v, not %v", b.reach.at, full)
	}
}

// The steps are the pack's own: four of the form, the number, two consents.
func TestProgressCountsTheStepsOfThePack(t *testing.T) {
	b, pack := atStep(t, 0, nil)
	for _, c := range []struct {
		screen            session.Screen
		step, consent, at int
	}{{session.Form, 0, 0, 1}, {session.Form, 3, 0, 4}, {session.ReadBack, 3, 0, 5}, {session.Consent, 3, 0, 6}, {session.Consent, 3, 1, 7}, {session.Saved, 3, 2, 8}} {
		b.State.Screen, b.State.FormStep, b.State.ConsentAt = c.screen, c.step, c.consent
		if at, n := b.stepAt(); at != c.at || n != 7 {
			t.Errorf("%s %d %d is step %d of %d, want %d of 7", c.screen, c.step, c.consent, at, n, c.at)
		}
	}
	pack.Steps = pack.Steps[:2]
	b.State.Screen = session.ReadBack
	if at, n := b.stepAt(); at != 3 || n != 5 {
		t.Errorf("with two steps the number is step %d of %d", at, n)
	}
}

// No answer stands alone in a row of its own below others.
func TestNoWayStandsAlone(t *testing.T) {
	for n := range 13 {
		rows, sum := inRows(n), 0
		for _, k := range rows {
			sum += k
			if k > 3 || k == 1 && n > 2 {
				t.Errorf("%d answers stand in rows of %v", n, rows)
			}
		}
		if sum != n {
			t.Errorf("%d answers stand in rows of %v", n, rows)
		}
	}
}

// What a key costs beyond the field itself: a check of the one field, and nothing drawn unless its thread changes.
func BenchmarkReachPerKey(bench *testing.B) {
	b, _ := atStep(bench, 1, form.Answers{"phone": {Text: "13900000417"}})
	typed := []string{"1", "13", "139", "1390", "13900", "139000", "1390000", "13900000", "139000004", "1390000041", "13900000417"}
	for i := 0; bench.Loop(); i++ {
		b.reach.changed("phone", form.Value{Text: form.Text(typed[i%len(typed)])})
	}
}
