package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/licensecheck"
)

var (
	// licenceFile are the names that licences lie under; notice is what has to go along and grants nothing.
	licenceFile = regexp.MustCompile(`(?i)^(?:un)?(?:licen[cs]e|copying|ofl)(?:[-_.].*)?$`)
	notice      = regexp.MustCompile(`(?i)^(?:notice|patents|copyright)(?:\..*)?$`)
)

// read is a text as it is kept: lines that end in LF, in UTF-8.
func read(name string) (string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	s := strings.ReplaceAll(string(b), "\r\n", "\n")
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%s is not in UTF-8", name)
	}
	return s, nil
}

// licence returns the texts of a module and what they say together. A text counts that lies in the folder of a linked
// package, above it, or below it where no other package is.
func (m *module) licence() (texts []Text, expression string, err error) {
	var ids []string
	err = filepath.WalkDir(m.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(m.dir, name)
		if err != nil {
			return err
		}
		inside = filepath.ToSlash(inside)
		if e.IsDir() {
			if inside != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !licenceFile.MatchString(e.Name()) && !notice.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") || !m.covers(path.Dir(inside)) {
			return nil
		}
		x := exceptions[m.path+"/"+inside]
		if x.leave != "" || slices.Contains(partsOfModules[m.path], inside) {
			return nil
		}
		text, err := read(name)
		if err != nil {
			return err
		}
		texts = append(texts, Text{inside, text})
		switch {
		case x.licence != "":
			ids = append(ids, strings.Split(x.licence, " AND ")...)
		case licenceFile.MatchString(e.Name()):
			found, err := identify(text)
			if err != nil {
				return fmt.Errorf("%s/%s: %w", m.path, inside, err)
			}
			ids = append(ids, found...)
		}
		return nil
	})
	slices.Sort(ids)
	return texts, strings.Join(slices.Compact(ids), " AND "), err
}

// covers reports whether what lies in a folder of the module is about packages that are linked.
func (m *module) covers(folder string) bool {
	if folder == "." {
		return true
	}
	for _, p := range m.packages {
		if p == folder || strings.HasPrefix(p, folder+"/") {
			return true
		}
		if below, is := strings.CutPrefix(folder, p+"/"); (is || p == ".") && p != folder {
			if p == "." {
				below = folder
			}
			// Fonts, C: folders without a Go package of their own.
			first, _, _ := strings.Cut(below, "/")
			if !hasGo(filepath.Join(m.dir, p, first)) {
				return true
			}
		}
	}
	return false
}

func hasGo(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	return len(found) > 0
}

// identify returns the licences that a text is, by their SPDX names.
func identify(text string) ([]string, error) {
	scan := licensecheck.Scan([]byte(text))
	var ids []string
	for _, m := range scan.Match {
		if !m.IsURL {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	// What is not covered by a known text may say anything: names and years are a tenth of the shortest.
	if scan.Percent < 75 || len(ids) == 0 {
		return nil, fmt.Errorf("only %.0f %% of it is a known licence (%s): read it, and say in .ci/tools/parts/others.go what it is", scan.Percent, strings.Join(ids, ", "))
	}
	return ids, nil
}
