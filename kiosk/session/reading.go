package session

import (
	"slices"

	"matchbooth/assets/lang"
)

// reading are the screens that are only for reading; they keep a trail for Back.
var reading = map[Screen]bool{
	Stories: true, Story: true, How: true, Numbers: true, Worries: true, Parents: true,
}

// start begins a session. If the booth has closed since somebody chose a language here, it shows that
// instead, in the chosen language.
func (x *step) start() {
	if !x.s.Duty.Open() {
		x.s.Screen = x.s.Duty.Screen()
		x.changed()
		return
	}
	x.s.Started, x.s.Touched = x.now, x.now
	x.emit(DoTally, TallyStarted)
	x.enter(Home)
	if x.e.Arg != "" {
		x.openStory()
	}
}

func (x *step) goTo(sc Screen) {
	switch {
	case x.s.Code != "" && sc != TakeHome && sc != MoreCodes && sc != Parents && sc != Home:
		return // saved: nothing new begins before the wipe
	case sc == Home:
		x.home()
	case reading[sc]:
		x.read(sc)
	default:
		if sc == Notice || sc == Already {
			x.forgetSignUp()
			x.forgetReading()
		}
		x.enter(sc)
	}
}

// home goes to the home screen and abandons what was begun; after a save it goes to the take-home.
func (x *step) home() {
	if x.s.Code != "" { // saved: only the take-home is left
		x.s.Trail = nil
		x.enter(TakeHome)
		return
	}
	x.forgetSignUp()
	x.forgetReading()
	x.enter(Home)
}

// forgetReading drops the reading position; the last story opened is kept, for the sign-up.
func (x *step) forgetReading() {
	x.s.Trail = nil
	x.s.StoryID, x.s.Station, x.s.HowPage = "", 0, 0
}

// read opens a reading screen. If it is in the trail already, the trail is cut back to it, so it
// never contains a screen twice.
func (x *step) read(sc Screen) {
	if x.s.Screen != sc {
		if i := slices.Index(x.s.Trail, sc); i >= 0 {
			x.s.Trail = x.s.Trail[:i]
		} else {
			x.s.Trail = append(x.s.Trail, x.s.Screen)
		}
	}
	x.forgetTyped()
	if sc == How {
		x.s.HowPage = 0
	}
	x.enter(sc)
}

func (x *step) backReading() {
	n := len(x.s.Trail)
	if n == 0 {
		x.home()
		return
	}
	last := x.s.Trail[n-1]
	x.s.Trail = slices.Clip(x.s.Trail[:n-1])
	if last == Home {
		x.home()
		return
	}
	x.enter(last)
}

func (x *step) openStory() {
	st := x.p.Story(x.e.Arg)
	if st == nil {
		return
	}
	x.read(Story)
	x.s.StoryID, x.s.LastStory, x.s.Station = st.ID, st.ID, 0
	x.emit(DoTally, tallyStory(st.ID))
}

func (x *step) toStation() {
	if n := stations(x.p, x.s.StoryID); x.e.N >= 0 && x.e.N < n && x.e.N != x.s.Station {
		x.s.Station = x.e.N
		x.changed()
	}
}

func (x *step) nextStation() {
	if x.s.Station+1 >= stations(x.p, x.s.StoryID) {
		x.home()
		return
	}
	x.s.Station++
	x.changed()
}

func (x *step) toHowPage() {
	if x.e.N >= 0 && x.e.N < HowPages(x.p) && x.e.N != x.s.HowPage {
		x.s.HowPage = x.e.N
		x.changed()
	}
}

// toFigure shows a figure. What can be touched stays where it is.
func (x *step) toFigure() {
	if x.e.N >= 0 && x.e.N < len(x.p.Figures) {
		x.s.Figure = x.e.N
	}
}

func (x *step) foundOne() {
	if x.s.Found == "" && (x.e.Arg == "found" || x.e.Arg == "shown") {
		x.s.Found = x.e.Arg
	}
}

func (x *step) searchAgain() {
	if x.s.Found != "" {
		x.s.Search, x.s.Found = x.s.Search+1, ""
	}
}

func (x *step) nextHowPage() {
	if x.s.HowPage+1 >= HowPages(x.p) {
		x.home()
		return
	}
	x.s.HowPage++
	x.changed()
}

func (x *step) setLang() {
	if lang.Has(x.e.Arg) {
		x.s.Lang = x.e.Arg
		x.setting()
	}
}

// setting notes that somebody changed the language, print or contrast: on the attract screen that is
// the only trace of them. The warning starts again, so that it can be read in the language just chosen.
func (x *step) setting() {
	x.s.Touched = x.now
	if x.s.Overlay == IdleWarning {
		x.s.WarnedAt = x.now
	}
}

func (x *step) askNext() {
	if !x.s.Saving {
		x.open(NextPerson)
	}
}

func (x *step) askNotToday() {
	if !x.s.Saving {
		x.open(NotToday)
	}
}
