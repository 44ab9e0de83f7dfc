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
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
)

// supervise runs the booth as a process of its own and starts it again when it fails (see kiosk/supervisor).
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
	// The toolkit keeps what old pages were painted with for a minute, unless its environment says
	// otherwise as it starts; in a busy hour that is hundreds of megabytes.
	env := os.Environ()
	if os.Getenv("FYNE_CACHE") == "" {
		env = append(env, "FYNE_CACHE=20s")
	}
	// Tests that kill the interface more often than any computer would have more allowed.
	allowed, _ := strconv.Atoi(os.Getenv("MATCHBOOTH_FAULTS_ALLOWED"))
	return call.Ended(supervisor.Run(c.Ctx, supervisor.Options{
		Program: program, Args: c.Args, Data: dir, Version: version, Stderr: c.Stderr, Env: env, FaultsAllowed: allowed,
	}))
}

// outOfService is what a booth shows that its supervisor holds out of service: the store is used
// where it opens, and a pack is shown even where the store does not.
func (c *Call) outOfService(f call.Folder, opt launch.Options) error {
	// What put the booth out of service may lie on a stick or card: nothing there is touched.
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
	return c.Launch(s, opt)
}

// anyPack is the pack beside a store that cannot be opened, else the built-in one: for its texts
// alone.
func (c *Call) anyPack(dir string) *event.Pack {
	for _, path := range []string{filepath.Join(dir, call.PackDir), filepath.Join(dir, call.PackZip), ""} {
		if p, err := c.LoadPack(path); err == nil {
			return p
		}
	}
	return &event.Pack{}
}
