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
// is listed in fonts/README.md. The bytes are shared and must not be changed.
func Font(isBold bool) []byte {
	if isBold {
		return bold
	}
	return regular
}

// Pinyin returns the packed dictionary of the Pinyin keyboard, for the package
// kiosk/pinyin. What it is made from is described in pinyin/README.md. The bytes
// are shared and must not be changed.
func Pinyin() []byte { return pinyin }

// Words returns the frozen word lists for passphrases and fingerprints, one word per line and 2,048 lines each: Chinese
// words, each followed by a space and its Pinyin, and English ones. words/pick documents how they were selected.
func Words() (zh, en string) { return wordsZh, wordsEn }

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
