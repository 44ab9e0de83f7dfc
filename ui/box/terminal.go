package box

import (
	"os"

	"golang.org/x/term"
)

// terminal reports whether somebody reads what the program prints.
func terminal() bool { return term.IsTerminal(int(os.Stderr.Fd())) }
