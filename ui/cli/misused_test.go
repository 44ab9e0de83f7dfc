package cli

import (
	"strings"
	"testing"

	"matchbooth/ui/cli/call"
)

// TestMisuseSpeaksChinese calls wrongly in every way there is: what kong says in English reaches nobody who reads Chinese.
func TestMisuseSpeaksChinese(t *testing.T) {
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	for line, want := range map[string]string{
		"dance":                       "这里不该有 dance；",
		"status too":                  "这里不该有 too；",
		"status --nonsense":           "没有 --nonsense 这个选项；",
		"status --jsno":               "没有 --jsno 这个选项，是不是 \"--json\"；",
		"export --format csv":         "还缺 --out=FILE；",
		"export":                      "还缺 --format=xlsx|csv|vcf|json, --out=FILE；",
		"export --format doc --out x": "--format 只能是 \"xlsx\",\"csv\",\"vcf\",\"json\" 之一，不能是 \"doc\"；",
		"run --lang fr":               "--lang 只能是 \"zh\",\"en\" 之一，不能是 \"fr\"；",
		"status --data -- x":          "--data 后面还缺内容，例如 --data=内容；",
		"status --data":               "--data 后面还缺内容，例如 --data=内容；",
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
