package main

import (
	"os"
	"strings"
	"testing"
)

// What may not be linked is refused by its text, whatever else stands in the file, and what nobody knows as well.
func TestWhatMayNotBeLinkedIsRefused(t *testing.T) {
	const gpl = "This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version."
	const mit = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the \"Software\"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.\n\nTHE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."
	for _, tc := range []struct {
		name, text string
		may        bool
	}{
		{"MIT", mit, true},
		{"MIT with a name", "Copyright (c) 2026 Somebody\n\n" + mit, true},
		{"GPL", gpl, false},
		{"MIT and the GPL", mit + "\n\n" + gpl, false},
		{"nobody knows it", "You may use this on Tuesdays, unless it rains.", false},
		{"MIT with a condition", mit + strings.Repeat("\nNobody may use it for good, and whoever does owes the authors a cake.", 12), false},
		{"nothing", "", false},
	} {
		ids, err := identify(tc.text)
		if err == nil {
			err = Part{Name: "x", Licence: strings.Join(ids, " AND "), Texts: []Text{{"LICENSE", tc.text}}}.allowed()
		}
		if (err == nil) != tc.may {
			t.Errorf("%s: %v %v", tc.name, ids, err)
		}
	}
}

func TestEveryLicenceOfAChoiceIsAsked(t *testing.T) {
	text := []Text{{"LICENSE", "x"}}
	for licence, may := range map[string]bool{
		"MIT": true, "MIT AND BSD-3-Clause": true, "(MIT OR Apache-2.0) AND ISC": true, "GPL-3.0-or-later WITH GCC-exception-3.1": true,
		"MIT AND AGPL-3.0": false, "MIT OR GPL-2.0": false, "GPL-3.0-or-later": false, "LGPL-2.1-or-later": false, "MPL-2.0": false, "": false,
	} {
		if err := (Part{Name: "x", Licence: licence, Texts: text}).allowed(); (err == nil) != may {
			t.Errorf("%q: %v", licence, err)
		}
	}
	if (Part{Name: "x", Licence: "MIT"}).allowed() == nil {
		t.Error("a licence without its text was let through")
	}
}

// A licence counts for what is linked: above a linked package, in it, and in folders of it that are no packages (fonts, C).
func TestALicenceIsTakenFromWhereLinkedCodeLies(t *testing.T) {
	m := &module{dir: t.TempDir(), packages: []string{".", "theme", "shape/complex"}}
	for folder, want := range map[string]bool{".": true, "theme": true, "theme/font": true, "shape": true, "shape/complex": true} {
		if m.covers(folder) != want {
			t.Errorf("%s: %v", folder, !want)
		}
	}
	m.packages = []string{"theme"}
	if m.covers("vec") || m.covers("thematic") {
		t.Error("a folder counts that nothing is linked from")
	}
}

// What go list is asked for is what is built.
func TestTheTagsAreThoseOfTheBuild(t *testing.T) {
	settings, err := os.ReadFile("../../settings.sh")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(settings), "\nTAGS="+targets[0].tags+"\n") {
		t.Errorf("the program for %s is built with other tags than %s", targets[0].system, targets[0].tags)
	}
}
