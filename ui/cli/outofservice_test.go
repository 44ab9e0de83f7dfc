package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data"
	"matchbooth/ui/launch"
)

// A booth that is held out of service opens nothing outside of its data folder: a card may be what put it there.
func TestOutOfServiceOpensNothingFromOutside(t *testing.T) {
	dir, card := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	if err := data.CreatePractice(dir, "love-to-medicine-521", data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{Mirror: card})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(card)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if err := os.Remove(filepath.Join(card, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	left := filepath.Join(card, ".matchbooth-1.part") // what a killed export left there
	for path, content := range map[string]string{left: "x", filepath.Join(dir, "exporting"): card + "\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("MATCHBOOTH_SUPERVISED", "1")
	t.Setenv("MATCHBOOTH_OUT", "MB-11")
	for _, args := range [][]string{{"run", "--kiosk", "--data", dir}, {"run", "--kiosk", "--data", dir, "--mirror", card}} {
		launched := false
		code := Main(args, strings.NewReader(""), io.Discard, io.Discard, func(s *data.Store, opt launch.Options) error {
			launched = true
			if opt.Out == "" {
				t.Error("it is in service")
			}
			if st := s.Mirror(); st.Dir != "" {
				t.Errorf("%q: a second copy is open: %+v", args, st)
			}
			return nil
		})
		if !launched || code != 0 {
			t.Errorf("%q: launched %t, code %d", args, launched, code)
		}
		if list, err := os.ReadDir(card); err != nil || len(list) != 1 || list[0].Name() != filepath.Base(left) {
			t.Errorf("%q: the card was touched: %v, %v", args, list, err)
		}
	}
}
