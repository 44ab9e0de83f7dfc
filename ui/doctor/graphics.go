package doctor

import (
	"context"
	"path/filepath"
	"strings"

	codes "matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
)

// graphics checks whether there is OpenGL, and whether a graphics chip or the CPU renders. The
// libraries and devices present say what draws; whether anything does, only a trial says.
func graphics(ctx context.Context, c *Computer) []Finding {
	var found []Finding
	switch c.OS {
	case "windows":
		found = c.graphicsWindows()
	case "linux":
		found = c.graphicsLinux()
	}
	// By name Windows' own adapters have no OpenGL that will do, but only a trial says whether the booth draws without.
	faulty := len(found) > 0 && found[0].Level == Fault
	if c.Drawn == nil || faulty && c.DrawnSoft == nil {
		return found
	}
	if c.Drawn(ctx) == supervisor.ExitNoGraphics {
		if c.DrawnSoft != nil && c.DrawnSoft(ctx) == supervisor.ExitDone {
			return []Finding{warn("gl.soft")}
		}
		if c.DrawnSoft != nil && ctx.Err() != nil { // it was cut short, which says nothing of it
			return []Finding{warn("silent", "Seconds", int((trials * patience).Seconds()))}
		}
		if !faulty {
			return []Finding{fault("gl.undrawn", "Code", codes.CodeGraphics)}
		}
	}
	return found
}

// libraries are the folders where distributions install them.
var libraries = []string{"usr/lib/*/", "usr/lib64/", "usr/lib/", "usr/lib32/", "usr/local/lib/", "lib/*/", "lib64/", "run/opengl-driver/lib/"}

func (c *Computer) library(name string) bool {
	for _, folder := range libraries {
		if c.there(folder + name) {
			return true
		}
	}
	return false
}

func (c *Computer) graphicsLinux() []Finding {
	if !c.library("libGL.so.1") && !c.library("libGLESv2.so.2") {
		return []Finding{fault("gl.none")}
	}
	nvidia := c.library("libGLX_nvidia.so.0") && c.there("dev/nvidia0", "proc/driver/nvidia/version")
	if !nvidia && !c.library("libGLX_mesa.so.0") && !c.library("libEGL_mesa.so.0") && !c.library("dri/*_dri.so") {
		return []Finding{fault("gl.nodriver")}
	}
	for _, name := range []string{"LIBGL_ALWAYS_SOFTWARE", "GALLIUM_DRIVER"} {
		if v := c.Env(name); v != "" && v != "0" && v != "false" && (name != "GALLIUM_DRIVER" || v == "llvmpipe" || v == "softpipe") {
			return []Finding{warn("gl.forced", "Name", name, "Value", v)}
		}
	}
	if nvidia {
		return []Finding{good("gl.good", "Driver", "nvidia")}
	}
	nodes, _ := filepath.Glob(filepath.Join(c.Root, "sys/class/drm/renderD*"))
	if len(nodes) == 0 {
		return []Finding{warn("gl.software")}
	}
	driver, err := filepath.EvalSymlinks(filepath.Join(nodes[0], "device/driver"))
	if err != nil {
		driver = "?"
	}
	if !c.there("dev/dri/" + filepath.Base(nodes[0])) {
		return []Finding{warn("gl.software")}
	}
	return []Finding{good("gl.good", "Driver", filepath.Base(driver))}
}

func (c *Computer) graphicsWindows() []Finding {
	name := c.Adapter()
	switch {
	case c.SoftGL:
		return []Finding{warn("gl.forced", "Name", "MATCHBOOTH_GL", "Value", "soft")}
	case name == "":
		return []Finding{warn("gl.unknown")}
	case strings.Contains(name, "Basic Display") || strings.Contains(name, "Basic Render") || strings.Contains(name, "Remote Display"):
		return []Finding{fault("gl.basic", "Driver", name)}
	}
	return []Finding{good("gl.good", "Driver", name)}
}
