package session

// handler carries out an event on a screen.
type handler func(*step)

// table is the whole state machine: screen → kind of event → what happens. An event that is not
// listed for a screen is ignored there. The comments say which screen follows.
var table = map[Screen]map[Kind]handler{
	Attract: {
		Start:    (*step).start, // → home, or the story in Arg
		OpenDesk: (*step).openDesk,
		AskGate:  (*step).askGate,
	},
	// Shown while the booth takes no visitors: only the staff gate leads on from here.
	Pause:  {AskGate: (*step).askGate},
	Closed: {AskGate: (*step).askGate},
	Night:  {AskGate: (*step).askGate},
	Home: leavable(map[Kind]handler{
		Go:        goTo(Stories, How, Numbers, Worries, Parents, Notice, Already),
		OpenStory: (*step).openStory,
		OpenDesk:  (*step).openDesk,
	}),

	// Reading.
	Stories: leavable(map[Kind]handler{
		Go:        goTo(Home, How, Numbers, Worries, Parents, Notice),
		OpenStory: (*step).openStory,
		Back:      (*step).backReading,
	}),
	Story: leavable(map[Kind]handler{
		Go:          goTo(Home, Stories, How, Numbers, Worries, Parents, Notice),
		OpenStory:   (*step).openStory,
		ToStation:   (*step).toStation,
		NextStation: (*step).nextStation, // after the last → home
		Back:        (*step).backReading,
	}),
	How: leavable(map[Kind]handler{
		Go:          goTo(Home, Stories, Numbers, Worries, Parents, Notice),
		ToStation:   (*step).toHowPage,
		NextStation: (*step).nextHowPage, // after the last → home
		Back:        (*step).backReading,
	}),
	Numbers: leavable(map[Kind]handler{
		Go:          goTo(Home, Stories, How, Worries, Parents, Notice),
		ToStation:   (*step).toFigure,
		FoundOne:    (*step).foundOne,
		SearchAgain: (*step).searchAgain,
		Back:        (*step).backReading,
	}),
	Worries: leavable(map[Kind]handler{
		Go:   goTo(Home, Stories, How, Numbers, Parents, Notice),
		Back: (*step).backReading,
	}),
	Parents: leavable(map[Kind]handler{ // also from a way on, from "think" and from the take-home
		Go:   goTo(Home, Stories, How, Numbers, Worries, Notice),
		Back: (*step).backReading,
	}),

	// Deciding.
	Notice: leavable(map[Kind]handler{
		NoticeRead:  (*step).noticeRead, // → decide
		AskFullText: opens(FullText),
		Back:        (*step).home,
	}),
	Decide: leavable(map[Kind]handler{
		WantSignUp: (*step).wantSignUp, // → conditions
		WantThink:  (*step).wantThink,  // → think
		Back:       to(Notice),
	}),
	Conditions: leavable(map[Kind]handler{
		AnswerAll:    (*step).answerAll,    // → form
		AnswerNot:    (*step).answerNot,    // → ways
		AnswerUnsure: (*step).answerUnsure, // → ways
		WantThink:    (*step).wantThink,
		Back:         to(Decide),
	}),
	Ways: leavable(map[Kind]handler{
		PickWay: (*step).pickWay, // → way
		Back:    (*step).backToConditions,
	}),
	Way: leavable(map[Kind]handler{
		WayOn:     (*step).wayOn, // → form, birthdate, already or home, as the pack says
		Go:        goTo(Home, Parents),
		WantThink: (*step).wantThink,
		Finish:    (*step).wipe,
		Back:      (*step).backToConditions,
	}),
	BirthDate: leavable(map[Kind]handler{
		BirthGiven: (*step).birthGiven, // stays, with the date to come back
		WayOn:      (*step).birthOn,    // old enough after all → conditions; else → home
		Go:         goTo(Home, Parents),
		WantThink:  (*step).wantThink,
		Finish:     (*step).wipe,
		Back:       (*step).backFromBirth,
	}),

	// Signing up.
	Form: leavable(map[Kind]handler{
		SetAnswer:  (*step).setAnswer,
		CannotFind: (*step).cannotFind,
		NextStep:   (*step).nextStep, // → the next step or the read-back; stays if there are problems
		Back:       (*step).backInForm,
	}),
	ReadBack: leavable(map[Kind]handler{
		EditStep:   (*step).editStep,   // → form, at step N
		ReadBackOK: (*step).readBackOK, // → consent
		Back:       (*step).backToLastStep,
	}),
	Consent: leavable(map[Kind]handler{
		Agree:       (*step).agree,    // → the next consent, official or saving
		Disagree:    (*step).disagree, // the same; a required one → think or official
		AskFullText: opens(FullText),
		Back:        (*step).backInConsents,
	}),
	Official: leavable(map[Kind]handler{ // the hand-over was refused
		Agree:  (*step).keepAllTheSame, // → saving
		WayOn:  (*step).keepAllTheSame,
		Finish: (*step).wipe, // without saving
		Back:   (*step).backToLastConsent,
	}),
	Saving: leavable(map[Kind]handler{
		SaveDone:  (*step).saveDone, // → saved
		SaveError: (*step).saveError,
		SaveAgain: (*step).saveAgain,
	}),

	// Going home.
	Saved: {
		Go:       goTo(TakeHome),
		NextStep: to(TakeHome),
		AskNext:  (*step).askNext,
	},
	TakeHome: {
		Go:      goTo(MoreCodes, Parents),
		AskPIN:  opens(PIN), // → check
		AskEnd:  (*step).askEnd,
		AskNext: (*step).askNext,
	},
	MoreCodes: {
		Go:      goTo(TakeHome, Parents),
		Back:    to(TakeHome),
		AskNext: (*step).askNext,
	},
	Check: {
		CheckDone: (*step).checkDone, // → take-home
		Back:      to(TakeHome),
	},
	Think: leavable(map[Kind]handler{
		Go:     goTo(Home, Parents),
		Finish: (*step).wipe,
		Back:   (*step).backFromThink,
	}),
	Already: leavable(map[Kind]handler{
		Erase:     (*step).erase,
		EraseDone: (*step).eraseDone,
		Finish:    (*step).wipe,
		Back:      (*step).home,
		Go:        goTo(Home),
	}),

	// Behind the passphrase.
	Desk: {
		DeskGo:      (*step).deskGo,
		OpenKeeping: (*step).openKeeping,
		CloseDesk:   (*step).wipe,
	},
	Keeping: {
		CloseKeeping:  (*step).closeKeeping,
		OpenForgotten: func(x *step) { x.turn(Forgotten) },
	},
	Forgotten: {
		CloseForgotten: func(x *step) { x.turn(Keeping) },
	},

	// Before there is a booth: the pages of the set-up turn by themselves.
	SettingUp: {},

	// Behind the staff gate.
	Staff: {
		SetPaused:   (*step).setPaused,
		SetOut:      (*step).setOut,
		OpenDesk:    (*step).openDesk,
		OpenKeeping: (*step).openKeeping,
		AskNewPIN:   opens(NewPIN),
		OpenAbout:   func(x *step) { x.turn(About) },
		Leave:       (*step).leave,
		CloseStaff:  (*step).wipe,
	},
	About: {
		CloseAbout: func(x *step) { x.turn(Staff) },
	},
}

// overlays lists the events that each overlay handles; the screen behind it handles none meanwhile.
var overlays = map[Overlay]map[Kind]handler{
	IdleWarning: {MoreTime: (*step).closeOverlay, KeepOn: (*step).closeOverlay, Finish: (*step).wipe},
	NextPerson:  {KeepOn: (*step).closeOverlay, Finish: (*step).wipe},
	NotToday:    {KeepOn: (*step).closeOverlay, Finish: (*step).wipe},
	EndTakeHome: {KeepOn: (*step).closeOverlay, Finish: (*step).wipe},
	FullText:    {KeepOn: (*step).closeOverlay, Back: (*step).closeOverlay},
	Gate:        {KeepOn: (*step).closeGate, Back: (*step).closeGate, GateOK: (*step).staff, OpenDesk: (*step).openDesk},
	NewPIN:      {KeepOn: (*step).closeOverlay, Back: (*step).closeOverlay},
	PIN:         {KeepOn: (*step).closeOverlay, Back: (*step).closeOverlay, PINOK: to(Check)},
}

// everywhere lists the events that are handled on every screen and every overlay.
var everywhere = map[Kind]handler{
	Touch:       func(*step) {},
	KeyPress:    (*step).keyPress,
	SetLang:     (*step).setLang,
	SetLarge:    func(x *step) { x.s.Large = !x.s.Large; x.setting() },
	SetContrast: func(x *step) { x.s.Contrast = !x.s.Contrast; x.setting() },
}

// replies are the store's answers: they do not count as a touch, and the rules about taps that come too
// early or too late do not apply to them.
var replies = map[Kind]bool{SaveDone: true, SaveError: true, EraseDone: true}

// ofTheBooth are the events from the watch: they do not count as a touch, and are handled on every screen.
var ofTheBooth = map[Kind]handler{DutyIs: (*step).dutyIs, NightIs: (*step).nightIs}

// unhurried are the taps that may follow each other without a delay.
var unhurried = map[Kind]bool{ToStation: true, CannotFind: true, FoundOne: true}

// weighty are the taps with which a visitor acknowledges, decides or consents (see heed).
var weighty = map[Kind]bool{NoticeRead: true, WantSignUp: true, AnswerAll: true, ReadBackOK: true, Agree: true, Disagree: true, SaveAgain: true}

// lifeless are the events that also happen alone (see Event): they change no screen.
var lifeless = map[Kind]bool{Touch: true, KeyPress: true, SetAnswer: true, FoundOne: true}

// kindEnds are the screens on which a session ends well although nothing was saved.
var kindEnds = map[Screen]bool{Think: true, Way: true, BirthDate: true, Official: true, Already: true, Desk: true, Keeping: true, Forgotten: true, Staff: true, About: true}

// leavable adds the events of the footer buttons that every screen before the save has.
func leavable(m map[Kind]handler) map[Kind]handler {
	m[AskNext] = (*step).askNext
	m[AskNotToday] = (*step).askNotToday
	return m
}

// to returns a handler that shows a screen.
func to(sc Screen) handler { return func(x *step) { x.enter(sc) } }

// opens returns a handler that shows an overlay.
func opens(o Overlay) handler { return func(x *step) { x.open(o) } }

// goTo returns the handler of Go on a screen that may lead to the allowed screens.
func goTo(allowed ...Screen) handler {
	return func(x *step) {
		for _, sc := range allowed {
			if string(sc) == x.e.Arg {
				x.goTo(sc)
				return
			}
		}
	}
}
