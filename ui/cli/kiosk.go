package cli

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
	"matchbooth/ui/launch"
)

// ended is a command that ends with an exit code of its own, everything having been said.
type ended int

func (ended) Error() string { return "ended" }

// supervise runs the booth as a process of its own and starts it again when it fails (see kiosk/supervisor).
func (c *call) supervise(f folder) error {
	dir, err := f.dir()
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
	return ended(supervisor.Run(c.ctx, supervisor.Options{
		Program: program, Args: c.args, Data: dir, Version: version, Stderr: c.stderr, Env: env, FaultsAllowed: allowed,
	}))
}

// outOfService is what a booth shows that its supervisor holds out of service: the store is used
// where it opens, and a pack is shown even where the store does not.
func (c *call) outOfService(f folder, opt launch.Options) error {
	// What put the booth out of service may lie on a stick or card: nothing there is touched.
	f.alone = true
	s, dir, err := c.open(f)
	if err == nil {
		defer s.Close()
		opt.Pack, err = c.boothPack(s, dir)
	}
	if errors.Is(err, data.ErrLocked) {
		return err
	}
	if dir == "" {
		dir, _ = f.dir()
	}
	if err != nil {
		c.note("run.out", "Code", opt.Out, "What", c.explain(err))
		opt.Pack = c.anyPack(dir)
	}
	opt.Data = dir
	return c.launch(s, opt)
}

// anyPack is the pack beside a store that cannot be opened, else the built-in one: for its texts
// alone.
func (c *call) anyPack(dir string) *event.Pack {
	for _, path := range []string{filepath.Join(dir, packDir), filepath.Join(dir, packZip), ""} {
		if p, err := c.loadPack(path); err == nil {
			return p
		}
	}
	return &event.Pack{}
}

// supervisedCode is the exit code by which the interface tells its supervisor what went wrong.
func supervisedCode(err error) int {
	switch {
	case errors.Is(err, data.ErrLocked):
		return supervisor.ExitLocked
	case errors.Is(err, supervisor.ErrNoWindow):
		return supervisor.ExitNoWindow
	}
	return supervisor.ExitNoStore
}
