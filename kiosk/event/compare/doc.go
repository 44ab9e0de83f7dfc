// Package compare reads a whole event pack once more, for what no single line shows: what was left over from the example
// that it was made from, and what its parts say that do not go together.
//
// [Leftovers] are faults: a pack that has any does not go live. They are no faults of [event.Load], since a booth that
// was set up before must open again. [Warnings] are for a person to look at: each may be right.
//
// What is true only of the example is read from the built-in pack itself (example.go), so that a change of it changes what
// is found here.
package compare
