package cli

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"matchbooth/assets/text"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/cli/manual"
)

// TestMisuseSpeaksChinese calls wrongly in every way there is: what kong says in English reaches nobody who reads Chinese.
func TestMisuseSpeaksChinese(t *testing.T) {
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	for line, want := range map[string]string{
		"dance":                       "这里不该有 dance；",
		"status too":                  "这里不该有 too；",
		"status --nonsense":           "没有 --nonsense 这个选项；",
		"status --jsno":               "没有 --jsno 这个选项，是不是想写 \"--json\"；",
		"export --format csv":         "还缺 --out=FILE；",
		"export":                      "还缺 --format=xlsx|csv|vcf|json, --out=FILE；",
		"export --format doc --out x": "--format 只能是 \"xlsx\",\"csv\",\"vcf\",\"json\" 之一，不能是 \"doc\"；",
		"run --lang fr":               "--lang 只能是 \"zh\",\"en\",\"ja\" 之一，不能是 \"fr\"；",
		"status --data -- x":          "--data 后面还缺内容，例如 --data=内容；",
		"status --data":               "--data 后面还缺内容，例如 --data=内容；",
		"day --paper many":            "--paper 后面要写数字，不能是 \"many\"；",
		"people --only ugly":          "--only 只能是 \"unchecked\",",
		"import":                      "还缺 \"<file>\"；",
		"status --json=maybe":         "--json 后面不能是 \"maybe\"；",
		"import x y":                  "这里不该有 y；",
		"export --format csv --out x --identity a --passphrase-file b": "--passphrase-file 和 --identity 不能同时用；",
	} {
		_, errs, code := call3(strings.Fields(line)...)
		if code != call.ExitMisuse || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d, says %q, want %q", line, code, errs, want)
		}
	}
}

// Everything that can be called wrongly with a value of its own, in every command: an option that wants one of a few words, a
// number, a value at all. None of it is answered in English to somebody who reads Chinese, nor names a word that is none.
func TestNoMisuseOfAnyOptionIsSaidInEnglish(t *testing.T) {
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	tried, zh, seen := 0, inChinese(t), map[string]bool{}
	grammarTree(t, "zh").Each(func(c *manual.Command) {
		for _, o := range c.Options {
			if seen[o.Name+o.Placeholder] {
				continue
			}
			seen[o.Name+o.Placeholder] = true
			for _, given := range [][]string{{"--" + o.Name + "=\x00"}, {"--" + o.Name + "=no such thing"}, {"--" + o.Name}, {"--" + o.Name + "x"}} {
				args := append(strings.Fields(c.Path), given...)
				err := parsed(t, slices.Clone(args))
				if err == nil {
					continue // taken by the grammar, and answered by the command if it is wrong
				}
				tried++
				if said := zh.misused(err.Error()); englishSentence.MatchString(said) || said == err.Error() || strings.Contains(said, `"",`) {
					t.Errorf("%q: %s", args, said)
				}
			}
		}
	})
	if tried < 100 {
		t.Errorf("only %d wrong calls were tried", tried)
	}
}

// --lang decides what is said, in every command whose --lang is not about a file, a picture or visitors; mistakes too.
func TestAnyCommandSpeaksTheLanguageThatIsAskedFor(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_DATA_HOME", "")
	han := regexp.MustCompile(`\p{Han}`)
	asked := 0
	grammarTree(t, "en").Each(func(c *manual.Command) {
		if slices.Contains(writesIn, c.Path) || len(c.Children) > 0 || c.Path == "manual" {
			return
		}
		asked++
		befores := [][]string{nil}
		if asked == 1 {
			befores = [][]string{{"--by", "LQ"}, {"--by=LQ"}}
		}
		for _, before := range befores {
			words := append(slices.Clone(before), strings.Fields(c.Path)...)
			_, errs, code := call3(append(words, "--lang", "zh", "--nonsense")...)
			if code != call.ExitMisuse || !han.MatchString(errs) {
				t.Errorf("%q --lang zh: exit %d, says %q", words, code, errs)
			}
			if strings.Contains(errs, "--lang") {
				t.Errorf("%q takes no --lang: %s", words, errs)
			}
		}
	})
	if asked < 30 {
		t.Errorf("only %d commands were asked", asked)
	}
}

func inChinese(t *testing.T) *Call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Call{call.New(context.Background(), texts, "zh", nil, nil, nil)}
}

// englishSentence are four English words in a row; the words that name keys are separated by dots in Chinese.
var englishSentence = regexp.MustCompile(`\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b`)
