package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// targets are the programs that are released. The tags are those of .ci/settings.sh and of the release scripts. The hub is one
// without C, for Linux; in the collection it stands beside the systems.
var targets = []struct{ system, goos, cgo, tags, root string }{
	{"linux", "linux", "1", "x11,gles,no_emoji,migrated_fynedo", "."},
	{"windows", "windows", "1", "no_emoji,migrated_fynedo", "."},
	{hub, "linux", "0", "", "./hub"},
}

const hub = "hub"

const ours = "matchbooth"

// A module is one that is linked, with the packages of it that are.
type module struct {
	path, version, dir string
	systems            []string
	packages           []string        // folders in dir, "." for dir itself
	users              map[string]bool // our packages that import it, and modules that do
}

// modules returns the modules that are linked into any of the programs, by path.
func modules() ([]*module, error) {
	all := map[string]*module{}
	for _, t := range targets {
		type listed struct {
			ImportPath, Dir string
			Imports         []string
			Module          *struct{ Path, Version, Dir string }
		}
		cmd := exec.Command("go", "list", "-deps", "-tags", t.tags, "-json=ImportPath,Dir,Imports,Module", t.root)
		cmd.Env = append(os.Environ(), "GOOS="+t.goos, "GOARCH=amd64", "CGO_ENABLED="+t.cgo, "GOFLAGS=-mod=readonly")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", t.system, err)
		}
		var packages []listed
		from := map[string]string{} // package to module
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var l listed
			if err := d.Decode(&l); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if l.Module == nil {
				continue // the standard library
			}
			packages = append(packages, l)
			from[l.ImportPath] = l.Module.Path
			if l.Module.Path == ours {
				continue
			}
			m := all[l.Module.Path]
			if m == nil {
				m = &module{path: l.Module.Path, version: l.Module.Version, dir: l.Module.Dir, users: map[string]bool{}}
				all[m.path] = m
			}
			if !slices.Contains(m.systems, t.system) {
				m.systems = append(m.systems, t.system)
			}
			inside := strings.TrimPrefix(strings.TrimPrefix(l.ImportPath, m.path), "/")
			if inside == "" {
				inside = "."
			}
			if !slices.Contains(m.packages, inside) {
				m.packages = append(m.packages, inside)
			}
		}
		for _, l := range packages {
			for _, imported := range l.Imports {
				user := l.Module.Path
				if user == ours {
					user = l.ImportPath
				}
				if m := all[from[imported]]; m != nil && user != m.path {
					m.users[user] = true
				}
			}
		}
	}
	list := make([]*module, 0, len(all))
	for _, m := range all {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b *module) int { return strings.Compare(a.path, b.path) })
	return list, nil
}

// part returns the module as a part.
func (m *module) part() (Part, error) {
	p := Part{Name: m.path, Version: m.version, Kind: "module", Systems: m.systems, Used: m.usedBy()}
	var err error
	p.Texts, p.Licence, err = m.licence()
	return p, err
}

// usedBy names the rooms of ours that import the module, or the modules through which it comes.
func (m *module) usedBy() string {
	var rooms, through []string
	for user := range m.users {
		if room, is := strings.CutPrefix(user, ours+"/"); is {
			rooms = append(rooms, room)
		} else {
			through = append(through, user)
		}
	}
	slices.Sort(rooms)
	slices.Sort(through)
	const few = 3
	short := func(names []string) string {
		if more := len(names) - few; more > 0 {
			return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), more)
		}
		return strings.Join(names, ", ")
	}
	if len(rooms) > 0 {
		return short(rooms)
	}
	return "through " + short(through)
}
