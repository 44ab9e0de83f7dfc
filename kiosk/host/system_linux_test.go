package host

import (
	"os"
	"path/filepath"
	"testing"
)

// tree writes files below a root of its own.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestLid(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"none":  {map[string]string{"proc/bus/input/devices": "N: Name=\"Power Button\"\n"}, false},
		"ACPI":  {map[string]string{"proc/acpi/button/lid/LID0/state": "state: open\n"}, true},
		"input": {map[string]string{"proc/bus/input/devices": "N: Name=\"Lid Switch\"\n"}, true},
	} {
		if got := hasLid(tree(t, test.files)); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestAncestors(t *testing.T) {
	root := tree(t, map[string]string{
		"proc/30/stat": "30 (matchbooth) S 20 30 30 0",
		"proc/20/stat": "20 (a) b (c) S 10 20",
		"proc/10/stat": "10 (cage) S 1 10",
		"proc/1/stat":  "1 (systemd) S 0 1",
		"proc/5/stat":  "garbage",
	})
	if got := ancestors(root, 30); got != "/matchbooth/a) b (c/cage/systemd/" {
		t.Errorf("got %s", got)
	}
	if got := ancestors(root, 5); got != "/" {
		t.Errorf("got %s", got)
	}
}
