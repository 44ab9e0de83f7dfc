package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/assets"
)

// The packed file is what its sources give; where the Debian packages are not
// installed this cannot be known.
func TestPackingAgainGivesTheSameDictionary(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	from := sourcesIn("../..")
	for _, path := range []string{from.Words, from.Unihan} {
		if _, err := os.Stat(path); err != nil {
			t.Skipf("%s is not installed (Debian packages rime-data-pinyin-simp and unicode-data)", path)
		}
	}
	table, err := collect(from)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(assets.Pinyin()))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	// Compared unpacked: another version of Go may compress differently.
	if !bytes.Equal(table.encode(), packed) {
		t.Error("assets/pinyin/pinyin.bin.gz is not what its sources give: run go run ./assets/pinyin/pack")
	}
}

func TestReadingsAreWrittenAsTheyAreTyped(t *testing.T) {
	for reading, want := range map[string]string{
		"zhāng": "zhang", "lǜ": "lv", "lüè": "lue", "nǚ": "nv", "ér": "er", "ế": "ei", "ňg": "ng", "xi": "xi",
	} {
		if got := plain(reading); got != want {
			t.Errorf("%s is typed %s, want %s", reading, got, want)
		}
	}
}

// A fault in a source is named with its file and line.
func TestFaultsInSourcesAreNamed(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"no reading", "张", "fields"},
		{"too few syllables", "张珂\tzhang\t1", "2 characters and 1 syllables"},
		{"capital letters", "张\tZhang\t1", "no syllable"},
		{"a tone", "张\tzhāng\t1", "no syllable"},
		{"no number", "张\tzhang\tmany", "no weight"},
		{"a negative number", "张\tzhang\t-1", "no weight"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "surnames.tsv")
			if err := os.WriteFile(path, []byte("# head\n王\twang\t7\n"+tt.line+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			table := &table{words: map[string]*word{}, drawable: func(string) bool { return true }}
			err := table.readSurnames(path)
			if err == nil {
				t.Fatal("it was read")
			}
			for _, want := range []string{"surnames.tsv:3", tt.want} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

// What the typeface cannot draw is left out.
func TestCharactersThatCannotBeDrawnAreLeftOut(t *testing.T) {
	table := &table{words: map[string]*word{}, drawable: func(s string) bool { return !strings.Contains(s, "龘") }}
	table.add("龘", []string{"da"}, 5)
	table.add("大", []string{"da"}, 5)
	if len(table.words) != 1 || table.dropped != 1 {
		t.Errorf("%d words and %d left out, want 1 and 1", len(table.words), table.dropped)
	}
}

// So are faults in the tables of parts.
func TestFaultsInThePartsAreNamed(t *testing.T) {
	for _, tt := range []struct{ name, radicals, parts, want string }{
		{"a radical without a reading", "氵\t\n", "", "radicals.tsv:1"},
		{"a radical with a tone", "氵\tshuǐ\n", "", "no syllable"},
		{"a part without a reading", "氵\tshui\n", "汪\t氵王\n", "王 has no reading"},
		{"no parts", "氵\tshui\n", "汪\t\n", "parts.tsv:1"},
		{"too many parts", "氵\tshui\n", "汪\t氵氵氵氵氵氵氵\n", "7 parts"},
		{"a part of itself", "氵\tshui\n", "氵\t氵氵\n", "a part of itself"},
		{"out of order", "氵\tshui\n", "汪\t氵氵\n汩\t氵氵\n", "out of order"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			radicals, parts := filepath.Join(dir, "radicals.tsv"), filepath.Join(dir, "parts.tsv")
			for path, text := range map[string]string{radicals: tt.radicals, parts: tt.parts} {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			table := &table{words: map[string]*word{}, drawable: func(string) bool { return true }}
			err := table.readRadicals(radicals)
			if err == nil {
				err = table.readParts(parts)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}

// A part is typed as it is called and as it is read today; what only old books read counts where there is nothing else.
func TestReadingsOfParts(t *testing.T) {
	table := &table{words: map[string]*word{}, drawable: func(string) bool { return true }, radicals: map[string][]string{"月": {"rou"}}}
	table.add("月", []string{"yue"}, 7)
	table.add("合", []string{"he"}, 7)
	table.add("合", []string{"ge"}, 0)
	table.add("冘", []string{"yin"}, 0)
	readings := table.readings()
	for part, want := range map[string]string{"月": "rou yue", "合": "he", "冘": "yin"} {
		if got := strings.Join(readings[part], " "); got != want {
			t.Errorf("%s is typed %q, want %q", part, got, want)
		}
	}
}
