package doctor

import (
	"context"
	"errors"
	"math"
	"strconv"

	"matchbooth/kiosk/host"
)

// display checks whether a window can be opened, and whether it is large enough.
func display(ctx context.Context, c *Computer) []Finding {
	if c.OS == "linux" && c.Env("DISPLAY") == "" {
		if c.Env("WAYLAND_DISPLAY") != "" {
			return []Finding{fault("display.xwayland")}
		}
		return []Finding{fault("display.none")}
	}
	s, err := c.Screens(ctx)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return nil
	case err != nil:
		return []Finding{fault("display.unreachable", "Display", c.Env("DISPLAY"))}
	case len(s.Lit) == 0:
		return []Finding{fault("display.off")}
	}
	var all []Finding
	for _, one := range s.Lit {
		stated := c.scale(one)
		scale := host.Fit(one.Width, one.Height, stated)
		long := float64(max(one.Width, one.Height)) / scale
		short := float64(min(one.Width, one.Height)) / scale
		args := []any{"Name", one.Name, "Width", one.Width, "Height", one.Height, "Scale", strconv.FormatFloat(scale, 'f', -1, 64)}
		switch fits := long >= host.LeastLong && short >= host.LeastShort; {
		case fits && scale < stated:
			all = append(all, good("display.lowered", append(args, "Stated", strconv.FormatFloat(stated, 'f', -1, 64))...))
		case fits:
			all = append(all, good("display.good", args...))
		default:
			all = append(all, warn("display.small", args...))
		}
	}
	if len(s.Lit) > 1 {
		all = append(all, warn("display.many", "N", len(s.Lit)))
	}
	return all
}

// scale returns how many pixels the toolkit will use for one of ours: what FYNE_SCALE asks for
// times what it computes from the size that the display reports, in tenths (Fyne 2.8,
// internal/driver/glfw/scale.go).
func (c *Computer) scale(s Screen) float64 {
	user, err := strconv.ParseFloat(c.Env("FYNE_SCALE"), 64)
	if err != nil || user <= 0 {
		user = 1
	}
	detected := 1.0
	if off := c.Env("FYNE_DISABLE_DPI_DETECTION"); s.MMWidth > 0 && off != "1" && off != "t" && off != "true" {
		if dpi := float64(s.Width) / (float64(s.MMWidth) / 25.4); dpi >= 10 && dpi <= 1000 {
			detected = max(1, dpi/120)
		}
	}
	return max(0.1, math.Round(user*detected*10)/10)
}
