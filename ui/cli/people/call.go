// Package people is what the command line does with sign-ups: import, export, merge, erase and purge.
package people

import "matchbooth/ui/cli/call"

// Call is one run of the program, for the commands of this folder.
type Call struct{ *call.Call }
