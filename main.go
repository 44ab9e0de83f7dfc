// Matchbooth is a booth for signing up as a stem-cell donor: it runs in a window, takes sign-ups
// into a sealed file, and hands over codes to take home. See README.md.
package main

import (
	"os"

	"matchbooth/ui/app"
	"matchbooth/ui/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, app.Run))
}
