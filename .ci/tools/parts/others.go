package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// An exception is a file whose licence was read by a person: what it is, or why it is left out.
type exception struct{ licence, leave string }

// exceptions of the licence files of modules, by module and file.
var exceptions = map[string]exception{
	"codeberg.org/go-pdf/fpdf/icc/LICENSE.color.org":       {leave: "of colour profiles that are not embedded"},
	"fyne.io/fyne/v2/theme/font/LICENSE_EmojiOneColor.txt": {leave: "the tag no_emoji leaves that font out"},
	"github.com/go-text/render/LICENSE":                    {licence: "Unlicense OR BSD-3-Clause"},
	"github.com/go-text/typesetting/LICENSE":               {licence: "Unlicense OR BSD-3-Clause"},
	"github.com/jezek/xgb/LICENSE":                         {licence: "BSD-3-Clause"},         // and a grant of patents, like Go's own
	"modernc.org/libc/LICENSE-3RD-PARTY.md":                {licence: "BSD-3-Clause AND MIT"}, // Go, musl, go-netdb, nixpkgs
	"modernc.org/memory/LICENSE-LOGO":                      {leave: "of a picture on its page"},
	"modernc.org/sqlite/LICENSE-3RD-PARTY.md":              {leave: "what of it is linked stands in the collection itself; the rest is for its tests"},
	"modernc.org/sqlite/LICENSE-SQLITE_VEC":                {leave: "its package vec is not linked"},
}

// Other is a part that is no module: what a module brings that is somebody else's, and what we embed.
type other struct {
	name, version, licence, kind, used string
	module                             string   // that brings it; its systems and, unless it has its own, its version
	systems                            []string // without a module; none means all
	files                              []string // of the module, else of the repository
}

// booths are the programs with a window.
var booths = []string{"linux", "windows"}

const kept = ".ci/tools/parts/kept/"

var others = []other{
	{name: "Go standard library and runtime", version: "1.26", licence: "BSD-3-Clause", kind: "runtime", used: "everywhere; which release of Go: matchbooth version", files: []string{"$GOROOT/LICENSE", "$GOROOT/PATENTS"}},
	{name: "GLFW", version: "3.4", licence: "Zlib", kind: "c", module: "github.com/go-gl/glfw/v3.4/glfw", used: "the window, below Fyne", files: []string{"glfw/LICENSE.md"}},
	{name: "SQLite", licence: "LicenseRef-public-domain", kind: "c", module: "modernc.org/sqlite", used: "the store, translated from C to Go", files: []string{"LICENSE-SQLITE"}},
	{name: "HarfBuzz", licence: "MIT", kind: "c", module: "github.com/go-text/typesetting", used: "shaping of text, rewritten in Go", files: []string{"harfbuzz/LICENSE"}},
	{name: "Noto Sans", licence: "OFL-1.1", kind: "font", module: "fyne.io/fyne/v2", used: "embedded by Fyne", files: []string{"theme/font/LICENSE.txt"}},
	{name: "DejaVu Sans Mono", licence: "Bitstream-Vera", kind: "font", module: "fyne.io/fyne/v2", used: "embedded by Fyne", files: []string{"theme/font/LICENSE_DejaVu-Powerline.txt"}},
	{name: "Inter", licence: "OFL-1.1", kind: "font", module: "fyne.io/fyne/v2", used: "a few signs, embedded by Fyne", files: []string{"theme/font/LICENSE_Inter.txt"}},
	{name: "libphonenumber metadata", licence: "Apache-2.0", kind: "data", module: "github.com/nyaruka/phonenumbers", used: "which numbers there are abroad", files: []string{"./assets/pinyin/licences/Apache-2.0.txt"}},
	{name: "GCC runtime library (libgcc)", licence: "GPL-3.0-or-later WITH GCC-exception-3.1", kind: "runtime", used: "what GCC adds to what it compiles; for Windows libstdc++ too, in the folder soft", systems: booths, files: []string{kept + "gcc-runtime.txt"}},
	{name: "MinGW-w64 runtime", licence: "ZPL-2.1 AND BSD-2-Clause AND BSD-3-Clause AND ISC AND SunPro AND HPND AND LicenseRef-public-domain", kind: "runtime", used: "the start of the program on Windows", systems: []string{"windows"}, files: []string{kept + "mingw-w64.txt", kept + "wine-headers.txt"}},
	{name: "Mesa", version: "22.3.6", licence: "MIT AND BSL-1.0 AND BSD-2-Clause AND BSD-3-Clause AND Zlib AND LicenseRef-public-domain", kind: "c", used: "draws where Windows has no usable OpenGL: two libraries beside the program, in the folder soft", systems: []string{"windows"}, files: []string{kept + "mesa.txt", kept + "mesa-parts.txt"}},
	{name: "Noto Sans SC", version: "2.004", licence: "OFL-1.1", kind: "font", used: "the typeface, a subset: assets/fonts", systems: booths, files: []string{"assets/fonts/OFL.txt"}},
	{name: "rime-data-pinyin-simp", version: "0.0~git20230104.52b9c75", licence: "Apache-2.0", kind: "data", used: "the dictionary of the Pinyin keyboard: assets/pinyin", systems: booths, files: []string{"assets/pinyin/licences/rime-data-pinyin-simp.txt", "assets/pinyin/licences/Apache-2.0.txt"}},
	{name: "Unicode Character Database (Unihan)", version: "15.0.0", licence: "Unicode-DFS-2016", kind: "data", used: "readings of rarer characters: assets/pinyin", systems: booths, files: []string{"assets/pinyin/licences/unicode-data.txt"}},
	{name: "CJK Decomposition Data", licence: "MIT", kind: "data", used: "the parts by which rare characters are typed: assets/pinyin", systems: booths, files: []string{"assets/pinyin/licences/cjk-decomp.txt"}},
	{name: "@noble/ciphers", version: "2.4.0", licence: "MIT", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-noble-ciphers.txt"}},
	{name: "@noble/curves", version: "2.0.1", licence: "MIT", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-noble-curves.txt"}},
	{name: "@noble/hashes", version: "2.0.1", licence: "MIT", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-noble-hashes.txt"}},
	{name: "@noble/post-quantum", version: "0.5.4", licence: "MIT", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-noble-post-quantum.txt"}},
	{name: "@scure/base", version: "2.4.0", licence: "MIT", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-scure-base.txt"}},
	{name: "age-encryption", version: "0.3.1", licence: "BSD-3-Clause", kind: "npm", used: "seals on a phone: in the page that the hub serves, hub/page/seal.js", systems: []string{hub}, files: []string{kept + "npm-age-encryption.txt"}},
	{name: "EFF large word list", licence: "CC-BY-3.0", kind: "data", used: "English passphrases and fingerprints: assets/words, and through github.com/sethvargo/go-diceware", files: []string{kept + "eff-words.txt"}},
}

// partsOfModules are the files of a module that belong to a part of its own.
var partsOfModules = func() map[string][]string {
	m := map[string][]string{}
	for _, o := range others {
		if o.module != "" {
			m[o.module] = append(m[o.module], o.files...)
		}
	}
	return m
}()

// otherParts returns the parts that are no modules.
func otherParts(linked []*module) (parts []Part, err error) {
	var wrong []error
	root, err := goroot()
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		p := Part{Name: o.name, Version: o.version, Licence: o.licence, Kind: o.kind, Systems: o.systems, Used: o.used}
		if p.Systems == nil {
			for _, t := range targets {
				p.Systems = append(p.Systems, t.system)
			}
		}
		base := "."
		if o.module != "" {
			at := slices.IndexFunc(linked, func(m *module) bool { return m.path == o.module })
			if at < 0 {
				wrong = append(wrong, fmt.Errorf("%s comes with %s, which is not linked any more: take it out of .ci/tools/parts/others.go", o.name, o.module))
				continue
			}
			base, p.Systems = linked[at].dir, linked[at].systems
			if p.Version == "" {
				p.Version = "in " + o.module + " " + linked[at].version
			}
		}
		for _, f := range o.files {
			name := filepath.Join(base, f)
			if inRoot, is := strings.CutPrefix(f, "$GOROOT/"); is {
				name = filepath.Join(root, inRoot)
			} else if strings.HasPrefix(f, "./") {
				name = f
			}
			text, err := read(name)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", o.name, err))
			}
			p.Texts = append(p.Texts, Text{filepath.Base(f), text})
		}
		parts = append(parts, p)
	}
	return parts, errors.Join(wrong...)
}
