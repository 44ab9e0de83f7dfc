//go:build linux

package packaging_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestLockdownOpensWhatItClosed(t *testing.T) {
	root := t.TempDir()
	theirs := filepath.Join(root, "etc/systemd/logind.conf.d/theirs.conf")
	write(t, theirs, "[Login]\n", 0o644)
	before := tree(t, root)

	mustRun(t, nil, "./matchbooth-lockdown", "on", "--root", root, "--user", "booth", "--no-usb-keyboards")
	closed := tree(t, root)
	for _, want := range []string{
		"etc/X11/xorg.conf.d/99-matchbooth-vt.conf", "etc/systemd/logind.conf.d/matchbooth.conf", "etc/sysctl.d/99-matchbooth.conf",
		"etc/systemd/system.conf.d/matchbooth.conf", "etc/udev/rules.d/61-matchbooth-keyboards.rules",
		"etc/lightdm/lightdm.conf.d/90-matchbooth.conf", "etc/systemd/system/ctrl-alt-del.target",
	} {
		if !slices.Contains(closed, want) {
			t.Errorf("%s is missing", want)
		}
	}
	login, err := os.ReadFile(filepath.Join(root, "etc/lightdm/lightdm.conf.d/90-matchbooth.conf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"autologin-user=booth\n", "autologin-session=matchbooth-kiosk\n", "xserver-allow-tcp=false\n", "allow-guest=false\n"} {
		if !strings.Contains(string(login), want) {
			t.Errorf("%q does not stand in\n%s", want, login)
		}
	}
	if said := mustRun(t, nil, "./matchbooth-lockdown", "show", "--root", root); strings.Contains(said, "open:") {
		t.Errorf("not everything is closed:\n%s", said)
	}
	mustRun(t, nil, "./matchbooth-lockdown", "on", "--root", root, "--user", "booth") // again: no harm

	mustRun(t, nil, "./matchbooth-lockdown", "off", "--root", root)
	if said := mustRun(t, nil, "./matchbooth-lockdown", "show", "--root", root); strings.Contains(said, "closed:") {
		t.Errorf("not everything is open:\n%s", said)
	}
	left := slices.DeleteFunc(tree(t, root), func(name string) bool { return strings.HasSuffix(name, "/") }) // empty folders are the system's
	if !slices.Equal(before, left) {
		t.Errorf("before %v, after %v", before, left)
	}
}

// Whoever asks how it is called is told, and has done nothing wrong.
func TestLockdownSaysHowItIsCalled(t *testing.T) {
	for _, ask := range []string{"--help", "-h", "help"} {
		said := mustRun(t, nil, "./matchbooth-lockdown", ask)
		for _, want := range []string{"matchbooth-lockdown on [--user NAME", "matchbooth-lockdown off\n", "matchbooth-lockdown show\n", "\n--keep VVVV:PPPP "} {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q:\n%s", ask, want, said)
			}
		}
	}
}

func TestLockdownAsksForAutologinAndKeyboards(t *testing.T) {
	root := t.TempDir()
	mustRun(t, nil, "./matchbooth-lockdown", "on", "--root", root)
	for _, name := range tree(t, root) {
		if strings.Contains(name, "lightdm") || strings.Contains(name, "udev") {
			t.Errorf("%s was written without being asked for", name)
		}
	}
}

func TestLockdownLeavesFilesOfOthersAlone(t *testing.T) {
	root := t.TempDir()
	theirs := filepath.Join(root, "etc/X11/xorg.conf.d/99-matchbooth-vt.conf")
	write(t, theirs, "Section \"ServerFlags\"\nEndSection\n", 0o644)
	if out, err := run(t, nil, "./matchbooth-lockdown", "on", "--root", root); err == nil {
		t.Errorf("it wrote over a file that is not its own: %s", out)
	}
	mustRun(t, nil, "./matchbooth-lockdown", "off", "--root", root)
	if _, err := os.Stat(theirs); err != nil {
		t.Error("it removed a file that is not its own")
	}
}

func TestLockdownRefusesMisuse(t *testing.T) {
	root := t.TempDir()
	for _, args := range [][]string{
		{}, {"maybe"}, {"on", "--loud", "--root", root}, {"on", "--root", root, "--user", "root"},
		{"on", "--root", root, "--user", "a|b"}, {"on", "--root", root, "--user", "-x"},
	} {
		if out, err := run(t, nil, "./matchbooth-lockdown", args...); err == nil {
			t.Errorf("%v was taken: %s", args, out)
		}
	}
	if left := tree(t, root); len(left) > 0 {
		t.Errorf("refused, and yet it wrote %v", left)
	}
}
