// Package assets holds what is built into the program: the typeface, the Pinyin
// dictionary, the word lists, and the practice event. The texts of the program
// are in assets/text, its drawings in assets/art.
//
// It knows nothing about any of them. Who needs one asks for its bytes or its
// file system and reads it with their own package.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed fonts/NotoSansSC-Regular.otf
var regular []byte

//go:embed fonts/NotoSansSC-Bold.otf
var bold []byte

//go:generate go run ./pinyin/pack -assets .

//go:embed pinyin/pinyin.bin.gz
var pinyin []byte

//go:generate go run ./words/pick -assets .

//go:embed words/zh.txt
var wordsZh string

//go:embed words/en.txt
var wordsEn string

//go:embed all:event
var event embed.FS

// Font returns Noto Sans SC as an OpenType file, regular or bold. What it covers
// stands in fonts/README.md. The bytes are shared: they must not be changed.
func Font(isBold bool) []byte {
	if isBold {
		return bold
	}
	return regular
}

// Pinyin returns the packed dictionary of the Pinyin keyboard, for the package
// kiosk/pinyin. What it is made from stands in pinyin/README.md. The bytes are
// shared: they must not be changed.
func Pinyin() []byte { return pinyin }

// Words returns the frozen word lists of passphrases and fingerprints, one word a line and 2,048 lines each: Chinese
// words with their Pinyin behind a blank, and English ones. How they were drawn stands in words/pick.
func Words() (zh, en string) { return wordsZh, wordsEn }

// Event returns the built-in practice event pack, with event.toml at its root.
func Event() fs.FS { return under(event, "event") }

// under returns the named folder as a root. It cannot fail for a folder that was
// embedded: a wrong name does not compile.
func under(files embed.FS, name string) fs.FS {
	root, err := fs.Sub(files, name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return root
}
