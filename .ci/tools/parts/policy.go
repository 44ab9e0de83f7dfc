package main

import (
	"fmt"
	"regexp"
	"slices"
)

// may are the licences of what may be linked or embedded, by their SPDX names: those that ask for no more than their text
// and a name. What is not here is refused, whatever it is: the GPL and its kin, and what nobody knows.
var may = []string{
	"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-3.0", "HPND", "ISC", "MIT", "OFL-1.1", "Unicode-DFS-2016", "Unlicense", "Zlib",
	"Bitstream-Vera", "BSL-1.0", "SunPro", "ZPL-2.1",
	"LicenseRef-public-domain",
	// Its exception lets the program that it is combined with stand under any licence (kept/gcc-runtime.txt).
	"GPL-3.0-or-later WITH GCC-exception-3.1",
}

var operators = regexp.MustCompile(` (?:AND|OR) |[()]`)

// allowed refuses a part without a text, and one with any licence that may not be linked. It asks that of each licence of a
// choice too, so that nobody has to say which was chosen.
func (p Part) allowed() error {
	if len(p.Texts) == 0 {
		return fmt.Errorf("%s: no text of its licence was found. If it lies under a name that is not looked for, say so in .ci/tools/parts/others.go; if there is none, it may not be linked", p.Name)
	}
	found := 0
	for _, id := range operators.Split(p.Licence, -1) {
		if id == "" {
			continue
		}
		if found++; !slices.Contains(may, id) {
			return fmt.Errorf("%s: %s is not among the licences of what may be linked (.ci/tools/parts/policy.go)", p.Name, id)
		}
	}
	if found == 0 {
		return fmt.Errorf("%s: its licence is not known", p.Name)
	}
	return nil
}
