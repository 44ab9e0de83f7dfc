//go:build linux

package packaging_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// stageEnv is a version and the time of a commit.
var stageEnv = []string{"MATCHBOOTH_VERSION=1.2.3", "SOURCE_DATE_EPOCH=1790000000"}

// hashed are the files of a tree with mode, time and content.
func hashed(t *testing.T, dir string) (list []string) {
	t.Helper()
	for _, name := range tree(t, dir) {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %v %d %x", name, info.Mode(), info.ModTime().Unix(), sha256.Sum256([]byte(text(t, path)))))
	}
	return list
}

// The package holds what `make install` puts in place and what Debian asks for, and the same each time: .ci/release-debian.sh
// only packs it. (make release-test installs the real one in a bare Debian.)
func TestThePackageHoldsTheSameEachTime(t *testing.T) {
	bin := program(t)
	var runs [2][]string
	for i := range runs {
		stage := filepath.Join(t.TempDir(), "stage")
		mustRun(t, append(stageEnv, fmt.Sprint("TZ=Etc/GMT", map[int]string{0: "+3", 1: "-9"}[i])), "./debian/stage.sh", "package", bin, stage)
		runs[i] = hashed(t, stage)
		if i > 0 {
			continue
		}
		files := tree(t, stage)
		for _, want := range []string{
			"usr/bin/matchbooth", "usr/sbin/matchbooth-lockdown", "usr/lib/systemd/user/matchbooth.service",
			"usr/share/xsessions/matchbooth-kiosk.desktop", "usr/share/wayland-sessions/matchbooth-kiosk-cage.desktop",
			"usr/share/man/man1/matchbooth.1.gz", "usr/share/man/zh_CN/man8/matchbooth-lockdown.8.gz",
			"usr/share/bash-completion/completions/matchbooth", "usr/share/zsh/vendor-completions/_matchbooth",
			"usr/share/fish/vendor_completions.d/matchbooth.fish", "usr/share/doc/matchbooth/copyright",
			"usr/share/doc/matchbooth/changelog.gz", "usr/share/doc/matchbooth/kiosk.zh.md",
			"usr/share/doc/matchbooth/licences/noto-sans-sc.txt", "usr/share/lintian/overrides/matchbooth",
		} {
			if !slices.Contains(files, want) {
				t.Errorf("the package lacks %s", want)
			}
		}
		for _, name := range files {
			if !strings.HasPrefix(name, "usr/") || strings.HasPrefix(name, "usr/local/") || name == "usr/share/matchbooth/installed" {
				t.Errorf("%s does not belong into a package", name)
			}
		}
	}
	if !slices.Equal(runs[0], runs[1]) {
		t.Errorf("two runs differ:\n%v\n%v", runs[0], runs[1])
	}
}

// The tarball is the same each time, is root's, and installs by the script at its top.
func TestTheTarballIsTheSameEachTimeAndInstalls(t *testing.T) {
	bin, dir := program(t), t.TempDir()
	var runs [2][]byte
	for i := range runs {
		file := filepath.Join(dir, fmt.Sprint(i), "matchbooth-1.2.3-linux-amd64.tar.gz")
		write(t, file, "", 0o644)
		mustRun(t, stageEnv, "./debian/stage.sh", "tarball", bin, file)
		runs[i] = []byte(text(t, file))
	}
	if !bytes.Equal(runs[0], runs[1]) {
		t.Fatal("two runs differ")
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(runs[0]))
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(unzipped)
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Mode&0o022 != 0 || !h.ModTime.Equal(time.Unix(1790000000, 0)) ||
			!strings.HasPrefix(h.Name, "matchbooth-1.2.3-linux-amd64/") || strings.HasSuffix(h.Name, "_test.go") {
			t.Errorf("%s: owner %d:%d, mode %o, %v", h.Name, h.Uid, h.Gid, h.Mode, h.ModTime)
		}
	}
	mustRun(t, nil, "tar", "-C", dir, "-xf", filepath.Join(dir, "0", "matchbooth-1.2.3-linux-amd64.tar.gz"))
	stage := filepath.Join(dir, "stage")
	installer := filepath.Join(dir, "matchbooth-1.2.3-linux-amd64", "install.sh")
	mustRun(t, []string{"DESTDIR=" + stage}, "sh", installer)
	if !slices.Contains(tree(t, stage), "usr/local/bin/matchbooth") {
		t.Error("the program was not installed")
	}
	mustRun(t, []string{"DESTDIR=" + stage}, "sh", installer, "uninstall")
	if left := tree(t, stage); len(left) > 0 {
		t.Errorf("uninstalling left %v", left)
	}
}

// Before the package goes, what lockdown closed is opened; when it is only updated, it stays closed.
func TestThePackageOpensWhatLockdownClosed(t *testing.T) {
	bin := t.TempDir()
	write(t, filepath.Join(bin, "matchbooth-lockdown"), "#!/bin/sh\necho \"$1\" >>\""+bin+"/said\"\n", 0o755)
	env := []string{"PATH=" + bin + ":" + os.Getenv("PATH")}
	mustRun(t, env, "debian/prerm", "upgrade", "2.0.0")
	if _, err := os.Stat(filepath.Join(bin, "said")); err == nil {
		t.Error("an update opened it")
	}
	mustRun(t, env, "debian/prerm", "remove")
	if got := text(t, filepath.Join(bin, "said")); got != "off\n" {
		t.Errorf("removing said %q", got)
	}
}

// The package needs what the tarball's installer names.
func TestWhatTheTarballNeedsIsWhatThePackageNeeds(t *testing.T) {
	nfpm := text(t, "debian/nfpm.yaml")
	named := regexp.MustCompile(`lib[a-z]+[a-z0-9-]*\d`).FindAllString(text(t, "tarball/install.sh"), -1)
	if len(named) < 8 {
		t.Errorf("only %v", named)
	}
	for _, name := range named {
		if !strings.Contains(nfpm, "\n  - "+name+"\n") {
			t.Errorf("the package does not need %s", name)
		}
	}
}
