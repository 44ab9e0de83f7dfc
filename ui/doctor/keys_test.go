package doctor

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"matchbooth/data"
)

// signedKeys is the keys.toml of some booth.
func signedKeys(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "other")
	if err := data.CreatePractice(dir, "e", data.Options{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "keys.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// unsigned is the same as programs before there were signatures wrote it.
func unsigned(t *testing.T, text string) string {
	t.Helper()
	var to []string
	for _, m := range regexp.MustCompile(`recipient = '(age1pq1[a-z0-9]+)'`).FindAllStringSubmatch(text, -1) {
		to = append(to, "'"+m[1]+"'")
	}
	return "format = 1\nmode = 'practice'\nevent = 'e'\nrecipients = [" + strings.Join(to, ", ") + "]\n"
}

// keys puts a keys.toml into the data folder.
func keys(t *testing.T, c *Computer, text string) {
	t.Helper()
	tree(t, c.Data, map[string]string{"keys.toml": text})
}
