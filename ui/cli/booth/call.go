// Package booth is what the command line does with a booth: set it up, run it, look after it, back it up and bring it back.
package booth

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this folder.
type Call struct{ *call.Call }
