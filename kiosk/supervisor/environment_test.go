package supervisor

import (
	"slices"
	"strings"
	"testing"
)

// What was left in a profile, or in the file of the service's arguments, comes to no interface.
func TestTheInterfaceInheritsNothingThatComesBetween(t *testing.T) {
	kept := []string{"DISPLAY=:0", "HOME=/home/booth", "LANG=C.UTF-8", "FYNE_SCALE=1.5", "FYNE_CACHE=20s", "LIBGL_ALWAYS_SOFTWARE=1", "XDG_RUNTIME_DIR=/run/user/1000"}
	dropped := []string{
		"LD_PRELOAD=/tmp/evil.so", "LD_AUDIT=/tmp/evil.so", "GODEBUG=netdns=cgo", "GOTRACEBACK=none", "XMODIFIERS=@im=fcitx", "GTK_IM_MODULE=ibus",
		"QT_IM_MODULE=ibus", "FYNE_FONT=/tmp/other.ttf", "FYNE_THEME=light", "FYNE_PLATFORM=wayland", "NOTIFY_SOCKET=/x", envOut + "=MB-11", envSupervised + "=0",
	}
	s := &supervisor{Options: Options{Env: append(slices.Clone(kept), dropped...)}}
	env := s.environment()
	for _, v := range kept {
		if !slices.Contains(env, v) {
			t.Errorf("%s is not handed on", v)
		}
	}
	for _, v := range dropped {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(env, v) {
			t.Errorf("%s is handed on", name)
		}
	}
	for _, v := range []string{"XMODIFIERS=@im=none", "GOTRACEBACK=all", envSupervised + "=1"} {
		if !slices.Contains(env, v) {
			t.Errorf("%s is not set", v)
		}
	}
}
