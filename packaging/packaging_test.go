//go:build linux

// Package packaging_test tries what packaging/ puts on a computer: the scripts are run, the
// units and entries are looked at by the programs that will read them.
package packaging_test

import (
	"bytes"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scripts are all the shell there is.
var scripts = []string{"install.sh", "matchbooth-session", "matchbooth-cage", "matchbooth-lockdown", "debian/prerm", "debian/stage.sh", "tarball/install.sh"}

// need skips a test where a program is missing; .ci/deps.sh installs it for `make test`.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not installed here: this check is left out", p)
		}
	}
}

// run runs a command with additions to the environment and returns what it said.
func run(t *testing.T, env []string, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func mustRun(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	out, err := run(t, env, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// program is a stand-in for the built program.
func program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "matchbooth")
	write(t, path, `#!/bin/sh
case $1 in
manual) mkdir -p "$2/man1" "$2/zh_CN/man1" && echo .TH >"$2/man1/matchbooth.1" && echo .TH >"$2/zh_CN/man1/matchbooth.1" ;;
completion) echo "# $2" ;;
esac
`, 0o755)
	return path
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// tree lists the files (and empty folders, with a slash) below a folder.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if e.IsDir() {
			if inside, _ := os.ReadDir(path); len(inside) == 0 && rel != "." {
				all = append(all, rel+"/")
			}
			return nil
		}
		all = append(all, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestScriptsAreShell(t *testing.T) {
	for _, s := range scripts {
		mustRun(t, nil, "sh", "-n", s)
		info, err := os.Stat(s)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode()&0o111 == 0 {
			t.Errorf("%s cannot be run: its mode is %v", s, info.Mode())
		}
	}
}

func TestShellcheckFindsNothing(t *testing.T) {
	need(t, "shellcheck")
	mustRun(t, nil, "shellcheck", append([]string{"-s", "sh"}, scripts...)...)
}

func TestUninstallLeavesNothingOfInstall(t *testing.T) {
	for _, c := range []struct{ name, prefix, sessions, zsh string }{
		{"the default", "", "usr/share", "usr/local/share/zsh/site-functions"},
		{"the system's own", "/usr", "usr/share", "usr/share/zsh/vendor-completions"},
		{"a place of its own", "/opt/booth-1.0", "opt/booth-1.0/share", "opt/booth-1.0/share/zsh/site-functions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			stage := filepath.Join(t.TempDir(), "a folder with blanks")
			env := []string{"DESTDIR=" + stage}
			if c.prefix != "" {
				env = append(env, "PREFIX="+c.prefix)
			}
			prefix := strings.TrimPrefix(c.prefix, "/")
			if prefix == "" {
				prefix = "usr/local"
			}
			// What stands there already is somebody else's: a file beside ours, and a booth.
			theirs := filepath.Join(stage, prefix, "bin/other")
			booth := filepath.Join(stage, "home/booth/.local/share/matchbooth/booth.db")
			write(t, theirs, "theirs", 0o755)
			write(t, booth, "sign-ups", 0o600)
			before := tree(t, stage)

			// Twice: an update puts itself over what is there.
			bin := program(t)
			mustRun(t, env, "./install.sh", "install", bin)
			once := tree(t, stage)
			mustRun(t, env, "./install.sh", "install", bin)
			if twice := tree(t, stage); !slices.Equal(once, twice) {
				t.Errorf("a second install changed what lies there:\n%v\n%v", once, twice)
			}
			for _, want := range []string{
				prefix + "/bin/matchbooth", prefix + "/bin/matchbooth-session", prefix + "/bin/matchbooth-cage",
				prefix + "/sbin/matchbooth-lockdown", prefix + "/share/applications/matchbooth.desktop",
				c.sessions + "/xsessions/matchbooth-kiosk.desktop", c.sessions + "/wayland-sessions/matchbooth-kiosk-cage.desktop",
				prefix + "/lib/systemd/user/matchbooth.service", prefix + "/share/icons/hicolor/scalable/apps/matchbooth.svg",
				prefix + "/share/doc/matchbooth/LICENSE", prefix + "/share/doc/matchbooth/licences/noto-sans-sc.txt",
				prefix + "/share/man/man1/matchbooth.1", prefix + "/share/man/zh_CN/man1/matchbooth.1",
				prefix + "/share/man/man1/matchbooth-session.1", prefix + "/share/man/man1/matchbooth-cage.1",
				prefix + "/share/man/man8/matchbooth-lockdown.8", prefix + "/share/man/zh_CN/man8/matchbooth-lockdown.8",
				prefix + "/share/bash-completion/completions/matchbooth", prefix + "/share/fish/vendor_completions.d/matchbooth.fish",
				c.zsh + "/_matchbooth", prefix + "/share/doc/matchbooth/pictures/kiosk-gate.png",
				prefix + "/share/doc/matchbooth/licences/rime-data-pinyin-simp.txt", prefix + "/share/doc/matchbooth/licences/unicode-data.txt",
			} {
				if !slices.Contains(once, want) {
					t.Errorf("%s was not installed", want)
				}
			}

			mustRun(t, env, "./install.sh", "uninstall")
			if after := tree(t, stage); !slices.Equal(before, after) {
				t.Errorf("before:\n%v\nafter:\n%v", before, after)
			}
			if out, err := run(t, env, "./install.sh", "uninstall"); err == nil {
				t.Errorf("uninstalling what is not there succeeded: %s", out)
			}
		})
	}
}

func TestWhatIsInstalledNamesOnlyPlacesThatWillBeThere(t *testing.T) {
	stage := t.TempDir()
	mustRun(t, []string{"DESTDIR=" + stage, "PREFIX=/opt/booth"}, "./install.sh", "install", program(t))
	named := regexp.MustCompile(`/opt/booth/[A-Za-z0-9/._-]+`)
	seen := 0
	for _, name := range tree(t, stage) {
		raw, err := os.ReadFile(filepath.Join(stage, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "share/matchbooth/installed") || strings.HasSuffix(name, ".png") {
			continue
		}
		if strings.Contains(string(raw), stage) {
			t.Errorf("%s names the folder it was staged in", name)
		}
		// The parts of system/ and the pages are filled in later, or not at all.
		if mark := regexp.MustCompile(`@[A-Z]+@`).Find(raw); mark != nil && !strings.Contains(name, "/system/") &&
			!strings.Contains(name, "lockdown") && !strings.HasSuffix(name, ".md") {
			t.Errorf("%s still has the mark %s", name, mark)
		}
		for _, path := range named.FindAllString(string(raw), -1) {
			seen++
			path = strings.TrimRight(path, ".")
			if _, err := os.Stat(filepath.Join(stage, path)); err != nil && !strings.HasSuffix(path, "kiosk.md") {
				t.Errorf("%s names %s, which was not installed", name, path)
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d paths were looked at", seen)
	}
}

func TestInstallRefusesPathsThatWouldBreakWhatItWrites(t *testing.T) {
	stage := t.TempDir()
	for _, prefix := range []string{"/opt/my booth", "relative", "/opt/../etc", "/opt/$HOME", "/opt/a|b"} {
		if out, err := run(t, []string{"DESTDIR=" + stage, "PREFIX=" + prefix}, "./install.sh", "install", program(t)); err == nil {
			t.Errorf("PREFIX=%q was taken: %s", prefix, out)
		}
	}
	if out, err := run(t, []string{"DESTDIR=" + stage}, "./install.sh", "install", filepath.Join(stage, "not-built")); err == nil {
		t.Errorf("installing without a program succeeded: %s", out)
	}
	if left := tree(t, stage); len(left) > 0 {
		t.Errorf("refused, and yet it wrote %v", left)
	}
}

func TestUninstallHeedsNoDamagedList(t *testing.T) {
	stage := t.TempDir()
	env := []string{"DESTDIR=" + filepath.Join(stage, "in")}
	mustRun(t, env, "./install.sh", "install", program(t))
	outside := filepath.Join(stage, "outside")
	write(t, outside, "stays", 0o644)
	list := filepath.Join(stage, "in/usr/local/share/matchbooth/installed")
	raw, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	write(t, list, "f /../outside\n"+string(raw), 0o644)
	if out, err := run(t, env, "./install.sh", "uninstall"); err == nil {
		t.Errorf("a list that leads outside was followed: %s", out)
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error("a file outside was removed")
	}
}

func TestDesktopEntriesAreValid(t *testing.T) {
	need(t, "desktop-file-validate")
	stage := t.TempDir()
	mustRun(t, []string{"DESTDIR=" + stage}, "./install.sh", "install", program(t))
	checked := 0
	for _, name := range tree(t, stage) {
		if strings.HasSuffix(name, ".desktop") {
			checked++
			if out := mustRun(t, nil, "desktop-file-validate", filepath.Join(stage, name)); strings.TrimSpace(out) != "" {
				t.Errorf("%s: %s", name, out)
			}
		}
	}
	if checked != 3 {
		t.Errorf("%d entries were looked at instead of 3", checked)
	}
}

// installedService installs for real, below a temporary folder, and returns the unit's path:
// systemd looks whether the program that it starts is there.
func installedService(t *testing.T) string {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "prefix")
	if regexp.MustCompile(`[^A-Za-z0-9/._+-]`).MatchString(prefix) {
		t.Skip("the temporary folder has a name that no prefix may have")
	}
	mustRun(t, []string{"PREFIX=" + prefix, "DESTDIR="}, "./install.sh", "install", program(t))
	return filepath.Join(prefix, "lib/systemd/user/matchbooth.service")
}

func TestSystemdUnderstandsTheService(t *testing.T) {
	need(t, "systemd-analyze")
	unit := installedService(t)
	home := t.TempDir()
	env := []string{"HOME=" + home, "XDG_RUNTIME_DIR=" + home}
	out, err := run(t, env, "systemd-analyze", "--user", "verify", unit)
	if err != nil || strings.TrimSpace(out) != "" {
		t.Fatalf("systemd-analyze verify: %v\n%s", err, out)
	}
	// The twin: a slip in a key has to be seen by the same check.
	raw, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.service")
	write(t, broken, strings.Replace(string(raw), "WatchdogSec=", "WatchdogSek=", 1), 0o644)
	if out, _ := run(t, env, "systemd-analyze", "--user", "verify", broken); !strings.Contains(out, "WatchdogSek") {
		t.Fatalf("a wrong key was not noticed, so the check above proves nothing: %q", out)
	}
}

func TestTheServiceKeepsTheContract(t *testing.T) {
	raw, err := os.ReadFile("matchbooth.service")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(raw), "\n")
	for _, want := range []string{
		"Type=notify", "NotifyAccess=main", "WatchdogSec=30", "Restart=on-failure", "RestartPreventExitStatus=2 8",
		"KillMode=mixed", "LimitCORE=0", "UMask=0077", "NoNewPrivileges=yes",
		"ExecStart=@BINDIR@/matchbooth run --kiosk", "WantedBy=graphical-session.target",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the line %q is missing", want)
		}
	}
	// What would keep the window from opening.
	for _, line := range lines {
		for _, never := range []string{"PrivateTmp=", "MemoryDenyWriteExecute=", "PrivateDevices=", "ProtectHome="} {
			if strings.HasPrefix(line, never) {
				t.Errorf("%q: the X socket, the graphics card or the data would be out of reach", line)
			}
		}
	}
}

func TestTheIconHasTheSizesItsFoldersSay(t *testing.T) {
	for name, size := range map[string]int{"48": 48, "128": 128, "256": 256} {
		raw, err := os.ReadFile("icons/matchbooth-" + name + ".png")
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != size || b.Dy() != size {
			t.Errorf("%s is %d × %d", name, b.Dx(), b.Dy())
		}
	}
}

func TestTheReadmeNamesEveryFile(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tree(t, ".") {
		if strings.HasSuffix(name, "_test.go") || name == "README.md" || strings.HasSuffix(name, ".png") {
			continue
		}
		if !strings.Contains(string(raw), "`"+name+"`") {
			t.Errorf("README.md has no line for %s", name)
		}
	}
}
