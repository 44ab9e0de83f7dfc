// Package keys is what the command line does with an event's keys: list, add, take over, print, recover.
package keys

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this folder.
type Call struct{ *call.Call }
