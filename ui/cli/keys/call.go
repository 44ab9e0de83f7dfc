// Package keys has the commands that work on an event's keys: list, add, take over, print, recover.
package keys

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }
