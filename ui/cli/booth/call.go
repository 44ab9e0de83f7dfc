// Package booth has the commands that work on a booth: set it up, run it, look after it, back it up and restore it.
package booth

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }
