package kioskfile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kiosk.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The file as editors on other systems leave it is read all the same, and what cannot be used is said.
func TestTheFileIsReadAsEditorsLeaveIt(t *testing.T) {
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("MATCHBOOTH_ARGS=--data \"C:\\学生 会\"\r\n")
	if err != nil {
		t.Fatal(err)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("MATCHBOOTH_ARGS=--data C:\\学生会\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"":                        nil,
		"# MATCHBOOTH_ARGS=--x\n": nil,
		"MATCHBOOTH_ARGS=--data /srv/booth\r\nOTHER=1\r\n":                                   {"--data", "/srv/booth"},
		"\ufeffMATCHBOOTH_ARGS=--data /srv/booth\n":                                          {"--data", "/srv/booth"},
		"\ufeff# a note\n \tMATCHBOOTH_ARGS=--data /srv/b\n":                                 {"--data", "/srv/b"},
		"# a note\nMATCHBOOTH_ARGS=--old\nOTHER=1\nMATCHBOOTH_ARGS=--data /srv/b  --still\n": {"--data", "/srv/b", "--still"},
		"MATCHBOOTH_ARGS=\"--display 2 --data /srv/b $(touch${IFS}run) *\"\n":                {"--display", "2", "--data", "/srv/b", "$(touch${IFS}run)", "*"},
		"MATCHBOOTH_ARGS='--display 2'":                                                      {"--display", "2"},
		`MATCHBOOTH_ARGS=--data "C:\Users\李 四\AppData" --scale 1.5`:                          {"--data", `C:\Users\李 四\AppData`, "--scale", "1.5"},
		`MATCHBOOTH_ARGS="--data=C:\a b"`:                                                    {`--data=C:\a`, "b"},
		`MATCHBOOTH_ARGS=--data='/it "is"' ''`:                                               {`--data=/it "is"`, ""},
		wide:                                                                                 {"--data", `C:\学生 会`},
		gbk:                                                                                  {"--data", `C:\学生会`},
	} {
		got, err := Read(file(t, text))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q instead of %q, %v", text, got, want, err)
		}
	}
	for _, text := range []string{"export MATCHBOOTH_ARGS=--data /srv/b\n", "MATCHBOOTH_ARGS = --data /srv/b\n", "MATCHBOOTH_ARGS=\n", "MATCHBOOTH_ARGS=--x\nMATCHBOOTH_ARGS= \n"} {
		if got, err := Read(file(t, text)); !errors.Is(err, ErrUnused) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if got, err := Read(filepath.Join(t.TempDir(), "none")); err != nil || got != nil {
		t.Errorf("without a file: %q, %v", got, err)
	}
}

// A new booth takes the old one's place in the file, and leaves alone what is about the computer.
func TestANewBoothTakesTheOldOnesPlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "李 四's booth")
	path := file(t, "# ours\nMATCHBOOTH_ARGS=--display 2 --data /old --mirror=/media/card --event x --lang en\nOTHER=1\n")
	for range 2 {
		if err := SetBooth(path, dir); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if want := []string{"--data", dir, "--display", "2", "--lang", "en"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q instead of %q, %v", got, want, err)
		}
		if lines, _ := read(path); !slices.Contains(lines, "# ours") || !slices.Contains(lines, "OTHER=1") {
			t.Errorf("other lines are gone: %q", lines)
		}
	}
	fresh := filepath.Join(t.TempDir(), "made", "kiosk.conf")
	if err := SetBooth(fresh, dir); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(fresh); err != nil || !slices.Equal(got, []string{"--data", dir}) {
		t.Errorf("%q, %v", got, err)
	}
}
