// Package session is one visitor's way through the booth, from the first touch to the wipe.
//
// It is a state machine: [State] is everything that is known of the visitor, [Event] is one thing
// that happened, and [Step] is a function without side effects that gives the next State and the
// [Effect]s for the world outside (save, erase, wipe, count). Time comes in as a parameter. The way
// itself is data and stands in one place, table.go: screen → kind of event → what happens.
//
// # What always holds
//
//   - Any event may come on any screen. What the table does not allow there is ignored.
//   - Step never changes the State it was given, and shares nothing changeable with what it returns.
//   - After a wipe the State equals [New] with the booth's [Duty] and the screen that it says: nothing
//     of the visitor is left in any reachable value.
//   - As soon as the store has said "saved", the answers, consents and flags are dropped; only the
//     receipt code and the id of the sign-up remain, for the take-home.
//   - An effect [DoSave] is given out once for each save: only [SaveAgain], after a [SaveError],
//     gives another.
//   - Nothing is ever written of an unfinished session: it lives in the State alone.
//
// # Taps
//
// A tap that comes within settle of a change of screen, page or overlay was meant for what stood
// there before, or is the second half of a double tap: it is ignored. Reading on, setting an
// answer, the language, the print and the contrast, and what the store replies are never ignored
// for that reason. A tap that comes when the time is already up brings the warning instead of doing
// what it says, since it may be the next visitor's.
//
// # Where Back goes
//
// Among the reading screens (stories, a story, how it goes, the numbers, worries, parents) Back
// goes to the one before, and from the first of them to the screen they were opened from: home, the
// ways on, "I'd like to think", the take-home. Along the sign-up it goes to the step before; a
// consent one goes back to is open again. Going back to home, or from a sign-up to a reading screen,
// leaves the sign-up: what was typed is dropped, because whoever comes to home next must not find it.
//
// # Idle
//
// Every screen has a class of waiting (see idle.go). Reading screens wait 120 s and those of the
// sign-up 60 s (the pack may say otherwise), then the overlay [IdleWarning] stands for at least
// 20 s, then all is wiped. While it stands only [MoreTime] and [KeepOn] go on: a touch beside the
// button is not taken for the visitor's, as it may be the next one's. After the save nothing can be
// lost any more: the take-home waits 120 s from the last touch and is wiped without a question. A
// running save waits for the store, however long. The PIN pad of the staff gate waits 20 s, the
// volunteers' menu 60 s, the desk and [Keeping] five minutes, and all of them end without a question. A clock set
// back costs nobody anything: what has passed so far stays passed. A clock set forward brings the
// warning first, never a wipe at once.
//
// # What the booth is doing
//
// [Duty] is the booth's own: paused or taken out of service by volunteers, stopped by a fault, off
// for the night. It outlives the wipe, and says what stands while nobody is there ([Duty.Screen]):
// attract, where visitors begin, or the screens pause, closed and night, where nobody can. A change of
// duty never interrupts anybody: on a booth that nobody has touched it shows at once, otherwise at the
// next wipe; a visitor whose save fails keeps the answers and may try again. Until that wipe attract
// starts nothing either.
//
// On these four screens the corner that nothing points to opens the overlay [Gate], and the right PIN
// there the screen [Staff]. What volunteers set on it goes out as [DoDuty], so that a restart does not
// forget it, and shows as soon as they leave it. [Leave] is asked of the world outside by [DoLeave].
//
// # Counters
//
// Each session that was counted as started ends in exactly one wipe, in one of three ways: finished
// (after a save), abandoned, or well though nothing was saved (on "I'd like to think", a way on and
// its date, the registry's own code, "already signed up?", or a page read from one of them), which
// is not counted: it is what the other two leave of the first.
package session
