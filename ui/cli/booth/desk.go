package booth

import (
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
)

// DeskCmd opens the volunteers' desk alone in a window, on any computer.
type DeskCmd struct {
	call.Folder
	Look
}

func (k *DeskCmd) Run(c *Call) error {
	opt := launch.Options{Desk: true}
	if err := k.Look.Apply(c.Call, &opt); err != nil {
		return err
	}
	if c.Launch == nil {
		return c.Fail(nil, "run.nowindow")
	}
	if c.By == "" {
		c.By = "desk" // until somebody has opened it, by initials
	}
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := c.mirrored(s, ""); err != nil {
		return err
	}
	if opt.Pack, err = c.BoothPack(s, dir); err != nil {
		return err
	}
	opt.Data = dir
	if err := c.Launch(s, opt); err != nil {
		return c.NoWindow(err)
	}
	return s.Close()
}
