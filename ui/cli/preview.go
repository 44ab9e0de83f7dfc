package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/cli/booth"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
)

// previewCmd shows every screen of an event pack, or draws them into a folder. It opens no data folder.
type previewCmd struct {
	Pack string `arg:"" name:"pack" help:"${help_pack}"`
	Lang string `enum:"${langs}," default:"" placeholder:"${langs_or}" help:"${help_previewlang}"`
	Size string `placeholder:"WxH" help:"${help_previewsize}"`
	Out  string `placeholder:"DIR" help:"${help_previewout}"`

	Scale string `placeholder:"N" help:"${help_previewscale}"`
}

func (k *previewCmd) Run(c *Call) error {
	opt := launch.Options{Preview: &launch.Preview{Ctx: c.Ctx, Path: k.Pack, Speak: c.Lang, Out: k.Out}}
	if err := (booth.Look{Size: k.Size, Scale: k.Scale, Lang: k.Lang}).Apply(c.Call, &opt); err != nil {
		return err
	}
	if c.Launch == nil {
		return c.Fail(nil, "run.nowindow")
	}
	if _, _, err := event.ReadPartly(k.Pack); err != nil {
		return c.Fail(err, "pack.unreadable", "Path", k.Pack)
	}
	if k.Out == "" {
		if err := c.Launch(nil, opt); err != nil {
			return (&booth.Call{Call: c.Call}).NoWindow(err)
		}
		return nil
	}
	return k.write(c, opt)
}

// write draws the pictures and names the faults of the pack, as check does.
func (k *previewCmd) write(c *Call, opt launch.Options) error {
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	src, faults, err := event.ReadPartly(k.Pack)
	if err != nil {
		return c.Fail(err, "pack.unreadable", "Path", k.Pack)
	}
	if faults, _, err = compare.Examine(src, faults, time.Now()); err != nil {
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(c.Stdout, f.Said(c.Printer))
	}
	if src == nil {
		return c.Fail(nil, "preview.nothing", "Path", k.Pack)
	}
	opt.Preview.Done = c.Progress("preview.drawing")
	err = c.Launch(nil, opt)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, supervisor.ErrNoWindow), errors.Is(err, supervisor.ErrNoGraphics):
		return c.Fail(err, "run.nowindow")
	case err != nil:
		return c.Fail(err, "preview.out", "Path", k.Out, "What", call.Innermost(err))
	}
	c.Print("preview.written", "N", opt.Preview.Written, "Path", k.Out)
	without := len(opt.Preview.Without)
	switch {
	case without > 0 && len(faults) == 0:
		return c.Fail(nil, "preview.broken", "N", without, "What", c.Names(opt.Preview.Without))
	case without > 0:
		c.Note("preview.without", "N", without, "What", c.Names(opt.Preview.Without))
	}
	if len(faults) > 0 {
		return c.Fail(nil, "check.faults", "N", len(faults))
	}
	return nil
}
