// Package call is what all commands share: where a call reads and writes, the language of its messages, how it asks
// questions, how it reads secrets, and how it opens a booth.
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
	Args           []string // after the program's name
	By             string   // initials of the person who gives the command, for the audit
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Launch         launch.Window
	Texts          *text.Catalogue
	text.Printer
}

// New makes a call that speaks the language "zh" or "en".
func New(ctx context.Context, texts *text.Catalogue, lang string, stdin io.Reader, stdout, stderr io.Writer) *Call {
	return &Call{Ctx: ctx, Stdin: stdin, Stdout: stdout, Stderr: stderr, Texts: texts, Printer: texts.In(lang)}
}
