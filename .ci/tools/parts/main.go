// Command parts knows what the program is made of: the modules that are linked, the C that comes with them, and what is
// embedded, each with its version, its licence and the texts that licence wants to be passed on.
//
//	parts collect   writes docs/licenses and assets/licences/licences.json.gz
//	parts check     fails where they are not what collect would write
//	parts sbom DIR  writes a CycloneDX file beside each archive of a release
//
// It is run in the root of the repository. What is linked is asked of go list, for each system that is released and
// with the tags that it is built with; what is no module stands in others.go. A licence is told by its text (licensecheck), and
// one that is not among those of policy.go stops everything.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "collect":
		parts, err := all()
		if err != nil {
			return err
		}
		if err := write(parts); err != nil {
			return err
		}
		fmt.Printf("%d parts, all under licences that may be linked: docs/licenses/README.md\n", len(parts))
		return nil
	case len(args) == 1 && args[0] == "check":
		parts, err := all()
		if err != nil {
			return err
		}
		return check(parts)
	case len(args) == 2 && args[0] == "sbom":
		return sboms(args[1])
	}
	return fmt.Errorf("usage: parts collect | check | sbom DIR")
}
