// Command pack writes the dictionary of the Pinyin keyboard, assets/pinyin/pinyin.bin.gz.
//
// Run it from the top of the repository after any of its sources has changed:
//
//	go run ./assets/pinyin/pack
//
// It reads, in this order:
//
//   - pinyin_simp.dict.yaml, words and characters with their readings and
//     weights (Debian package rime-data-pinyin-simp, Apache-2.0);
//   - Unihan_Readings.txt.bz2, the characters and readings that the first lacks
//     (Debian package unicode-data, Unicode licence);
//   - extra.tsv, a few characters that neither has;
//   - names/surnames.tsv, names/given.tsv and names/pairs.tsv;
//   - names/radicals.tsv and names/parts.tsv, which parts characters are made of.
//
// What the embedded typeface cannot draw is left out: nobody can choose a
// character that is displayed as an empty box. The same sources always give the same
// bytes; pack_test.go checks that where the packages are installed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// sources are the files that a dictionary is packed from.
type sources struct {
	Words    string // rime dictionary
	Unihan   string // Unihan_Readings.txt.bz2
	Extra    string
	Surnames string
	Given    string
	Pairs    string
	Radicals string
	Parts    string
	Font     string
}

// sourcesIn returns the sources; those of the repository are in its folder assets.
func sourcesIn(assets string) sources {
	return sources{
		Words:    "/usr/share/rime-data/pinyin_simp.dict.yaml",
		Unihan:   "/usr/share/unicode/Unihan_Readings.txt.bz2",
		Extra:    filepath.Join(assets, "pinyin", "extra.tsv"),
		Surnames: filepath.Join(assets, "pinyin", "names", "surnames.tsv"),
		Given:    filepath.Join(assets, "pinyin", "names", "given.tsv"),
		Pairs:    filepath.Join(assets, "pinyin", "names", "pairs.tsv"),
		Radicals: filepath.Join(assets, "pinyin", "names", "radicals.tsv"),
		Parts:    filepath.Join(assets, "pinyin", "names", "parts.tsv"),
		Font:     filepath.Join(assets, "fonts", "NotoSansSC-Regular.otf"),
	}
}

func main() {
	assets := flag.String("assets", "assets", "the folder assets of the repository")
	flag.Parse()
	from := sourcesIn(*assets)
	if err := run(from, filepath.Join(*assets, "pinyin", "pinyin.bin.gz")); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// run packs the sources into the file out and prints what was included and left out.
func run(from sources, out string) error {
	t, err := collect(from)
	if err != nil {
		return err
	}
	packed, err := compress(t.encode())
	if err != nil {
		return fmt.Errorf("compressing the dictionary: %w", err)
	}
	if err := os.WriteFile(out, packed, 0o644); err != nil {
		return fmt.Errorf("writing the dictionary: %w", err)
	}
	fmt.Printf("%s: %d bytes\n%s", out, len(packed), t.summary())
	return nil
}
