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
	"matchbooth/ui/work/packs"
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
	if err := r.Look.Apply(c.Call, &opt); err != nil {
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
	var open opened
	var unread error
	opt.Read = func(o *launch.Options) (*data.Store, bool) {
		if unread = c.open(r, &open); unread != nil {
			return nil, false
		}
		o.Pack, o.Data = open.pack, open.dir
		o.ReadWhole = func() int { return c.readWhole(open.store, r.Mirror) }
		return open.store, true
	}
	err := c.Launch(nil, opt)
	if unread != nil {
		return unread
	}
	if open.store != nil {
		defer open.store.Close()
	}
	if err != nil {
		return c.NoWindow(err)
	}
	if open.store == nil {
		return nil
	}
	return open.store.Close()
}

// opened is a booth that is about to be shown.
type opened struct {
	store *data.Store
	dir   string
	pack  *event.Pack
}

// readWhole waits until the store behind a window has been read and compared. It returns the code for the program to end with if
// the store cannot be used, after saying why, else ExitDone.
func (c *Call) readWhole(s *data.Store, secondCopy string) int {
	err := c.Opened(s)
	if err == nil {
		err = c.mirrored(s, secondCopy)
	}
	return c.End(err)
}

// open opens the store as far as the first screen needs it, and reads the pack; if it fails, nothing is left open.
func (c *Call) open(r *RunCmd, o *opened) (err error) {
	soon := r.Folder
	soon.Soon = r.Mirror == "" // whoever names a second copy is told at once if it cannot be one
	if o.store, o.dir, err = c.OpenOrPractice(soon, r.Event, ""); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			o.store.Close()
		}
	}()
	if o.pack, err = c.runPack(o.store, o.dir, r.Event); err != nil {
		return err
	}
	c.WarnPack(o.store, o.dir)
	return nil
}

// NoWindow returns the sentence for a window that could not be opened. Whoever started the program from
// a menu or an icon has no terminal, and is told in a box where the system has one.
func (c *Call) NoWindow(err error) error {
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
// booth; what a live booth shows is what it was set up with, or what the desk has changed it to.
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
	if s.Mode() == data.ModeLive && p.Digest != packs.Find(s, dir).Digest {
		return nil, c.Fail(nil, "pack.live", "Path", path)
	}
	return p, nil
}
