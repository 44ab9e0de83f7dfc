package session

import (
	"time"

	"matchbooth/kiosk/form"
)

// Screen names a screen of the booth.
type Screen string

// The screens, in the order in which a visitor meets them.
const (
	Attract    Screen = "attract"
	Home       Screen = "home"
	Stories    Screen = "stories" // choose a story
	Story      Screen = "story"   // a station of a story: StoryID, Station
	How        Screen = "how"     // how it goes: stages and honest risks
	Numbers    Screen = "numbers"
	Worries    Screen = "worries" // worries and family
	Parents    Screen = "parents"
	Notice     Screen = "notice"
	Decide     Screen = "decide" // before you decide
	Conditions Screen = "conditions"
	Ways       Screen = "ways"      // which condition is it, in private wording (Answered: "not" or "unsure")
	Way        Screen = "way"       // a kind way on: Outcome
	BirthDate  Screen = "birthdate" // under age: computes the date to come back, forgets the birth date
	Form       Screen = "form"      // FormStep
	ReadBack   Screen = "readback"  // of the phone number
	Consent    Screen = "consent"   // ConsentAt
	Official   Screen = "official"  // hand-over refused: the registry's own QR code
	Saving     Screen = "saving"    // waits for the store; SaveFailed keeps the answers on screen
	Saved      Screen = "saved"
	TakeHome   Screen = "takehome"
	MoreCodes  Screen = "morecodes" // further codes, opened from the take-home
	Check      Screen = "check"     // the volunteer check, behind the PIN
	Think      Screen = "think"     // "I'd like to think"
	Already    Screen = "already"   // "already signed up?": erase by code
	Desk       Screen = "desk"      // the volunteers' desk, behind the passphrase
	Forgotten  Screen = "forgotten" // a new passphrase is set with the recovery key; from Keeping
	Keeping    Screen = "keeping"   // how the data is kept: second copy, keys, retention; from Desk or Staff (KeepingOf)

	// Shown instead of attract while the booth takes no visitors (see Duty).
	Pause  Screen = "pause"  // "back in a minute"
	Closed Screen = "closed" // out of service: why, and what volunteers can do
	Night  Screen = "night"  // off hours

	// SettingUp is the only screen of the window that leads through making a booth, or an event pack.
	SettingUp Screen = "settingup"

	Staff Screen = "staff" // behind the staff gate: counters, pause, out of service, leave kiosk mode
	About Screen = "about" // version, commit and licences of the program; from Staff
)

// Overlay is a dialog over the screen.
type Overlay string

// The overlays.
const (
	NoOverlay   Overlay = ""
	IdleWarning Overlay = "idle" // unsaved entries will be cleared; "I need more time"
	NextPerson  Overlay = "next" // asks before wiping; the default is "keep on"
	EndTakeHome Overlay = "end"  // "have you photographed the code?"
	NotToday    Overlay = "nottoday"
	FullText    Overlay = "fulltext" // the whole text of the notice or the consent that is asked; a page of its own
	PIN         Overlay = "pin"
	Gate        Overlay = "gate"   // the staff gate's PIN pad, over attract, pause, closed and night
	NewPIN      Overlay = "newpin" // sets another PIN, over Staff
)

// Duty is what the booth itself is doing. It has nothing to do with a visitor, so it survives the wipe.
type Duty struct {
	Paused bool   // by a volunteer: "back in a minute"
	Out    bool   // taken out of service by a volunteer
	Fault  string // why the booth cannot take sign-ups now: one of the Fault constants, "" when it can
	Code   Code   // fault code shown to volunteers, "" for none
	Night  bool   // off hours
	Desk   bool   // the window is the desk alone, on any computer: nobody signs up at it
}

// The faults that stop a booth without anybody's doing.
const (
	FaultDisk    = "disk"    // too little disk space left
	FaultBattery = "battery" // battery about to run out
	FaultStore   = "store"   // the data folder cannot be opened or written
	FaultCrash   = "crash"   // the interface failed too often
)

// ConsentGiven is one consent as the visitor gave it.
type ConsentGiven struct {
	ID     string
	SHA256 string // hex, of the text as shown
	Lang   string
	At     time.Time
}

// State is everything that is known about one visitor. A wipe resets it to New.
// It is a value: Step returns a new one and never changes the one it was given.
type State struct {
	Screen   Screen
	Overlay  Overlay
	Beneath  Overlay // what the idle warning lies over and leads back to: the full text of a consent
	Lang     string
	Large    bool // large print
	Contrast bool // high contrast

	StoryID    string
	Station    int
	LastStory  string // the story opened last, kept with the sign-up
	HowPage    int
	Figure     int    // numbers: which figure is shown
	Search     int    // numbers: how often the search was begun again; with Since it decides which dot is the one
	Found      string // numbers: "", "found" by a finger, or "shown": the one has shown itself
	Answered   string // conditions: "all", "not", "unsure"; forgotten as soon as there is an outcome
	Outcome    string
	Flags      []string
	FormStep   int
	FromReview bool // return to the read-back after correcting one step
	Answers    form.Answers
	Problems   []form.Problem // of the step shown
	ReadBack   bool           // the number was read back and confirmed
	ConsentAt  int
	Consents   []ConsentGiven
	Refused    []string // consent ids that were refused
	ComeBack   string   // date to come back, "2006-01-02"; never the birth date
	Code       string   // receipt code, in the displayed form XXXX-XXXX-C
	PersonID   string   // of the saved sign-up, for the volunteer check
	Compared   Compared // what the volunteer check is about, until it is done
	Checked    bool     // a volunteer has done the check before the visitor left
	Missing    []string // fields, or parts of person fields such as "contact.name", that hold the Pinyin of a character that could not be found
	SaveFailed string   // catalogue key of the sentence to show, "" when all is well
	Erased     string   // "", "done" (also for a wrong code, to give nothing away), "wait" (throttled), "failed" (store error)
	Saving     bool

	Trail   []Screen // the reading screens behind this one: where Back goes
	Reached []Screen // screens already counted for this visitor, so that none counts twice
	Erasing bool     // an erasure is in progress

	Duty Duty

	KeepingOf Screen // where Keeping was opened from and returns to: Desk or Staff; "" on every screen but it and Forgotten

	DeskPage   DeskPage // the page of the desk that is shown; "" on every other screen
	NoPIN      bool     // the desk was opened past the PIN: nothing of it is shown without the passphrase
	DeskPerson string   // the id of the person whose page it is, on [DeskOne] and where one was chosen

	Since    time.Time // when this screen was entered
	Changed  time.Time // when what can be touched last changed: screen, page or overlay (see settle)
	Unasked  bool      // nobody's touch did that: a warning came up
	Seen     time.Time // the time of the last Step, so that a clock set back is noticed
	Touched  time.Time // the last touch
	WarnedAt time.Time // when the overlay IdleWarning came up
	Started  time.Time // first touch of the session
}

// Kind names what happened.
type Kind string

// The kinds of events. Arg and the other fields of Event carry their data.
const (
	Tick         Kind = "tick"  // time passes; sent about once a second
	Touch        Kind = "touch" // any touch
	KeyPress     Kind = "key"   // a key of the physical keyboard: it also gives the idle warning its full time again
	Start        Kind = "start" // attract: begin. Arg: "" or a story id to open at once
	Go           Kind = "go"    // to the Screen in Arg, where the table allows it
	Back         Kind = "back"
	SetLang      Kind = "lang"        // Arg: zh | en
	SetLarge     Kind = "large"       // toggles
	SetContrast  Kind = "contrast"    // toggles
	OpenStory    Kind = "openstory"   // Arg: story id
	ToStation    Kind = "station"     // N: of a story or of how it goes; on the numbers, a figure
	NextStation  Kind = "nextstation" // after the last: home
	FoundOne     Kind = "foundone"    // numbers: the one among ten thousand. Arg: found | shown
	SearchAgain  Kind = "searchagain" // numbers: for another one
	NoticeRead   Kind = "noticeread"  // acknowledged: recorded as a consent of kind notice
	WantSignUp   Kind = "want"
	WantThink    Kind = "think"
	AnswerAll    Kind = "all"
	AnswerNot    Kind = "not"
	AnswerUnsure Kind = "unsure"
	PickWay      Kind = "pickway"    // Arg: outcome id
	WayOn        Kind = "wayon"      // the way's own continuation
	BirthGiven   Kind = "birth"      // Arg: 2006-01-02; forgotten within the step
	SetAnswer    Kind = "answer"     // Arg: field id, Value
	CannotFind   Kind = "cannotfind" // "I cannot find this character": Arg is the field, or "field.part" of a person
	NextStep     Kind = "nextstep"   // checks the step; if there are problems, it stays there
	EditStep     Kind = "editstep"   // from the read-back: N
	ReadBackOK   Kind = "readbackok"
	Agree        Kind = "agree"
	Disagree     Kind = "disagree"
	SaveDone     Kind = "savedone"  // Arg: code, Arg2: person id
	SaveError    Kind = "saveerror" // Arg: catalogue key
	SaveAgain    Kind = "saveagain"
	Erase        Kind = "erase"     // Arg: code, already parsed
	EraseDone    Kind = "erasedone" // Arg: "done" | "wait" | "failed"
	AskNext      Kind = "asknext"   // overlay "next person"
	AskNotToday  Kind = "asknottoday"
	AskFullText  Kind = "askfulltext" // the whole text behind the rows of the notice or a consent
	AskEnd       Kind = "askend"      // ignored for the first 2 s on the take-home
	AskPIN       Kind = "askpin"      // the volunteer check
	PINOK        Kind = "pinok"
	CheckDone    Kind = "checkdone"
	KeepOn       Kind = "keepon" // closes an overlay
	MoreTime     Kind = "moretime"
	Finish       Kind = "finish"      // wipe
	OpenDesk     Kind = "opendesk"    // Arg: a DeskPage to begin with, Arg2: a person's id
	DeskGo       Kind = "deskgo"      // Arg: a DeskPage, Arg2: a person's id
	CloseDesk    Kind = "closedesk"   // locks it
	OpenKeeping  Kind = "openkeeping" // from Desk or Staff
	CloseKeeping Kind = "closekeeping"
	// From Keeping, and back to it.
	OpenForgotten  Kind = "openforgotten"
	CloseForgotten Kind = "closeforgotten"
	// From Staff, and back to it.
	OpenAbout  Kind = "openabout"
	CloseAbout Kind = "closeabout"

	// The booth's own: see Duty. AskGate is the fifth tap in the corner; the others, except DutyIs and
	// NightIs, are buttons on the Staff screen.
	AskGate    Kind = "askgate"    // overlay Gate
	GateOK     Kind = "gateok"     // the PIN was right → Staff
	AskNewPIN  Kind = "asknewpin"  // from Staff
	CloseStaff Kind = "closestaff" // → attract, or what is shown instead
	SetPaused  Kind = "setpaused"  // N: 1 or 0
	SetOut     Kind = "setout"     // N: 1 or 0
	Leave      Kind = "leave"      // leave kiosk mode: effect DoLeave
	DutyIs     Kind = "dutyis"     // from the watch: Arg is the Fault ("" for none), Arg2 its Code
	NightIs    Kind = "nightis"    // N: 1 or 0
)

// Event is one thing that happened.
type Event struct {
	Kind  Kind
	Arg   string
	Arg2  string
	N     int
	Value form.Value

	// Alone says that nobody has just done it: a key or a finger that stays down repeats, or a wheel
	// is stuck. It is no sign of life, and while it may go on typing it leads nowhere.
	Alone bool
	// Echo says that the finger was where the one was that last changed what can be touched, or that
	// both were on the physical keyboard: it may be the second half of a double tap.
	Echo bool
}

// EffectKind names what the caller should do.
type EffectKind string

// The effects.
const (
	DoSave  EffectKind = "save"  // seal and store State's answers
	DoErase EffectKind = "erase" // Arg: code
	DoWipe  EffectKind = "wipe"  // forget fields, clipboard, pages
	DoTally EffectKind = "tally" // Arg: the anonymous counter
	DoDuty  EffectKind = "duty"  // store State.Duty's Paused and Out, so that they survive a restart
	DoLeave EffectKind = "leave" // end kiosk mode
)

// Effect is one thing that the caller should do; effects are carried out in order.
type Effect struct {
	Kind EffectKind
	Arg  string
}
