package pinyin

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"matchbooth/assets"
)

// The words that lie beside the dictionary are those in it. After the dictionary was packed anew they are written anew by
// MATCHBOOTH_WORDS=update, as `make pinyin` does.
func TestTheWordsAreThoseOfTheDictionary(t *testing.T) {
	d, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	want := wordsOf(d)
	if os.Getenv("MATCHBOOTH_WORDS") == "update" {
		if err := os.WriteFile("../../assets/pinyin/words.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(assets.ChineseWords(), want) {
		t.Error("assets/pinyin/words.bin is not that of the dictionary: run make pinyin")
	}
	if n := len(want) / entry; n < 50_000 {
		t.Errorf("there are %d words", n)
	}
}

// The sentences are those in which lines used to end inside a word.
func TestTextIsPartedIntoItsWords(t *testing.T) {
	w := Words()
	for _, want := range []string{
		"交大|医学院", "要|几小时", "初步|配型|相合", "今天|不想|登记", "请|一位|一位|来", "造血|干细胞|捐献", "有|机会|找到|你", "以|中华|骨髓库|为准", "晚上|和|家人|商量",
		"多|一条路", "𬭎|先生|来了", "",
	} {
		run := []rune(strings.ReplaceAll(want, "|", ""))
		var got strings.Builder
		for i, in := range w.Inside(run) {
			if i > 0 && !in {
				got.WriteByte('|')
			}
			got.WriteRune(run[i])
		}
		if got.String() != want {
			t.Errorf("%s, not %s", got.String(), want)
		}
	}
}

func BenchmarkWordsOfAParagraph(b *testing.B) {
	w := Words()
	run := []rune(strings.Repeat("造血干细胞捐献者登记以后几年才可能接到电话", 6))
	for b.Loop() {
		w.Inside(run)
	}
}
