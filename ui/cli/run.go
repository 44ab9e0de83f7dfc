package cli

import (
	"log"
	"log/slog"
	"os"
	"regexp"
	"strconv"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/launch"
)

// runCmd opens the booth in a window.
type runCmd struct {
	folder
	Event   string `placeholder:"PACK" help:"${help_event}"`
	Kiosk   bool   `help:"${help_kiosk}"`
	Size    string `placeholder:"WxH" help:"${help_size}"`
	Touch   bool   `help:"${help_touch}"`
	Still   bool   `help:"${help_still}"`
	Fuzzy   bool   `help:"${help_fuzzy}"`
	Click   bool   `help:"${help_click}"`
	Display string `placeholder:"N" help:"${help_display}"`
	Mirror  string `placeholder:"DIR" help:"${help_mirror}"`
	Lang    string `enum:"zh,en," default:"" placeholder:"zh|en" help:"${help_lang}"`
}

var sizeForm = regexp.MustCompile(`^([1-9][0-9]{2,4})[xX×]([1-9][0-9]{2,4})$`)

func (r *runCmd) Run(c *call) error {
	opt := launch.Options{Kiosk: r.Kiosk, Touch: r.Touch, Still: r.Still, Fuzzy: r.Fuzzy, Click: r.Click, Lang: r.Lang, Display: r.Display}
	if r.Size != "" {
		m := sizeForm.FindStringSubmatch(r.Size)
		if m == nil {
			return c.wrong("run.size")
		}
		opt.Width, _ = strconv.Atoi(m[1])
		opt.Height, _ = strconv.Atoi(m[2])
	}
	if c.launch == nil {
		return c.fail(nil, "run.nowindow")
	}
	r.mirror = r.Mirror
	if r.Kiosk && !supervisor.Supervised() {
		return c.supervise(r.folder)
	}
	level := slog.LevelInfo
	if os.Getenv("MATCHBOOTH_DEBUG") == "1" { // every event is logged; personal values print as [redacted]
		level = slog.LevelDebug
	}
	if supervisor.Supervised() || level == slog.LevelDebug {
		slog.SetDefault(slog.New(slog.NewTextHandler(c.stderr, &slog.HandlerOptions{Level: level}))) // lines that the supervisor passes on
	}
	if supervisor.Supervised() {
		log.SetOutput(c.stderr) // what others log, as it is: it is not passed on
		opt.Pulse = supervisor.NewPulse(os.Stdout)
		if opt.Out = supervisor.OutCode(); opt.Out != "" {
			return c.outOfService(r.folder, opt)
		}
	}
	if c.by == "" {
		c.by = "desk" // whoever is there: who it is is not asked yet
	}
	s, dir, err := c.openOrPractice(r.folder, r.Event, "")
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
	if err := c.launch(s, opt); err != nil {
		return c.fail(err, "run.window", "What", err.Error())
	}
	return s.Close()
}

// runPack is the booth's pack. Another version of it may be tried out at a practice
// booth; what a live booth shows was fixed when it was set up.
func (c *call) runPack(s *data.Store, dir, path string) (*event.Pack, error) {
	if path == "" {
		return c.boothPack(s, dir)
	}
	p, err := c.loadPack(path)
	if err != nil {
		return nil, err
	}
	if p.ID != s.Event() {
		return nil, c.fail(nil, "pack.other", "Booth", s.Event(), "Pack", p.ID)
	}
	if digest, _ := s.Meta(metaPack); s.Mode() == "live" && p.Digest != digest {
		return nil, c.fail(nil, "pack.live", "Path", path)
	}
	return p, nil
}
