package session

import "regexp"

// DeskPage names a page of the volunteers' desk.
type DeskPage string

// The pages of the desk, in the order in which the rail lists them; those that it does not list come after the one that they
// are reached from.
const (
	DeskToday    DeskPage = "today"    // today's numbers; needs no passphrase
	DeskPeople   DeskPage = "people"   // everybody, with the search
	DeskOne      DeskPage = "person"   // everything about one person: DeskPerson
	DeskCheck    DeskPage = "check"    // who has not been checked yet
	DeskCalls    DeskPage = "calls"    // who is due to be contacted
	DeskList     DeskPage = "list"     // the same, as a file or to print
	DeskResults  DeskPage = "results"  // what came of everybody
	DeskDoubles  DeskPage = "doubles"  // sign-ups that may be one person's
	DeskMerge    DeskPage = "merge"    // other booths' folders, files and backups
	DeskHandover DeskPage = "handover" // exports
	DeskDay      DeskPage = "day"      // closing the day
	DeskAudit    DeskPage = "audit"    // who did what
	DeskInbox    DeskPage = "inbox"    // what people have sent from their phones
	DeskPrint    DeskPage = "print"    // poster, cards and paper form as files; needs no passphrase
)

// deskPages are the pages that DeskGo accepts.
var deskPages = map[DeskPage]bool{
	DeskToday: true, DeskPeople: true, DeskOne: true, DeskCheck: true, DeskCalls: true, DeskList: true, DeskResults: true,
	DeskDoubles: true, DeskMerge: true, DeskHandover: true, DeskDay: true, DeskAudit: true, DeskInbox: true, DeskPrint: true,
}

// personID matches a person's id, or none. It is no personal data, and all that the state holds of anybody at the desk.
var personID = regexp.MustCompile(`^([0-9a-zA-Z-]{1,64})?$`)

// deskGo turns to a page of the desk.
func (x *step) deskGo() {
	page := DeskPage(x.e.Arg)
	if !deskPages[page] || !personID.MatchString(x.e.Arg2) || page == DeskOne && x.e.Arg2 == "" {
		return
	}
	x.s.DeskPage, x.s.DeskPerson = page, x.e.Arg2
	x.s.Since = x.now
	x.changed()
}

// openDesk opens the desk in the current language, at the page that it is asked for. Past a PIN that is held back after wrong
// ones there is only the way by the passphrase.
func (x *step) openDesk() {
	lang, page, person, noPIN := x.s.Lang, DeskPage(x.e.Arg), x.e.Arg2, x.s.Overlay == Gate
	if x.s.Screen == Home {
		x.wipe()
	}
	x.rested()
	if !deskPages[page] || !personID.MatchString(person) || page == DeskOne && person == "" {
		page, person = DeskToday, ""
	}
	x.s.Screen, x.s.Lang, x.s.DeskPage, x.s.DeskPerson = Desk, lang, page, person
	x.s.NoPIN = noPIN
	x.s.Since, x.s.Touched, x.s.Changed = x.now, x.now, x.now
}
