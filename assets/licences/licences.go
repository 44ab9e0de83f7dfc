// Package licences has what the program is made of: the parts that are linked and embedded, each with its version, its licence
// and the texts that this licence wants to be passed on with every copy. `make licences` collects them, for the
// programs of all systems at once; docs/licenses has the same to read.
package licences

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
)

//go:embed licences.json.gz
var packed []byte

// A Part is a module of Go, a library in C, a typeface or data that is in the program.
type Part struct {
	Name    string   `json:"name"`
	Version string   `json:"version"` // "" where it has none
	Licence string   `json:"licence"` // an SPDX expression
	Kind    string   `json:"kind"`    // module, c, font, data or runtime
	Systems []string `json:"systems"` // GOOS of the programs that it is in, and [Hub]
	Used    string   `json:"used"`    // in English
	Texts   []Text   `json:"texts"`
}

// A Text is a licence or a notice, as it lies beside the source.
type Text struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// Hub stands for the second program, matchbooth-hub, among the systems.
const Hub = "hub"

// Parts returns what the booth's program is made of on this system, the modules by name, then the rest.
func Parts() ([]Part, error) { return PartsOf(system()) }

// PartsOf returns what the program for a system is made of: a GOOS, or [Hub].
func PartsOf(system string) ([]Part, error) {
	all, err := All()
	return slices.DeleteFunc(all, func(p Part) bool { return !slices.Contains(p.Systems, system) }), err
}

// system is the GOOS whose program has the same parts as this one: that of Linux stands for what is not released.
func system() string {
	if runtime.GOOS == "windows" {
		return "windows"
	}
	return "linux"
}

// All returns the parts of the programs of all systems.
func All() ([]Part, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the licences: %w", err)
	}
	var all []Part
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		return nil, fmt.Errorf("read the licences: %w", err)
	}
	return all, nil
}
