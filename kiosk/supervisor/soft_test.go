package supervisor

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The drawing in software is for Windows, where it lies beside the program, and asked for once: a second time would be a loop.
func TestWhatDraws(t *testing.T) {
	with, without, folder := t.TempDir(), t.TempDir(), t.TempDir()
	library := filepath.Join(with, "soft", "opengl32.dll")
	for _, dir := range []string{filepath.Dir(library), filepath.Join(folder, "soft", "opengl32.dll")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(library, []byte("MZ"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		goos, dir, asked string
		use              string
		spare            bool
	}{
		"as it starts":               {"windows", with, "", "", true},
		"asked for":                  {"windows", with, "soft", library, false},
		"asked for something else":   {"windows", with, "hard", "", true},
		"not there":                  {"windows", without, "", "", false},
		"asked for, and not there":   {"windows", without, "soft", "", false},
		"a folder of that name":      {"windows", folder, "soft", "", false},
		"another system":             {"linux", with, "", "", false},
		"another system, asked for":  {"linux", with, "soft", "", false},
		"nobody knows where it lies": {"windows", "", "soft", "", false},
	} {
		program := ""
		if test.dir != "" {
			program = filepath.Join(test.dir, "matchbooth.exe")
		}
		if use, spare := chooseGL(test.goos, program, test.asked); use != test.use || spare != test.spare {
			t.Errorf("%s: %q and %v", name, use, spare)
		}
	}
}

// The supervisor asks for it where OpenGL has failed, and hands on what somebody else has asked for.
func TestTheInterfaceIsToldWhatDraws(t *testing.T) {
	const asks = "MATCHBOOTH_GL=soft"
	for name, test := range map[string]struct {
		env  []string
		soft bool
		want bool
	}{
		"nobody":         {nil, false, false},
		"the supervisor": {nil, true, true},
		"somebody":       {[]string{asks}, false, true},
		"both":           {[]string{"MATCHBOOTH_GL=hard", "HOME=/x", "Matchbooth_GL=hard"}, true, true},
	} {
		s := &supervisor{Options: Options{Env: test.env}, policy: policy{soft: test.soft}}
		if got := slices.Contains(s.environment(), asks); got != test.want {
			t.Errorf("asked for by %s: %v", name, got)
		}
		if env := strings.Join(s.environment(), " "); strings.Contains(env, "hard") { // twice, Windows would take either
			t.Errorf("asked for by %s: %s", name, env)
		}
	}
}
