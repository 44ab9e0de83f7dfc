package doctor

import "context"

// session checks who gets the keys and gestures that lead out of the booth.
func session(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" || c.Env("DISPLAY") == "" && c.Env("WAYLAND_DISPLAY") == "" {
		return nil
	}
	desktop := c.Env("XDG_CURRENT_DESKTOP")
	wayland := c.Env("WAYLAND_DISPLAY") != "" || c.Env("XDG_SESSION_TYPE") == "wayland"
	switch {
	case wayland && desktop != "":
		return []Finding{warn("session.wayland", "Desktop", desktop)}
	case wayland:
		return []Finding{good("session.compositor")}
	case desktop != "":
		return []Finding{warn("session.desktop", "Desktop", desktop)}
	}
	return []Finding{good("session.bare")}
}
