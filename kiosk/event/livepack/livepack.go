// Package livepack is for tests: it makes the built-in event pack one that may go live.
package livepack

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"matchbooth/assets"
)

// sourceDates are the dates of conditions and figures, which grow old.
var sourceDates = regexp.MustCompile(`(?m)^date = ".*"$`)

// Write writes the built-in pack into a new folder as somebody would change it: under the id spring-2027, with nothing in it
// that check calls a fault, or warns of on that day.
func Write(dir string, today time.Time) error {
	if err := os.CopyFS(dir, assets.Event()); err != nil {
		return err
	}
	held := time.Date(2027, 5, 21, 0, 0, 0, 0, time.UTC)
	for held.Before(today.AddDate(0, 0, -1)) {
		held = held.AddDate(1, 0, 0)
	}
	change := strings.NewReplacer(
		"practice = true", "practice = false",
		"permission = false", "permission = true",
		`id = "love-to-medicine-521"`, `id = "spring-2027"`,
		`"2027-05-21"`, `"`+held.Format(time.DateOnly)+`"`,
		"（示例）", "", "，示例）", "）", " (example)", "", ", example)", ")",
		"练习摊位", "摊位", "practice booth", "booth",
		"**这是练习，请不要填写真实信息。**\n\n", "", "**This is practice. Please do not enter real details.**\n\n", "",
		"example.org", "booth-of-this-test.cn", "021-0000-052", "021-5555-052",
	)
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path) //nolint:gosec // G304: a test's own folder
		if err != nil {
			return err
		}
		s := sourceDates.ReplaceAllString(change.Replace(string(b)), fmt.Sprintf("date = %q", today.Format("2006")))
		return os.WriteFile(path, []byte(s), 0o600) //nolint:gosec // G703: the same
	})
}
