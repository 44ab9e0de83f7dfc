package screen

import "matchbooth/kiosk/session"

// Draw draws the page of the state.
func Draw(c Context) *Page { return Build(c, screens[c.State.Screen], overlays[c.State.Overlay]) }

// screens is the table of all screens: adding one means adding a file and a line here.
var screens map[session.Screen]func(*B)

func init() {
	screens = map[session.Screen]func(*B){
		session.Attract:    attract,
		session.Home:       home,
		session.Stories:    stories,
		session.Story:      story,
		session.How:        how,
		session.Numbers:    numbers,
		session.Worries:    worries,
		session.Parents:    parents,
		session.Think:      think,
		session.Notice:     notice,
		session.Decide:     decide,
		session.Conditions: conditions,
		session.Ways:       ways,
		session.Way:        way,
		session.BirthDate:  birthDate,
		session.Form:       formStep,
		session.ReadBack:   readBack,
		session.Consent:    consentPage,
		session.Official:   official,
		session.Saving:     saving,
		session.Saved:      saved,
		session.TakeHome:   takeHome,
		session.MoreCodes:  moreCodes,
		session.Check:      check,
		session.Already:    already,
		session.Desk:       corner,
		session.Keeping:    keeping,
		session.Pause:      pause,
		session.Closed:     closed,
		session.Night:      night,
		session.Staff:      staff,
	}
}

// overlays is the table of questions laid over a screen.
var overlays map[session.Overlay]func(*B)

func init() {
	overlays = map[session.Overlay]func(*B){
		session.IdleWarning: idleWarning,
		session.NextPerson:  nextPerson,
		session.NotToday:    leaveToday,
		session.EndTakeHome: endTakeHome,
		session.PIN:         askPIN,
		session.Gate:        askGate,
	}
}
