// Package app is the window of the booth: it holds the state of the current visitor, passes every
// event to the state machine, carries out the effects it returns, and shows the resulting screen.
// There is one window, one root, and one page at a time.
package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/host"
	packpicture "matchbooth/kiosk/picture"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/desk"
	"matchbooth/ui/desk/drafting"
	"matchbooth/ui/desk/guide"
	"matchbooth/ui/launch"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/intake"
	work "matchbooth/ui/work/session"
)

// Booth is the running window. All its methods must be called on the interface's goroutine.
type Booth struct {
	launch.Options
	Store   Store
	texts   *text.Catalogue
	win     fyne.Window
	root    *fyne.Container // never replaced: swapping a window's content leaks
	state   session.State
	page    *page.Page
	shown   string          // key of what the page was drawn for
	leaf    string          // see leaf: the page the visitor is on
	asked   session.Overlay // the question on top of it
	size    fyne.Size
	desk    *work.Session
	atDesk  desk.Kept               // what the desk's pages remember until it locks
	sticks  func() []handover.Place // what is plugged in; nil asks the system
	setup   *guide.State            // leads through making a booth, in place of one; nil otherwise
	draft   *drafting.State         // asks for a new event pack, in place of a booth; nil otherwise
	left    session.Event           // opens the desk where it was left
	trace   *trace
	crasher *crasher
	clock   func() time.Time

	background func(func())                // runs what waits for the disk off the interface's goroutine
	onUI       func(func())                // runs what follows from it on the interface's goroutine
	after      func(time.Duration, func()) // see [page.Context]; nil except in tests
	pause      func(time.Duration)         // time.Sleep, except in tests
	kept       map[string]*page.Page       // pages to reuse, by what they were drawn for
	early      early                       // the first page, until it is shown
	drawn      time.Time                   // when the page was drawn
	rested     int                         // how often memory has been released since
	moving     *motion                     // of the page that comes in; nil when it is in its place
	curtain    *touch.Curtain              // over a page that nobody has seen yet
	turned     fyne.Position               // where the finger was that last changed what can be touched
	frame      *frame                      // tells whether the window has been painted
	shield     *touch.Shield               // hides the pointer in touch mode
	keys       *keys                       // the on-screen keyboard, and which field gets the keys
	once       []byte                      // idempotency key of this visitor's save; nil before it
	secret     record.FollowUp             // drawn with it, where the event has a hub
	followUp   takehome.FollowUp           // the code that has it, for the take-home
	visit      tallies                     // this visitor's counts
	named      work.KeySet                 // the keys that everything is sealed to
	copyLate   bool                        // somebody has to check the second copy
	host       host.State                  // the state of the computer under the booth
	release    func()                      // lets screen and computer sleep again
	unfill     func()                      // releases the display and the keyboard
	inline     bool                        // tests: slow work is done synchronously
	wanted     float64                     // the scale that the system or its user wants
	fitting    bool                        // the scale is about to be looked at again
	opened     bool                        // whether the window has been opened
	pictures   packpicture.Shelf           // the pack's own pictures, ready to be shown
	verbose    bool                        // whether everything that happens is logged

	pusher atomic.Pointer[hub.Pusher] // sends to the hub; nil where none was joined
}

func newBooth(store Store, c launch.Options, texts *text.Catalogue, clock func() time.Time) *Booth {
	b := &Booth{Options: c, Store: store, texts: texts, clock: clock, kept: map[string]*page.Page{}, onUI: fyne.Do, pause: time.Sleep}
	b.background = func(f func()) { go f() }
	if lang, ok := store.Meta(metaLang); ok && b.Lang == "" {
		b.Lang = lang
	}
	if c.Setup != nil {
		b.setup = guide.Begin(c.Setup)
		b.setup.Sticks = b.sticks
	}
	if c.New != nil {
		b.draft = drafting.Begin(c.New)
	}
	b.state = b.fresh()
	b.keys = newKeys(b)
	b.desk = b.deskOver(store)
	b.verbose, b.crasher = verbose(), newCrasher(store.Mode() == "practice")
	b.frame = newFrame()
	b.curtain, b.shield = touch.NewCurtain(), touch.NewShield()
	b.shield.Set(c.Kiosk || c.Touch)
	b.root = container.New(&rootLayout{b}, container.NewStack(), b.keys.layer, b.curtain, b.shield, container.NewWithoutLayout(b.frame.dot))
	return b
}

// lock drops what the desk has opened and what its pages remember, after writing what was about to be.
func (b *Booth) lock() {
	b.atDesk.Close(b.desk)
	b.desk.Lock()
}

// deskOver returns a locked desk over the store.
func (b *Booth) deskOver(store work.Store) *work.Session {
	d := work.New(store, b.Pack, b.Data, b.clock, func() { b.readKeys(context.Background()) })
	d.EmptyOn(func(f func()) { b.onUI(f) })
	if s, ok := store.(hub.Store); ok {
		d.FetchFrom(s)
	}
	return d
}

func (b *Booth) fresh() session.State {
	s := session.New()
	if b.Lang != "" {
		s.Lang = b.Lang
	}
	s.Duty = b.duty()
	s.Screen = s.Duty.Screen()
	if b.Setup != nil || b.New != nil {
		s.Screen = session.SettingUp
	}
	return s
}

// rootLayout redraws the page when the window's size changes.
type rootLayout struct{ b *Booth }

// MinSize is small, as the toolkit makes what it shows larger than the display where that has no room.
func (l *rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }
func (l *rootLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, c := range o {
		c.Resize(size)
	}
	if l.b.early.page != nil && l.b.page == nil && size == l.MinSize(nil) && openSize(l.b.Options) != size {
		return // the toolkit makes a window in its smallest size, in which nobody sees it
	}
	if size != l.b.size && size.Width > 1 {
		l.b.size = size
		if l.b.opened && l.b.Kiosk && !l.b.fitting {
			// Another display, perhaps. A change of the scale comes back here with another size.
			l.b.fitting = true
			fyne.Do(func() {
				l.b.fit()
				l.b.fitting = false
			})
		}
		l.b.show()
	}
}

// The toolkit keeps what old pages were painted with for a minute, and frees pictures at its next
// paint and the widgets behind them at a later one. So once the first screen has been up for
// restAfter, it is painted restTimes more, restEvery apart.
const (
	restAfter = 70 * time.Second
	restEvery = 12 * time.Second
	restTimes = 3
)

// rest releases the memory of old pages while nobody is at the booth.
func (b *Booth) rest() {
	if !b.nobody() || b.rested >= restTimes || b.clock().Sub(b.drawn) < restAfter+time.Duration(b.rested)*restEvery {
		return
	}
	b.rested++
	b.root.Refresh()
	time.AfterFunc(2*time.Second, debug.FreeOSMemory)
}

// beat tells the supervisor that the drawing goroutine is alive, from the first frame on.
func (b *Booth) beat() {
	if b.Pulse != nil && b.frame.drawn {
		b.Pulse.Beat(string(b.state.Screen))
	}
}

func (b *Booth) tick(ctx context.Context) {
	fyne.Do(b.beat) // from now on silence means a hang
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			fyne.Do(func() {
				b.crasher.check(b)
				b.Send(session.Event{Kind: session.Tick})
				b.night()
				b.beat()
				b.rest()
				if b.page != nil {
					for _, live := range b.page.Live {
						live(b.clock())
					}
				}
				b.trace.stirred(b)
			})
		}
	}
}

func (b *Booth) key(name fyne.KeyName, r rune) {
	b.pressed()
	if touch.IsAlone() && (name == fyne.KeyReturn || name == fyne.KeyEnter || r == ' ') {
		return // a key that stays down leads nowhere
	}
	switch {
	case b.page == nil:
	case b.page.Keys != nil:
		b.page.Keys(name, r)
	case len(b.page.Scrollers) > 0:
		b.page.Scrollers[0].Key(name)
	}
}

// pressed handles a key of the physical keyboard, whatever it does.
func (b *Booth) pressed() { b.Send(session.Event{Kind: session.KeyPress}) }

// typing are the events that arrive while somebody types: they leave the composition alone.
var typing = map[session.Kind]bool{session.Tick: true, session.Touch: true, session.KeyPress: true, session.SetAnswer: true, session.CannotFind: true}

// Send passes an event to the state machine and carries out what follows.
func (b *Booth) Send(e session.Event) {
	if !typing[e.Kind] && e.Kind != session.Finish {
		b.keys.board.Finish() // before what was typed is examined
	}
	e.Alone, e.Echo = touch.IsAlone(), touch.Near(b.turned)
	if e.Kind == session.OpenDesk && e.Arg == "" {
		e.Arg, e.Arg2 = b.left.Arg, b.left.Arg2
	}
	before := b.state
	next, effects := session.Step(b.Pack, b.state, e, b.clock())
	b.state = next
	if next.Changed != before.Changed {
		b.turned = touch.Place()
	}
	if b.verbose && e.Kind != session.Tick {
		b.debug("event", "event", e, "state", next, "answers", next.Answers, "effects", fmt.Sprint(effects))
	}
	for _, eff := range effects {
		b.do(eff)
	}
	if e.Kind == session.SetAnswer {
		// A field being typed into is never taken away, not even to clear its red frame.
		b.shown = picture(b.state, b.size)
		return
	}
	if before.AtDesk() && !b.state.AtDesk() {
		b.lock()
		b.left = session.Event{Arg: string(before.DeskPage), Arg2: before.DeskPerson}
	}
	card := b.opener(before)
	if b.show() {
		b.travel(b.page, before, e.Kind, card)
	}
}

// do carries out one effect.
func (b *Booth) do(e session.Effect) {
	ctx := context.Background()
	switch e.Kind {
	case session.DoSave:
		// One key per visitor: if a save fails after it was stored, retrying stores nobody twice.
		if b.once == nil {
			b.once = make([]byte, 32)
			rand.Read(b.once)
			b.secret, b.followUp = b.drawFollowUp()
		}
		once := b.once
		up := intake.SignUp(b.Pack, b.state, b.clock())
		up.FollowUp = b.secret
		if b.verbose {
			b.debug("saving", "person", up, "fields", fmt.Sprint(up.Fields))
		}
		b.background(func() {
			var saved data.Saved
			var err error
			if b.Store.Broken() != nil {
				// A write has failed before: the folder is read and verified again first.
				err = b.Store.Reopen()
			}
			if err == nil {
				saved, _, err = b.Store.SignUpOnce(ctx, once, up)
			}
			b.onUI(func() {
				if err != nil {
					b.Send(session.Event{Kind: session.SaveError, Arg: saveProblem(err)})
					return
				}
				b.Send(session.Event{Kind: session.SaveDone, Arg: saved.Code.String(), Arg2: saved.Person})
			})
		})
	case session.DoErase:
		b.background(func() {
			outcome := b.erase(ctx, e.Arg)
			b.onUI(func() { b.Send(session.Event{Kind: session.EraseDone, Arg: outcome}) })
		})
	case session.DoTally:
		b.visit.count(e.Arg)
	case session.DoWipe:
		b.lock() // the desk alone stays on its page
		b.counted()
		b.wipe()
	case session.DoDuty:
		b.keepDuty(b.state.Duty)
	case session.DoLeave:
		b.leave(supervisor.ExitDone)
	}
}

// wipe forgets everything that the window itself knows of the visitor; the state is already new.
func (b *Booth) wipe() {
	b.once, b.secret, b.followUp = nil, "", ""
	lang := b.Lang
	if lang != "" {
		b.state.Lang = lang
	}
	b.shown = ""
	b.keys.wipe()
	if b.win != nil {
		fyne.CurrentApp().Clipboard().SetContent("")
	}
}

// show draws the page for the state unless it is already shown, and reports whether it did.
func (b *Booth) show() bool {
	if b.size.IsZero() {
		return false
	}
	want := picture(b.state, b.size)
	if want == b.shown {
		return false
	}
	same := b.leaf == leaf(b.state)
	had := b.keys.input.Field()
	next := (*page.Page)(nil)
	if same && b.state.Overlay == "" && b.keys.board.Pending() && had != nil {
		// The same page for another size of the window, say: nobody has chosen a character, so what is being composed
		// moves to the new page.
		if next = b.pageFor(want); heir(next, had.ID) == nil {
			next = nil
		}
	}
	if next == nil {
		// Confirm the composition into its field before the field goes.
		b.keys.board.Finish()
		want = picture(b.state, b.size)
		next = b.pageFor(want)
	}
	b.settleMotion()
	if b.page != nil {
		for _, m := range b.page.Motion {
			m.Stop()
		}
	}
	if b.win != nil && b.leaf != "" && (!same || b.asked != b.state.Overlay) {
		b.curtain.Drop() // before the first page there was nothing to mean
	}
	b.leaf, b.asked = leaf(b.state), b.state.Overlay
	b.shown, b.drawn, b.rested = want, b.clock(), 0
	last := b.page
	b.page = next
	b.page.Slide(0)
	touch.Turned() // a finger that is down belongs to the outgoing page
	if b.win != nil {
		b.page.OnGround()
	}
	holder := b.root.Objects[0].(*fyne.Container)
	holder.Objects = []fyne.CanvasObject{b.page.Root}
	holder.Resize(b.size)
	holder.Refresh() // lets the toolkit free the old page
	for _, live := range b.page.Live {
		live(b.clock())
	}
	for _, m := range b.page.Motion {
		m.Start()
	}
	b.keys.turned(had, same)
	if last != nil && last != next {
		last.Forgets() // only now: the caret of a field that stays has moved to the new page
	}
	b.trace.later(b)
	return true
}

// context returns what every page is drawn from.
func (b *Booth) context() page.Context {
	booth := b.setup == nil && b.draft == nil // else there is none yet, and what is noted is real
	return page.Context{
		Pack: b.Pack, State: b.state, T: b.texts.In(b.state.Lang), Size: b.size, Now: b.clock(), OpensIn: b.startLang(),
		Practice: booth && (b.Pack.Practice || b.Store.Mode() == "practice"), Kiosk: b.Kiosk, Still: b.Still, Inline: b.inline,
		Send: b.Send, Current: func() session.State { return b.state }, Input: b.keys.input, Fold: b.keys.fold,
		CopyLate: work.CopyLate(b.Store.Mirror(), b.clock()), Warned: len(b.host.Warn) > 0, Sealed: b.sealed(),
		Pictures: &b.pictures, After: b.after, FollowUp: b.followUp,
	}
}
