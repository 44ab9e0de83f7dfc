// Matchbooth-hub is where the booths of an event meet over a network: it keeps their sealed lines and hands them on. It
// can read none of them. See docs/hub.md.
package main

import (
	"os"

	"matchbooth/hub/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}
