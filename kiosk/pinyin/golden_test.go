package pinyin

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// pagesFile has what comes first for what is typed: the order is what a finger learns, and a change of it shows here.
const pagesFile = "testdata/pages.txt"

// MATCHBOOTH_GOLDEN=update writes the pages anew: look at what has changed before they are committed.
func TestThePagesStayAsTheyAre(t *testing.T) {
	d := load(t)
	var got strings.Builder
	for _, o := range everyOptions() {
		about := "text"
		if o.Names {
			about = "name"
		}
		if o.Nine {
			about += " 9 keys"
		}
		if o.Fuzzy {
			about += " fuzzy"
		}
		for _, before := range []string{"", "张", "欧", "李浩", "欧阳"} {
			if before != "" && !o.Names {
				continue // makes no difference
			}
			for _, keys := range []string{
				"", "zhangwei", "ouyangnana", "liuyifei", "wangzihan", "zihan", "yang", "xian", "xi'an", "zw", "lyf", "zhw", "na", "zishi", "linan",
				"nihaoma", "zhongguoren", "shanghaijiaotongdaxue", "uinihao", "v",
			} {
				c := compose(d, o, keys)
				c.Before(before)
				fmt.Fprintf(&got, "%s | %s | %s | %s | %s |", about, before, keys, c.Shown(), strings.Join(c.Syllables(), " "))
				page, _ := c.Candidates(0, 20)
				for _, p := range page {
					fmt.Fprintf(&got, " %s%d", p.Text, p.Keys)
				}
				got.WriteByte('\n')
			}
		}
	}
	if os.Getenv("MATCHBOOTH_GOLDEN") == "update" {
		if err := os.WriteFile(pagesFile, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(pagesFile)
	if err != nil {
		t.Fatalf("%v: run with MATCHBOOTH_GOLDEN=update, and look at it", err)
	}
	want := strings.Split(string(kept), "\n")
	now := strings.Split(got.String(), "\n")
	if len(now) != len(want) {
		t.Fatalf("%d pages, want %d", len(now), len(want))
	}
	for i := range now {
		if now[i] != want[i] {
			t.Errorf("now  %s\nkept %s", now[i], want[i])
		}
	}
}
