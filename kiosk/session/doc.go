// Package session is one visitor's way through the booth, from the first touch to the wipe.
//
// It is a state machine: [State] is everything that is known about the visitor, [Event] is one thing
// that happened, and [Step] is a function without side effects that returns the next State and the
// [Effect]s that the caller carries out (save, erase, wipe, count). Time is passed in as a parameter.
// The transitions are data, all in table.go: screen → kind of event → what happens.
//
// # Invariants
//
//   - Any event may arrive on any screen. If the table does not allow it there, it is ignored.
//   - Step never changes the State it was given, and shares nothing mutable with what it returns.
//   - After a wipe the State equals [New] with the booth's [Duty] and its screen: nothing
//     of the visitor is left in any reachable value.
//   - As soon as the store has reported the sign-up as saved, the answers, consents and flags are
//     dropped; only the receipt code and the id of the sign-up remain, for the take-home, and the
//     name and the number ([Compared]) until a volunteer has checked them or the visitor is gone.
//   - [DoSave] is emitted once for each save: only [SaveAgain], after a [SaveError],
//     emits another.
//   - Nothing of an unfinished session is ever written to disk: it exists only in the State.
//
// # Taps
//
// A tap that comes within settle of a change of screen, page or overlay, from where that change came
// from, is the second half of a double tap ([Event].Echo): it is ignored. If the change came by itself,
// every tap is, as it was meant for what was there before. A quick visitor's next tap counts. Going to a station or page
// ([ToStation]), setting an answer, the language, the print size and the contrast, and the store's
// replies are never ignored for that reason. A tap that comes when the time is already up brings up
// the warning instead of having its effect, since it may be the next visitor's.
//
// # Where Back goes
//
// Among the reading screens (stories, a story, how it goes, the numbers, worries, parents) Back
// goes to the previous one, and from the first of them to the screen they were opened from: home, the
// ways on, "I'd like to think", the take-home. In the sign-up it goes to the previous step; going
// back to a consent makes it open again. Going back to home, or from a sign-up to a reading screen,
// leaves the sign-up: what was typed is dropped, because the next person at home must not find it.
//
// # Idle
//
// Every screen belongs to a timeout class (see idle.go). Reading screens wait 120 s and those of the
// sign-up 60 s (the pack may set other times), then the overlay [IdleWarning] is shown for at least
// 20 s, then everything is wiped. While it is shown only [MoreTime] and [KeepOn] continue the session:
// a touch beside the button does not count, as it may be the next visitor's. After the save nothing
// can be lost any more: the take-home waits 120 s from the last touch and is wiped without asking. A
// running save waits for the store, however long that takes. The PIN pad of the staff gate waits 20 s,
// the volunteers' menu 60 s, the desk, [Keeping], [Forgotten] and [About] five minutes, and all of them end without asking. They end at once where
// the computer has slept: where more than 30 s of the wall's time have passed without so much as a [Tick].
// If the clock is set back, nobody loses time: the time that has passed still counts. If it is set
// forward, the warning comes first, never an immediate wipe.
//
// # What the booth is doing
//
// [Duty] belongs to the booth, not to a visitor: paused or taken out of service by volunteers, stopped
// by a fault, off for the night. It survives the wipe and determines what is shown while nobody is
// there ([Duty.Screen]): attract, where visitors begin, or pause, closed and night, where nobody can.
// A change of duty never interrupts anybody: on a booth that nobody has touched it shows at once,
// otherwise at the next wipe; a visitor whose save fails keeps the answers and may try again. Until
// that wipe attract does not start a session either.
//
// On these four screens an unmarked corner opens the overlay [Gate], and the right PIN there opens the
// screen [Staff]. What volunteers set on it is emitted as [DoDuty], so that it survives a restart,
// and shows as soon as they leave the screen. [Leave] emits [DoLeave] and leaves the rest to the caller.
//
// # Counters
//
// Each session that was counted as started ends in exactly one wipe, in one of three ways: finished
// (after a save), abandoned, or well although nothing was saved (on "I'd like to think", a way on and
// its date, the registry's own code, "already signed up?", or a page read from one of them). The third
// is not counted: it is the started sessions minus the other two.
package session
