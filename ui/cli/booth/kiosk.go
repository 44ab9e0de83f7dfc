package booth

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/box"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
	"matchbooth/ui/work/packs"
)

// supervise runs the booth as a child process and restarts it when it fails (see kiosk/supervisor).
func (c *Call) supervise(f call.Folder) error {
	dir, err := f.Dir()
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program: %w", err)
	}
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	// The toolkit caches what old pages were painted with for a minute, unless the environment says
	// otherwise when it starts; in a busy hour that is hundreds of megabytes.
	env := os.Environ()
	if os.Getenv("FYNE_CACHE") == "" {
		env = append(env, "FYNE_CACHE=20s")
	}
	// What the interface reads before its first page stays: to look through it for what can be given back takes a tenth of its
	// start. The window sets its own measure afterwards.
	if os.Getenv("GOGC") == "" {
		env = append(env, "GOGC=400")
	}
	// Tests kill the interface more often than any computer would fail, and set a higher limit.
	allowed, _ := strconv.Atoi(os.Getenv("MATCHBOOTH_FAULTS_ALLOWED"))
	code := supervisor.Run(c.Ctx, supervisor.Options{
		Program: program, Args: c.Args, Data: dir, Version: version, Stderr: c.Stderr, Env: env, FaultsAllowed: allowed, SpareGL: supervisor.SpareGL(),
	})
	if code == supervisor.ExitNoGraphics {
		box.Tell("Matchbooth", c.S("cli.run.graphics", "Code", session.CodeGraphics))
	}
	return call.Ended(code)
}

// outOfService shows the screen of a booth that its supervisor keeps out of service: the store is used
// if it opens, and a pack is shown even if it does not.
func (c *Call) outOfService(f call.Folder, opt launch.Options) error {
	// The cause may be on a stick or card: nothing there is touched.
	f.Alone = true
	s, dir, err := c.Open(f)
	if err == nil {
		defer s.Close()
		opt.Pack, err = c.BoothPack(s, dir)
	}
	if errors.Is(err, data.ErrLocked) {
		return err
	}
	if dir == "" {
		dir, _ = f.Dir()
	}
	if err != nil {
		c.Note("run.out", "Code", opt.Out, "What", c.Explain(err))
		opt.Pack = c.anyPack(dir)
	}
	opt.Data = dir
	if err := c.Launch(s, opt); err != nil {
		return c.NoWindow(err)
	}
	return nil
}

// anyPack returns the pack next to a store that cannot be opened, else the built-in one: only for its
// texts.
func (c *Call) anyPack(dir string) *event.Pack {
	for _, path := range []string{filepath.Join(dir, packs.Dir), filepath.Join(dir, packs.Zip), ""} {
		if p, err := c.LoadPack(path); err == nil {
			return p
		}
	}
	return &event.Pack{}
}
