// Package host reports on the computer that the booth runs on: its battery, its disk, its
// clock, and whether its screen stays on.
//
// [Inspect] is cheap and is called every few seconds while the booth runs. It says what
// volunteers should see to ([State.Warn]) and what stops sign-ups before one could be lost
// ([State.Fault]). [Hold] keeps screen and computer awake for as long as the booth is open,
// and says what it could not keep awake. What would go wrong on a computer is found beforehand
// by the command matchbooth doctor (ui/doctor).
//
// Nothing in this package depends on the toolkit, and nothing waits longer than [Patience] for
// a bus or a display that does not answer.
package host
