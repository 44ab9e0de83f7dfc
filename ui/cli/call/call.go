// Package call is what all commands share: where a call reads and writes, in which language it speaks, how it asks, how it
// takes secrets, and how it opens a booth.
package call

import (
	"context"
	"io"

	"matchbooth/assets/text"
	"matchbooth/ui/launch"
)

// Call is one run of the program: where it reads and writes, and in which language.
type Call struct {
	Ctx            context.Context
	Args           []string // behind the program's name
	By             string   // initials of who gives the command, for the audit
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Launch         launch.Window
	Texts          *text.Catalogue
	text.Printer
}
