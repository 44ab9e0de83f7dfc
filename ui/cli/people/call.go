// Package people has the commands that work on sign-ups: import, export, merge, erase and purge.
package people

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }
