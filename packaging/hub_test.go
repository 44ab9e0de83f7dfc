//go:build linux

package packaging_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hubProgram is a stand-in for the built hub.
func hubProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "matchbooth-hub")
	write(t, path, "#!/bin/sh\nexit 0\n", 0o755)
	return path
}

// The hub's package and tarball hold what it needs, the same each time.
func TestTheHubsDownloadsAreTheSameEachTime(t *testing.T) {
	bin := hubProgram(t)
	var runs [2][]string
	var balls [2][]byte
	for i := range runs {
		stage, ball := filepath.Join(t.TempDir(), "stage"), filepath.Join(t.TempDir(), "matchbooth-hub-1.2.3-linux-amd64.tar.gz")
		env := append(stageEnv, fmt.Sprint("TZ=Etc/GMT", map[int]string{0: "+3", 1: "-9"}[i]))
		mustRun(t, env, "./hub/stage.sh", "package", bin, stage)
		mustRun(t, env, "./hub/stage.sh", "tarball", bin, ball)
		runs[i], balls[i] = hashed(t, stage), []byte(text(t, ball))
		if i > 0 {
			continue
		}
		files := tree(t, stage)
		for _, want := range []string{
			"usr/bin/matchbooth-hub", "usr/lib/systemd/system/matchbooth-hub.service", "usr/lib/sysusers.d/matchbooth-hub.conf",
			"usr/lib/tmpfiles.d/matchbooth-hub.conf", "usr/share/man/man8/matchbooth-hub.8.gz", "usr/share/doc/matchbooth-hub/hub.md",
			"usr/share/doc/matchbooth-hub/hub.zh.md", "usr/share/doc/matchbooth-hub/copyright", "usr/share/doc/matchbooth-hub/examples/Containerfile",
		} {
			if !slices.Contains(files, want) {
				t.Errorf("the package lacks %s", want)
			}
		}
		// The guides lead only to what lies beside them.
		for _, page := range []string{"hub.md", "hub.zh.md", "hub-protocol.md"} {
			for _, m := range regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(text(t, filepath.Join(stage, "usr/share/doc/matchbooth-hub", page)), -1) {
				if _, err := os.Stat(filepath.Join(stage, "usr/share/doc/matchbooth-hub", m[1])); err != nil && !strings.HasPrefix(m[1], "https://") {
					t.Errorf("%s leads to %s, which is not there", page, m[1])
				}
			}
		}
		listed := mustRun(t, nil, "tar", "-tzf", ball)
		for _, want := range []string{"matchbooth-hub", "LICENSE", "Containerfile", "matchbooth-hub.service", "sysusers.conf", "tmpfiles.conf", "hub.md"} {
			if !strings.Contains(listed, "matchbooth-hub-1.2.3-linux-amd64/"+want+"\n") {
				t.Errorf("the tarball lacks %s:\n%s", want, listed)
			}
		}
	}
	if !slices.Equal(runs[0], runs[1]) || !bytes.Equal(balls[0], balls[1]) {
		t.Error("two runs differ")
	}
}

// systemd takes the unit, and what it leaves the hub is little: by its own measure "OK" ends at 5.
func TestTheHubsUnitIsValidAndClosed(t *testing.T) {
	need(t, "systemd-analyze")
	stage := filepath.Join(t.TempDir(), "stage")
	mustRun(t, stageEnv, "./hub/stage.sh", "package", hubProgram(t), stage)
	out, _ := run(t, nil, "systemd-analyze", "verify", "--man=no", "--root="+stage, "matchbooth-hub.service")
	for line := range strings.Lines(out) {
		if strings.Contains(line, "matchbooth") && !strings.Contains(line, "target not found") { // the stage has no targets
			t.Error(line)
		}
	}
	unit := text(t, "hub/matchbooth-hub.service")
	for _, line := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "MemoryDenyWriteExecute=yes", "LimitCORE=0"} {
		if !strings.Contains(unit, line) {
			t.Errorf("the unit lacks %s", line)
		}
	}
	if out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", "hub/matchbooth-hub.service").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The account and its folder are those of the unit, and removing the package leaves what the hub keeps.
func TestTheHubsFolderStays(t *testing.T) {
	for file, want := range map[string]string{
		"hub/sysusers.conf": "u matchbooth-hub ", "hub/tmpfiles.conf": "d /var/lib/matchbooth-hub 0700 matchbooth-hub matchbooth-hub",
		"hub/matchbooth-hub.service": "--data /var/lib/matchbooth-hub", "hub/nfpm.yaml": "type: config|noreplace",
	} {
		if !strings.Contains(text(t, file), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
	for _, script := range []string{"hub/prerm", "hub/postrm"} {
		for line := range strings.Lines(text(t, script)) {
			if !strings.HasPrefix(line, "#") && strings.Contains(line, "rm ") {
				t.Errorf("%s removes something: %s", script, line)
			}
		}
		mustRun(t, nil, script, "purge")
	}
}

// The manual page names every command of the program, and every option but those that each has.
func TestTheHubsManualPage(t *testing.T) {
	need(t, "mandoc")
	mustRun(t, nil, "mandoc", "-Tlint", "-Wwarning", "hub/matchbooth-hub.8")
	page := strings.ReplaceAll(text(t, "hub/matchbooth-hub.8"), `\-`, "-")
	source := ""
	files, err := filepath.Glob("../hub/cli/*.go")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f, "_test.go") {
			source += text(t, f)
		}
	}
	commands := regexp.MustCompile("(?m)^\t([A-Z][a-z]+) +[a-zA-Z]+Cmd +`cmd:\"\"(?: name:\"([a-z-]+)\")?").FindAllStringSubmatch(source, -1)
	if len(commands) < 8 {
		t.Fatalf("only %d commands were found", len(commands))
	}
	for _, m := range commands {
		name := m[2]
		if name == "" {
			name = strings.ToLower(m[1])
		}
		if !regexp.MustCompile(`(?m)^\.BI? "?` + regexp.QuoteMeta(name) + `\b`).MatchString(page) {
			t.Errorf("the page does not name the command %s", name)
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\t([A-Z][A-Za-z]+) +(?:string|bool) +`([^`]*)`").FindAllStringSubmatch(source, -1) {
		if strings.Contains(m[2], "arg:") || strings.HasPrefix(m[2], "json:") || !strings.Contains(m[2], "help:") {
			continue
		}
		name := regexp.MustCompile("([a-z])([A-Z])").ReplaceAllString(m[1], "$1-$2")
		if named := regexp.MustCompile(`name:"([a-z-]+)"`).FindStringSubmatch(m[2]); named != nil {
			name = named[1]
		}
		if !strings.Contains(page, "--"+strings.ToLower(name)) {
			t.Errorf("the page does not name the option --%s", strings.ToLower(name))
		}
	}
}
