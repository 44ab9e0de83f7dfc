package data

import "errors"

// What can be wrong with a data folder or a code; test for them with errors.Is. The errors that wrap them are one
// sentence with a next step.
var (
	ErrCodeUnknown   = errors.New("there is no sign-up with this receipt code here")
	ErrCodeAmbiguous = errors.New("two sign-ups share this receipt code: ask a volunteer to find the right one at the desk")
	// ErrBroken: a write failed, so nothing more is taken or called saved until [Store.Reopen] has verified the folder.
	ErrBroken = errors.New("the store stopped after a failed write: reopen it")

	// ErrNoKey: the event's private key is not in this folder.
	ErrNoKey = errors.New("the event's private key is not in this folder: give its file, or the recovery key")
	// ErrOwn: a booth is not merged into itself.
	ErrOwn = errors.New("it is this booth's own: give another one")
)
