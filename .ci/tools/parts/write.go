package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	pages    = "docs/licenses"
	embedded = "assets/licences/licences.json.gz"
)

// index is docs/licenses/README.md.
func index(parts []Part) string {
	var b strings.Builder
	b.WriteString(`# What Matchbooth is made of

Matchbooth itself is under the [Apache License 2.0](../../LICENSE). What else is in the programs that are released, with its
version, its licence (by its SPDX name), the programs it is in, and where it is used. Each name leads to the texts that its licence wants
to be passed on; ` + "`matchbooth version --licences`" + ` prints them all, without a network. Libraries of the system that are only
loaded (libc, X11, OpenGL) are not in the programs and not here.

Made by ` + "`make licences`; `.ci/static.sh licences`" + ` fails where it is not what the program is made of, and where something is under a
licence that may not be linked (` + "`.ci/tools/parts/policy.go`" + `). Do not edit it by hand.
`)
	for _, k := range []struct{ title, kinds string }{
		{"Modules of Go", "module"}, {"C, and what was translated from it", "c runtime"}, {"Typefaces", "font"}, {"Data", "data"}, {"Of npm", "npm"},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n| part | version | licence | in | used |\n|---|---|---|---|---|\n", k.title)
		for _, p := range parts {
			if slices.Contains(strings.Fields(k.kinds), p.Kind) {
				in := strings.Join(p.Systems, ", ")
				if len(p.Systems) == len(targets) {
					in = "all"
				}
				fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s | %s |\n", p.Name, p.file(), p.Version, p.Licence, in, p.Used)
			}
		}
	}
	return b.String()
}

// wanted is every file of docs/licenses with what should stand in it.
func wanted(parts []Part) map[string]string {
	files := map[string]string{"README.md": index(parts)}
	for _, p := range parts {
		files[p.file()] = p.page()
	}
	return files
}

func write(parts []Part) error {
	if err := os.RemoveAll(pages); err != nil {
		return err
	}
	if err := os.MkdirAll(pages, 0o755); err != nil {
		return err
	}
	for name, text := range wanted(parts) {
		if err := os.WriteFile(filepath.Join(pages, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	plain, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(plain); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(embedded), 0o755); err != nil {
		return err
	}
	return os.WriteFile(embedded, packed.Bytes(), 0o644)
}

// check compares what is there with what collect would write. Of what is embedded it compares what is in it: another Go may
// pack it otherwise.
func check(parts []Part) error {
	const again = "run `make licences`, read what changed, and commit it"
	want := wanted(parts)
	entries, err := os.ReadDir(pages)
	if err != nil {
		return err
	}
	var wrong []error
	for _, e := range entries {
		if _, is := want[e.Name()]; !is {
			wrong = append(wrong, fmt.Errorf("%s/%s is of nothing that is linked: %s", pages, e.Name(), again))
		}
	}
	for name, text := range want {
		if have, err := os.ReadFile(filepath.Join(pages, name)); err != nil || string(have) != text {
			wrong = append(wrong, fmt.Errorf("%s/%s is not what the program is made of: %s", pages, name, again))
		}
	}
	plain, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	if have, err := unpacked(); err != nil || !bytes.Equal(have, plain) {
		wrong = append(wrong, fmt.Errorf("%s is not what the program is made of: %s", embedded, again))
	}
	return errors.Join(wrong...)
}

func unpacked() ([]byte, error) {
	f, err := os.Open(embedded)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// goroot is where the Go that builds the program has its licence.
func goroot() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}
