// Package assets holds the files embedded in the program: the typeface, the Pinyin
// dictionary, the word lists, and the practice event. The texts of the program
// are in assets/text, its drawings in assets/art.
//
// It does not interpret any of them. A package that needs one asks for its bytes or
// its file system and reads it by itself.
package assets

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed fonts/NotoSansSC-Regular.otf
var regular []byte

//go:embed fonts/NotoSansSC-Bold.otf
var bold []byte

//go:generate go run ./pinyin/pack -assets .

//go:embed pinyin/pinyin.bin.gz
var pinyin []byte

//go:embed pinyin/words.bin
var chineseWords []byte

//go:generate go run ./words/pick -assets .

//go:embed words/zh.txt
var wordsZh string

//go:embed words/en.txt
var wordsEn string

//go:embed volunteer/volunteer.zh.md
var volunteerZh string

//go:embed volunteer/volunteer.en.md
var volunteerEn string

//go:embed fonts/forms.*.txt
var forms embed.FS

//go:embed all:event
var event embed.FS

// Font returns Noto Sans SC as an OpenType file, regular or bold. What it covers
// is listed in fonts/README.md. The bytes are shared and must not be changed.
func Font(isBold bool) []byte {
	if isBold {
		return bold
	}
	return regular
}

// Forms returns the characters that the typeface has in a form of a language's own, besides the Chinese one: none for most
// languages. The form lies at the character's code point in the plane that assets/lang says (fonts/README.md).
func Forms(lang string) string {
	s, err := forms.ReadFile("fonts/forms." + lang + ".txt")
	if err != nil {
		return "" // it has none
	}
	return strings.TrimSpace(string(s))
}

// Pinyin returns the packed dictionary of the Pinyin keyboard, for the package
// kiosk/pinyin. What it is made from is described in pinyin/README.md. The bytes
// are shared and must not be changed.
func Pinyin() []byte { return pinyin }

// ChineseWords returns the sums and costs of the words of the dictionary, which print is set with, as kiosk/pinyin reads them. The
// bytes are shared and must not be changed.
func ChineseWords() []byte { return chineseWords }

// Words returns the frozen word lists for passphrases and fingerprints, one word per line and 2,048 lines each: Chinese
// words, each followed by a space and its Pinyin, and English ones. words/pick documents how they were selected.
func Words() (zh, en string) { return wordsZh, wordsEn }

// Volunteer returns the page of those who stand at the booth, in Markdown: what begins with ## is a heading. It is printed,
// and is the text of docs/volunteer.md and docs/volunteer.zh.md.
func Volunteer() (zh, en string) { return volunteerZh, volunteerEn }

// Event returns the built-in practice event pack, with event.toml at its root.
func Event() fs.FS { return under(event, "event") }

// under returns the named folder as a file system of its own. It cannot fail for a folder
// that was embedded: a wrong name does not compile.
func under(files embed.FS, name string) fs.FS {
	root, err := fs.Sub(files, name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return root
}
