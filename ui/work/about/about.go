// Package about tells what a program was built from: its version and its commit.
//
// Go itself stamps both where it builds in a clone: a tag as the version, else one made of the commit's date and name
// (v0.0.0-20261130141000-0c3f5fe78d12), with "+dirty" behind it where files were changed. An archive of the source, which is no clone,
// brings them in archive.txt, filled in by git when it is packed (export-subst in .gitattributes). What has neither is
// called [Next] with "-dev", and no commit.
package about

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// Next is the version that is worked on, or was released last; FyneApp.toml has the same.
const Next = "0.1.0"

//go:embed archive.txt
var archive string

// A Build is what a program was built from.
type Build struct {
	Version string // as its tag, "v0.1.0", or made up by Go
	Commit  string // its whole name; "" if nobody knows
	Changed bool   // whether files were other than in the commit
	Go      string // "go1.26.0"
	System  string // "linux/amd64"
}

// Read returns what this program was built from.
func Read() Build {
	info, _ := debug.ReadBuildInfo()
	return read(info, archive)
}

func read(info *debug.BuildInfo, archive string) Build {
	b := Build{Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	if info != nil {
		if info.Main.Version != "(devel)" {
			b.Version = info.Main.Version
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.modified":
				b.Changed = s.Value == "true"
			}
		}
	}
	if b.Commit == "" {
		for line := range strings.Lines(archive) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch {
			case strings.ContainsAny(value, "$%"): // not filled in, or by a git that does not know it
			case name == "commit":
				b.Commit = value
			case name == "version" && b.Version == "":
				b.Version = value
			}
		}
	}
	if b.Version == "" {
		b.Version = "v" + Next + "-dev"
	}
	return b
}

// Short is the commit as people say it: twelve characters, and a plus where files were changed.
func (b Build) Short() string {
	if b.Commit == "" {
		return ""
	}
	s := b.Commit[:min(len(b.Commit), 12)]
	if b.Changed {
		s += "+"
	}
	return s
}

// String is the build in one line, without the name of the program: version, commit, Go and system.
func (b Build) String() string {
	return strings.Join(strings.Fields(fmt.Sprint(b.Version, " ", b.Short(), " ", b.Go, " ", b.System)), " ")
}
