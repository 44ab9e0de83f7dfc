package app

import (
	"context"
	"image"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/handover"
	worklist "matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// noon is the clock of all pictures.
var noon = time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)

type stage struct {
	name  string
	state session.State
}

// fixtures gives what every picture is drawn from, and has what is drawn next look as in the window: other tests have an
// application of their own, and leave one without our theme.
func fixtures() (*event.Pack, *text.Catalogue) {
	if a := stageApp(); fyne.CurrentApp() != a {
		fyne.SetCurrentApp(a)
		a.Settings().SetTheme(theme.Fyne{}) // forgets the measures of the theme before
	}
	return packAndTexts()
}

var stageApp = sync.OnceValue(func() fyne.App {
	a := test.NewApp()
	a.Settings().SetTheme(theme.Fyne{})
	return a
})

var packAndTexts = sync.OnceValues(func() (*event.Pack, *text.Catalogue) {
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		panic("the built-in pack does not load")
	}
	texts, err := text.Load()
	if err != nil {
		panic(err)
	}
	return pack, texts
})

func answers() form.Answers {
	return form.Answers{
		"name": {Text: "欧阳娜娜"}, "phone": {Text: "13900000417"}, "wechat": {Text: "13900000417"},
		"email": {Text: "zoe.mueller@example.org"}, "campus": {Text: "huangpu"}, "graduation": {Text: "2028-06"},
		"home_phone": {Text: "02100000521"},
		"contact1":   {Person: form.Person{Name: "买买提·艾力", Relation: "parent", Phone: "15200008820", WillTell: true}},
	}
}

// stages are all screens, each as a visitor would find it.
func stages(pack *event.Pack) []stage {
	base := session.New()
	at := func(s session.Screen, change ...func(*session.State)) stage {
		st := base
		st.Screen, st.Since, st.Touched, st.Started = s, noon, noon, noon.Add(-4*time.Minute)
		for _, c := range change {
			c(&st)
		}
		return stage{string(s), st}
	}
	with := func(name string, s stage) stage { s.name = name; return s }
	story := pack.Stories[0].ID
	out := []stage{
		at(session.Attract), at(session.Home), at(session.Stories),
		at(session.Story, func(s *session.State) { s.StoryID, s.Station = story, 1 }),
		with("story-end", at(session.Story, func(s *session.State) { s.StoryID, s.Station = pack.Stories[1].ID, len(pack.Stories[1].Stations)-1 })),
		at(session.How), with("how-risks", at(session.How, func(s *session.State) { s.HowPage = session.HowPages(pack) - 1 })),
		at(session.Numbers), at(session.Worries), at(session.Parents),
		at(session.Notice), at(session.Decide), at(session.Conditions),
		at(session.Ways, func(s *session.State) { s.Answered = "not" }),
		at(session.Way, func(s *session.State) { s.Outcome = "family_not_told" }),
		at(session.BirthDate), with("comeback", at(session.BirthDate, func(s *session.State) { s.ComeBack = "2028-02-29" })),
	}
	for i, st := range pack.Steps {
		out = append(out, with("form-"+st.ID, at(session.Form, func(s *session.State) { s.FormStep, s.Answers = i, answers() })))
	}
	out = append(out,
		with("form-wrong", at(session.Form, func(s *session.State) {
			s.FormStep, s.Answers = 1, form.Answers{"phone": {Text: "1390000"}}
			s.Problems = []form.Problem{{Field: "phone", Key: "problem.phone.digits"}}
		})),
		with("form-hint", at(session.Form, func(s *session.State) {
			s.FormStep, s.Answers = 1, answers()
			s.Answers["email"] = form.Value{Text: "nana@stu.example.edu.cn"}
		})),
		at(session.ReadBack, func(s *session.State) { s.Answers = answers() }),
		at(session.Consent, func(s *session.State) { s.Answers = answers() }),
		at(session.Official, func(s *session.State) { s.Answers = answers(); s.Refused = []string{"handover"} }),
		at(session.Saving),
		with("save-failed", at(session.Saving, func(s *session.State) { s.SaveFailed = "save.full" })),
		at(session.Saved, func(s *session.State) {
			s.Code, s.PersonID = "7K4M-92QX-D", "p"
		}),
		at(session.TakeHome, func(s *session.State) { s.Code, s.PersonID = "7K4M-92QX-D", "p" }),
		at(session.MoreCodes, func(s *session.State) { s.Code = "7K4M-92QX-D" }),
		at(session.Check, func(s *session.State) { s.Code, s.PersonID = "7K4M-92QX-D", "p" }),
		with("check-six", at(session.Check, func(s *session.State) { s.Code, s.PersonID = "7K4M-92QX-D", "p" })),
		at(session.Think), at(session.Already),
		with("already-done", at(session.Already, func(s *session.State) { s.Erased = "done" })),
		with("desk-today", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskToday })),
		with("desk-locked", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
		with("desk-people", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
		with("desk-found", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
		with("desk-one", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p11" })),
		with("desk-one-shown", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p11" })),
		with("desk-one-correct", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p11" })),
		with("desk-one-consent", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p11" })),
		with("desk-one-join", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p06" })),
		with("desk-one-erase", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskOne, "p11" })),
		with("desk-figures", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskToday })),
		with("desk-day", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskDay })),
		with("desk-day-even", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskDay })),
		with("desk-day-report", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskDay })),
		with("desk-given", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-handover-age", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-handover", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-check", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-check-kit", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskCheck, "person-08" })),
		with("desk-check-six", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-check-done", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-calls", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskCalls, "person-01" })),
		with("desk-calls-back", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCalls })),
		with("desk-doubles", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "pair-person-00-person-09" })),
		with("desk-doubles-many", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "pair-person-00-person-01" })),
		with("desk-doubles-kit", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "kit-person-03-person-04" })),
		with("overlay-idle", at(session.Form, func(s *session.State) { s.Overlay, s.WarnedAt, s.Answers = session.IdleWarning, noon, answers() })),
		with("overlay-next", at(session.Home, func(s *session.State) { s.Overlay = session.NextPerson })),
		with("overlay-nottoday", at(session.Notice, func(s *session.State) { s.Overlay = session.NotToday })),
		with("overlay-end", at(session.TakeHome, func(s *session.State) { s.Overlay, s.Code = session.EndTakeHome, "7K4M-92QX-D" })),
		with("attract-kiosk", at(session.Attract)),
		at(session.Pause, func(s *session.State) { s.Duty.Paused = true }),
		at(session.Closed, func(s *session.State) { s.Duty.Out = true }),
		with("closed-disk", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultDisk, "MB-31" })),
		with("closed-battery", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultBattery, "MB-32" })),
		with("closed-store", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultStore, "MB-21" })),
		with("closed-crash", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultCrash, "MB-11" })),
		at(session.Night, func(s *session.State) { s.Duty.Night = true }),
		at(session.Staff),
		with("staff-paused", at(session.Staff, func(s *session.State) { s.Duty.Paused, s.Duty.Fault, s.Duty.Code = true, session.FaultCrash, "MB-11" })),
		with("keeping-behind", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("keeping-due", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("keeping-clock", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Staff })),
		with("overlay-gate", at(session.Pause, func(s *session.State) { s.Overlay = session.Gate })),
		with("overlay-pin", at(session.TakeHome, func(s *session.State) { s.Overlay, s.Code = session.PIN, "7K4M-92QX-D" })),
		with("desk-refused", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-otherkey", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("overlay-gate-wait", at(session.Pause, func(s *session.State) { s.Overlay = session.Gate })),
	)
	return out
}

// build makes the page of one stage.
func build(st stage, size fyne.Size) *page.Page {
	pack, texts := fixtures()
	if st.name == "night" {
		tonight := *pack
		tonight.Kiosk.NightTo = "07:00"
		pack = &tonight
	}
	if st.name == "check-six" || st.name == "desk-check-six" {
		longer := *pack
		longer.Checks = sixSteps(pack)
		pack = &longer
	}
	c := page.Context{
		Kiosk: st.name == "attract-kiosk",
		Pack:  pack, State: st.state, T: texts.In(st.state.Lang), Size: size, Now: noon, Practice: true, Still: true, Inline: true,
		Send: func(session.Event) {},
	}
	w := desk.Work{
		Desk: deskOf(st.name), Kept: keptOf(st.name), Status: keeperOf(st.name), StartLang: "zh",
		Counts: func(context.Context) (work.Tonight, error) {
			return work.Tonight{Signups: 42, Started: 131, Finished: 42, Left: 57, Langs: map[string]int{"zh": 97, "en": 34}, Until: noon.Add(-9 * time.Minute)}, nil
		},
		Host: func() host.State {
			h := host.State{Battery: host.Battery{There: true, Percent: 64}, DiskFree: 81e9}
			if st.name == "staff-paused" || st.name == "attract-kiosk" {
				h = host.State{Battery: host.Battery{There: true, Percent: 14}, DiskFree: 312e6, Warn: []string{"battery", "disk", "clock", "blanking"}}
			}
			return h
		},
	}
	c.Warned = len(w.Host().Warn) > 0
	c.CopyLate, c.Sealed = work.CopyLate(w.Status.Mirror(), noon), sealed(w.Status.Keys())
	if st.name == "overlay-gate-wait" {
		w.Gate = &pins{right: "5210", wait: 80 * time.Second}
	}
	prepare(&w)
	page := drawPage(c, w)
	w.Redraw = func() { page = drawPage(c, w) }
	w.Redraw()
	for _, live := range page.Live {
		live(noon)
	}
	switch st.name {
	case "overlay-gate-wait": // a wrong PIN too many
		page.Keys("", '1')
		page.Keys(fyne.KeyReturn, 0)
	case "desk-check-kit": // the phone did not ring, the card is right, and the kit is somebody else's
		page = deskCheckKit(c, w, page)
	case "desk-calls-back": // an outcome that can be taken back
		page = deskCallsBack(c, w)
	case "desk-day":
		for range 7 {
			tapped(page, "desk.paper.more")
		}
	case "desk-day-report":
		tapped(page, "desk.report")
	case "desk-handover-age":
		tapped(page, "desk.give.closed.1")
	case "desk-refused", "desk-otherkey", "desk-given": // an export
		for _, x := range page.Buttons {
			if x.ID == "desk.give" {
				x.OnTap()
			}
		}
	}
	return page
}

// sixSteps is the longest check list that a pack may have, with titles as long as they get.
func sixSteps(pack *event.Pack) []event.Check {
	more := func(id, zh, en string) event.Check {
		return event.Check{ID: id, Kind: event.CheckYesNo, Title: event.Text{event.ZH: zh, event.EN: en}}
	}
	return append(pack.CheckList(),
		more("leaflet", "给过说明书，讲过怎么采样", "Gave the leaflet, and explained the sampling"),
		more("talked", "问过家里人的意见，本人还愿意", "Asked what the family says; still willing"))
}

// render draws one stage and gives the page and its picture.
func render(st stage, size fyne.Size) (*page.Page, image.Image) {
	page := build(st, size)
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetContent(page.Root)
	canvas.Resize(size)
	return page, canvas.Capture()
}

// fakeDesk is a desk in memory, with people who do not exist.
type fakeDesk struct {
	open  bool
	even  bool         // everything agrees when the day is closed
	err   error        // of exports
	crowd *work.Opened // who is there; nil for three people
}

// keptOf is what the desk's pages remember at one stage.
func keptOf(stage string) *desk.Kept {
	k := &desk.Kept{}
	switch stage {
	case "desk-found":
		k.Search, k.InList = "zk", true
	case "desk-one-shown":
		k.At("p11", true, "", "")
	case "desk-one-correct":
		k.At("p11", true, "correct", "contact1")
	case "desk-one-consent":
		k.At("p11", false, "consent", "handover")
	case "desk-one-join":
		k.At("p06", false, "join", "p01")
	case "desk-one-erase":
		k.At("p11", false, "erase", "")
	}
	return k
}

// deskOf is the desk of one stage.
func deskOf(stage string) *fakeDesk {
	switch stage {
	case "desk-check", "desk-check-kit", "desk-check-six", "desk-calls", "desk-calls-back", "desk-doubles", "desk-doubles-kit":
		return &fakeDesk{open: true, crowd: deskCrowded()}
	case "desk-check-done":
		return &fakeDesk{open: true, crowd: openedWith(deskCrowd()[:5])}
	case "desk-doubles-many":
		return &fakeDesk{open: true, crowd: officeCrowd()}
	case "desk-people", "desk-day", "desk-day-report", "desk-figures", "desk-found", "desk-given", "desk-handover", "desk-handover-age", "desk-one", "desk-one-consent", "desk-one-correct", "desk-one-erase", "desk-one-join", "desk-one-shown", "keeping-due":
		return &fakeDesk{open: true}
	case "desk-day-even":
		return &fakeDesk{open: true, even: true}
	case "desk-refused":
		return &fakeDesk{open: true, err: handover.ErrInBooth}
	case "desk-otherkey":
		return &fakeDesk{open: true, err: handover.OtherKey{}}
	}
	return &fakeDesk{}
}

func (d *fakeDesk) Count(context.Context) (int, error)                               { return 3, nil }
func (d *fakeDesk) Unlock(context.Context, []byte, string) error                     { return nil }
func (d *fakeDesk) By() string                                                       { return "LQ" }
func (d *fakeDesk) Shown(context.Context, string) error                              { return d.err }
func (d *fakeDesk) AddCheck(context.Context, string, record.Check) error             { return nil }
func (d *fakeDesk) Correct(context.Context, string, map[string]string, string) error { return d.err }
func (d *fakeDesk) Consent(context.Context, string, []string, []string, string, string) error {
	return d.err
}
func (d *fakeDesk) Check(context.Context, string, changes.Checking) error  { return d.err }
func (d *fakeDesk) Contact(context.Context, string, changes.Calling) error { return d.err }
func (d *fakeDesk) Join(context.Context, string, string) error             { return d.err }
func (d *fakeDesk) Part(context.Context, string, string) error             { return d.err }
func (d *fakeDesk) Apart(context.Context, string, string) error            { return d.err }
func (d *fakeDesk) Erase(context.Context, string) error                    { return d.err }
func (d *fakeDesk) Opened() *work.Opened {
	if !d.open {
		return nil
	}
	if d.crowd != nil {
		return d.crowd
	}
	pack, _ := fixtures()
	o := &work.Opened{Records: deskPeople(pack)}
	o.List = worklist.New(pack, o.Records, worklist.Options{Due: func(r record.Record) bool { return r.Person == "p04" || r.Person == "p09" }})
	return o
}
