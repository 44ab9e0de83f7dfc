package doctor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/kiosk/host"
)

// sleep checks whether the screen would go dark or the computer would suspend, and whether the
// booth can prevent it. It tries briefly what the booth will do all day (host.Hold), and lets go
// again.
func sleep(ctx context.Context, c *Computer) []Finding {
	release, cannot := c.Hold(ctx)
	release()
	var all []Finding
	dark := 0
	if c.OS == "linux" && c.Env("DISPLAY") != "" {
		if s, err := c.Screens(ctx); err == nil {
			dark = s.Dark
		}
	}
	if slices.Contains(cannot, host.NoScreen) {
		all = append(all, warn("sleep.screen"))
	}
	login := c.logind()
	idle, lid := login["IdleAction"], login["HandleLidSwitch"]
	if slices.Contains(cannot, host.NoSleep) {
		switch {
		case c.OS == "linux" && idle != "" && idle != "ignore":
			all = append(all, warn("sleep.idle", "Action", idle))
		case c.OS != "linux" || c.Env("XDG_CURRENT_DESKTOP") != "":
			all = append(all, warn("sleep.system"))
		}
	}
	if slices.Contains(cannot, host.NoLid) {
		if lid != "ignore" { // if unset it suspends, says logind.conf(5)
			all = append(all, warn("sleep.lid"))
		}
	}
	switch {
	case len(all) > 0:
		return all
	case slices.Contains(cannot, host.NoSleep):
		return []Finding{good("sleep.nobody")}
	case dark > 0:
		return []Finding{good("sleep.held", "Minutes", (dark+59)/60)}
	}
	return []Finding{good("sleep.good")}
}

// logind reads the settings of systemd-logind: logind.conf and its drop-ins, where a later file
// name wins whatever folder it is in, and for the same name /etc wins over /run and /usr
// (logind.conf(5)).
func (c *Computer) logind() map[string]string {
	files := map[string]string{} // base name → path
	main := ""
	for _, folder := range []string{"usr/lib", "usr/local/lib", "run", "etc"} {
		at := filepath.Join(c.Root, folder, "systemd")
		if name := filepath.Join(at, "logind.conf"); exists(name) {
			main = name
		}
		found, _ := filepath.Glob(filepath.Join(at, "logind.conf.d", "*.conf"))
		for _, name := range found {
			files[filepath.Base(name)] = name
		}
	}
	names := make([]string, 0, len(files))
	for base := range files {
		names = append(names, base)
	}
	slices.Sort(names)
	set := map[string]string{}
	readLogind(main, set)
	for _, base := range names {
		readLogind(files[base], set)
	}
	return set
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// readLogind adds what a file sets in its section [Login]. An empty value resets a setting.
func readLogind(name string, set map[string]string) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return
	}
	section := ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") {
			continue
		}
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		if key, value, ok := strings.Cut(line, "="); ok && section == "[Login]" {
			set[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
}
