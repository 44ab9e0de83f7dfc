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
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/scene"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/packs"
	worklist "matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// noon is the clock of all pictures.
var noon = scene.Noon

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

// followUpPage is what the first code of the take-home leads to where the event has a hub.
const followUpPage takehome.FollowUp = "https://nic.example.edu.cn/hub/f/love-to-medicine-521#AAECAwQFBgcICQoLDA0ODw"

// answers are those of all scenes.
func answers() form.Answers {
	pack, _ := packAndTexts()
	return scene.Answers(pack)
}

// compared is what a volunteer compares at the booth.
var compared = session.Compared{Name: "欧阳娜娜", Phone: "13900000417"}

// stages are the scenes of a pack, and beyond them what is on top of a screen, goes wrong, or only volunteers see.
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
	var out []stage
	for _, sc := range scene.All(pack) {
		out = append(out, stage{sc.ID, sc.State})
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
		with("save-failed", at(session.Saving, func(s *session.State) { s.SaveFailed = "save.full" })),
		with("takehome-checked", at(session.TakeHome, func(s *session.State) { s.Code, s.PersonID, s.Checked = "7K4M-92QX-D", "p", true })),
		with("check-six", at(session.Check, func(s *session.State) { s.Code, s.PersonID, s.Compared = "7K4M-92QX-D", "p", compared })),
		with("already-done", at(session.Already, func(s *session.State) { s.Erased = "done" })),
		with("desk-today", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskToday })),
		with("desk-locked", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
		with("desk-nokey", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
		with("desk-nokey-stick", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPeople })),
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
		with("desk-copy", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskHandover, "p11" })),
		with("desk-copied", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskHandover, "p11" })),
		with("desk-give-one", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskHandover, "p11" })),
		with("desk-handover-age", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-handover", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-merge", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-forms", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-pack", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-pack-refused", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-pack-lacks", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-merge-claims", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("desk-check", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-check-kit", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskCheck, "person-08" })),
		with("desk-check-six", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-check-done", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCheck })),
		with("desk-calls", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskCalls, "person-01" })),
		with("desk-calls-back", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskCalls })),
		with("desk-list", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskList })),
		with("desk-list-printed", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskList })),
		with("desk-results", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskResults })),
		with("desk-audit", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskAudit })),
		with("desk-audit-broken", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskAudit })),
		with("desk-print", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPrint })),
		with("desk-printed", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPrint })),
		with("desk-print-other", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskPrint })),
		with("desk-doubles", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "pair-person-00-person-09" })),
		with("desk-doubles-many", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "pair-person-00-person-01" })),
		with("desk-doubles-kit", at(session.Desk, func(s *session.State) { s.DeskPage, s.DeskPerson = session.DeskDoubles, "kit-person-03-person-04" })),
		with("overlay-idle", at(session.Form, func(s *session.State) { s.Overlay, s.WarnedAt, s.Answers = session.IdleWarning, noon, answers() })),
		with("overlay-next", at(session.Home, func(s *session.State) { s.Overlay = session.NextPerson })),
		with("overlay-nottoday", at(session.Notice, func(s *session.State) { s.Overlay = session.NotToday })),
		with("overlay-end", at(session.TakeHome, func(s *session.State) { s.Overlay, s.Code = session.EndTakeHome, "7K4M-92QX-D" })),
		with("attract-kiosk", at(session.Attract)),
		with("closed-disk", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultDisk, "MB-31" })),
		with("closed-battery", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultBattery, "MB-32" })),
		with("closed-store", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultStore, "MB-21" })),
		with("closed-crash", at(session.Closed, func(s *session.State) { s.Duty.Fault, s.Duty.Code = session.FaultCrash, "MB-11" })),
		with("staff-paused", at(session.Staff, func(s *session.State) { s.Duty.Paused, s.Duty.Fault, s.Duty.Code = true, session.FaultCrash, "MB-11" })),
		with("about", at(session.About)),
		with("keeping-behind", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("keeping-unclear", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Staff })),
		with("keeping-due", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("keeping-clock", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Staff })),
		with("overlay-gate", at(session.Pause, func(s *session.State) { s.Overlay = session.Gate })),
		with("overlay-newpin", at(session.Staff, func(s *session.State) { s.Overlay = session.NewPIN })),
		with("overlay-pin", at(session.TakeHome, func(s *session.State) { s.Overlay, s.Code = session.PIN, "7K4M-92QX-D" })),
		with("desk-refused", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("desk-otherkey", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskHandover })),
		with("numbers-near", at(session.Numbers)),
		with("numbers-found", at(session.Numbers, func(s *session.State) { s.Found = "found" })),
		with("numbers-first", at(session.Numbers, func(s *session.State) { s.Figure = 1 })),
		with("numbers-size", at(session.Numbers, func(s *session.State) { s.Figure = 2 })),
		with("notice-fulltext", at(session.Notice, func(s *session.State) { s.Overlay = session.FullText })),
		with("consent-fulltext", at(session.Consent, func(s *session.State) { s.Overlay, s.Answers = session.FullText, answers() })),
		with("overlay-gate-wait", at(session.Pause, func(s *session.State) { s.Overlay = session.Gate })),
		// With a hub joined.
		with("staff-hub", at(session.Staff)),
		with("keeping-hub", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("keeping-hub-refused", at(session.Keeping, func(s *session.State) { s.KeepingOf = session.Desk })),
		with("desk-hub", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskToday })),
		with("desk-merge-hub", at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskMerge })),
		with("takehome-hub", at(session.TakeHome, func(s *session.State) { s.Code, s.PersonID = "7K4M-92QX-D", "p" })),
	)
	for _, name := range inboxStages {
		out = append(out, with(name, at(session.Desk, func(s *session.State) { s.DeskPage = session.DeskInbox })))
	}
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
	if st.name == "takehome-hub" {
		c.FollowUp = followUpPage
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
	if st.name == "desk-today" || st.name == "desk-figures" {
		c.Now = figuresAt // the plots end with this hour
	}
	c.Warned = len(w.Host().Warn) > 0
	c.CopyLate, c.Sealed = work.CopyLate(w.Status.Mirror(), noon), sealed(w.Status.Keys())
	if st.name == "overlay-gate-wait" {
		w.Gate = &pins{right: "5210", wait: 80 * time.Second}
	}
	prepare(&w)
	if st.name == "desk-nokey" {
		w.Sticks = func() []handover.Place { return nil }
	}
	if st.name == "desk-nokey-stick" {
		w.Sticks = func() []handover.Place { return []handover.Place{{Dir: "testdata/stick", Name: "BOOTH KEY"}} }
	}
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
	case "numbers-near": // a searching finger, by the arrow keys
		for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown} {
			page.Keys(k, 0)
		}
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
	case "desk-merge", "desk-merge-hub", "desk-pack", "desk-pack-refused":
		tapped(page, "desk.merge.source.0")
	case "desk-forms":
		tapped(page, "desk.merge.source.2")
	case "desk-give-one":
		tapped(page, "desk.give.whom.1")
	case "desk-handover-age":
		tapped(page, "desk.give.closed.1")
	case "desk-printed":
		tapped(page, "desk.print")
	case "desk-print-other": // neither the poster nor a stick, and the changed pack is not here
		tapped(page, "desk.print.what.0")
		tapped(page, "desk.print.where.1")
	case "desk-list-printed":
		tapped(page, "desk.give.closed.1")
		tapped(page, "desk.give")
	case "desk-refused", "desk-otherkey", "desk-given", "desk-copied": // an export
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
	open      bool
	even      bool  // everything agrees when the day is closed
	err       error // of exports
	left      []work.OpenFile
	broken    bool         // lines of the audit are missing
	crowd     *work.Opened // who is there; nil for three people
	offer     *packs.Offer // the event pack on the stick
	lacks     bool         // the changed event pack is not here
	noKey     bool         // the event's key is elsewhere
	keyErr    error        // of a key file, or of the recovery key
	recovers  string       // the fingerprint of the recovery key
	recovered string       // the new passphrase
	hub       string       // where the hub that was joined is
	letters   string       // the stage whose wishes it has; "" for no inbox
	decided   []string     // about wishes
}

// The fake desk has its key, unless a test takes it away.
func (d *fakeDesk) HasKey() bool                                             { return !d.noKey }
func (d *fakeDesk) UnlockFile(context.Context, string, []byte, string) error { return d.keyErr }
func (d *fakeDesk) Recovers() string                                         { return d.recovers }
func (d *fakeDesk) Recover(_ context.Context, _ *seal.Identity, passphrase []byte, _ string) error {
	d.recovered = string(passphrase)
	return d.keyErr
}

// keptOf is what the desk's pages remember at one stage.
func keptOf(stage string) *desk.Kept {
	k := &desk.Kept{}
	inboxAt(k, stage)
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
	case "desk-nokey", "desk-nokey-stick":
		return &fakeDesk{noKey: true}
	case "desk-check", "desk-check-kit", "desk-check-six", "desk-calls", "desk-calls-back", "desk-list", "desk-list-printed", "desk-results", "desk-doubles", "desk-doubles-kit":
		return &fakeDesk{open: true, crowd: deskCrowded()}
	case "desk-check-done":
		return &fakeDesk{open: true, crowd: openedWith(deskCrowd()[:5])}
	case "desk-doubles-many":
		return &fakeDesk{open: true, crowd: officeCrowd()}
	case "desk-audit", "desk-people", "desk-day", "desk-day-report", "desk-copied", "desk-copy", "desk-figures", "desk-found", "desk-give-one", "desk-given", "desk-handover", "desk-handover-age", "desk-one", "desk-one-consent", "desk-one-correct", "desk-one-erase", "desk-one-join", "desk-one-shown", "keeping-due":
		return &fakeDesk{open: true}
	case "desk-merge", "desk-forms":
		return &fakeDesk{open: true, even: true}
	case "desk-hub", "keeping-hub":
		return &fakeDesk{open: true}
	case "desk-merge-hub":
		return &fakeDesk{open: true, even: true, hub: "nic.example.edu.cn"}
	case "desk-pack", "desk-pack-refused":
		return &fakeDesk{open: true, even: true, offer: packOffer(stage == "desk-pack-refused")}
	case "desk-inbox", "desk-inbox-shown", "desk-inbox-forget", "desk-inbox-which", "desk-inbox-two", "desk-inbox-refuse", "desk-inbox-tray", "desk-inbox-empty":
		return &fakeDesk{open: true, crowd: deskCrowded(), letters: stage}
	case "desk-pack-lacks":
		return &fakeDesk{open: true, even: true, lacks: true}
	case "desk-merge-claims":
		return &fakeDesk{open: true}
	case "desk-print-other":
		return &fakeDesk{lacks: true}
	case "desk-audit-broken":
		return &fakeDesk{open: true, broken: true}
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
	o := &work.Opened{Records: deskPeople(pack), Ends: map[string]data.End{}}
	for _, r := range o.Records {
		o.Ends[r.Person] = data.End{At: r.At.AddDate(0, 0, pack.Consent("followup").RetainDays), Days: pack.Consent("followup").RetainDays, Consent: "followup"}
	}
	o.List = worklist.New(pack, o.Records, worklist.Options{Due: func(r record.Record) bool { return r.Person == "p04" || r.Person == "p09" }})
	return o
}
