//go:build !windows

package box

import (
	"os"
	"os/exec"
	"strings"
	"syscall"

	"golang.org/x/term"
)

// programs are what desktops show a message with, and how they are asked, the nicest first.
var programs = []struct {
	name  string
	plain bool // shows ASCII only
	args  func(title, say string) []string
}{
	{"zenity", false, func(t, s string) []string { return []string{"--error", "--no-markup", "--title", t, "--text", s} }},
	{"kdialog", false, func(t, s string) []string { return []string{"--title", t, "--error", s} }},
	{"xmessage", true, func(t, s string) []string { return []string{"-center", "-timeout", "600", "-title", t, s} }},
}

// Tell shows a message box, if there is a display and a program for it, and returns at once. Where a
// terminal shows what the program prints there is none.
func Tell(title, say string) {
	if terminal() || os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	for _, p := range programs {
		path, err := exec.LookPath(p.name)
		if err != nil || p.plain && strings.ContainsFunc(title+say, func(r rune) bool { return r > '~' }) {
			continue
		}
		box := exec.Command(path, p.args(title, say)...)     //nolint:gosec // G204: one of three known programs, with a sentence of the catalogue
		box.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // it stays when the program ends
		if box.Start() == nil {
			box.Process.Release()
			return
		}
	}
}

// terminal reports whether somebody reads what the program prints.
func terminal() bool { return term.IsTerminal(int(os.Stderr.Fd())) }

// Unread reports whether what the program prints goes nowhere. Elsewhere than on Windows it never does for certain: what
// a desktop starts writes into the session's log.
func Unread() bool { return false }
