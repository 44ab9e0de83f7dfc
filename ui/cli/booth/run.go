package booth

import (
	"errors"
	"log"
	"log/slog"
	"os"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/box"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
)

// RunCmd opens the booth in a window.
type RunCmd struct {
	call.Folder
	Event   string `placeholder:"PACK" help:"${help_event}"`
	Kiosk   bool   `help:"${help_kiosk}"`
	Touch   bool   `help:"${help_touch}"`
	Fuzzy   bool   `help:"${help_fuzzy}"`
	Click   bool   `help:"${help_click}"`
	Display string `placeholder:"N" help:"${help_display}"`
	Mirror  string `placeholder:"DIR" help:"${help_mirror}"`
	Probe   bool   `hidden:"" help:"${help_kiosk}"` // for doctor: see launch.Options
	Look
}

func (r *RunCmd) Run(c *Call) error {
	opt := launch.Options{Kiosk: r.Kiosk, Touch: r.Touch, Fuzzy: r.Fuzzy, Click: r.Click, Display: r.Display}
	if err := r.Look.apply(c, &opt); err != nil {
		return err
	}
	if c.Launch == nil {
		return c.Fail(nil, "run.nowindow")
	}
	if r.Probe {
		if err := c.Launch(nil, launch.Options{Probe: true}); err != nil {
			return call.Ended(call.WindowCode(err))
		}
		return nil
	}
	r.SecondCopy = r.Mirror
	if r.Kiosk && !supervisor.Supervised() {
		return c.supervise(r.Folder)
	}
	level := slog.LevelInfo
	if os.Getenv("MATCHBOOTH_DEBUG") == "1" { // log every event; personal values print as [redacted]
		level = slog.LevelDebug
	}
	if supervisor.Supervised() || level == slog.LevelDebug {
		slog.SetDefault(slog.New(slog.NewTextHandler(c.Stderr, &slog.HandlerOptions{Level: level}))) // lines that the supervisor passes on
	}
	if supervisor.Supervised() {
		log.SetOutput(c.Stderr) // what libraries log, unformatted: the supervisor does not pass it on
		opt.Pulse = supervisor.NewPulse(os.Stdout)
		if opt.Out = supervisor.OutCode(); opt.Out != "" {
			return c.outOfService(r.Folder, opt)
		}
	}
	if c.By == "" {
		c.By = "desk" // whoever is at the booth: it does not ask who that is yet
	}
	s, dir, err := c.OpenOrPractice(r.Folder, r.Event, "")
	if err != nil {
		return err
	}
	defer s.Close()
	if err := c.mirrored(s, r.Mirror); err != nil {
		return err
	}
	if opt.Pack, err = c.runPack(s, dir, r.Event); err != nil {
		return err
	}
	opt.Data = dir
	if err := c.Launch(s, opt); err != nil {
		return c.noWindow(err)
	}
	return s.Close()
}

// noWindow returns the sentence for a window that could not be opened. Whoever started the program from
// a menu or an icon has no terminal, and is told in a box where the system has one.
func (c *Call) noWindow(err error) error {
	if !errors.Is(err, supervisor.ErrNoGraphics) {
		return c.Fail(err, "run.window", "What", err.Error())
	}
	said := c.Fail(err, "run.graphics", "Code", session.CodeGraphics)
	if !supervisor.Supervised() {
		box.Tell("Matchbooth", said.Error())
	}
	return said
}

// runPack returns the booth's pack. Another version of it may be tried out at a practice
// booth; what a live booth shows was fixed when it was set up.
func (c *Call) runPack(s *data.Store, dir, path string) (*event.Pack, error) {
	if path == "" {
		return c.BoothPack(s, dir)
	}
	p, err := c.LoadPack(path)
	if err != nil {
		return nil, err
	}
	if p.ID != s.Event() {
		return nil, c.Fail(nil, "pack.other", "Booth", s.Event(), "Pack", p.ID)
	}
	if digest, _ := s.Meta(call.MetaPack); s.Mode() == "live" && p.Digest != digest {
		return nil, c.Fail(nil, "pack.live", "Path", path)
	}
	return p, nil
}
