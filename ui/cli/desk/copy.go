package desk

import (
	"errors"
	"io"
	"os"
	"time"

	"matchbooth/data/export"
	"matchbooth/data/seal"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/copy"
	"matchbooth/ui/work/handover"
)

// CopyCmd gives a person a copy of everything that is kept about them.
type CopyCmd struct {
	call.Folder
	One
	Out  string   `required:"" placeholder:"FILE.pdf|FILE.json" help:"${help_copy_out}"`
	To   []string `placeholder:"RECIPIENT" sep:"none" help:"${help_to}"`
	Lang string   `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_copy_lang}"`
	ReadKey
}

func (k *CopyCmd) Run(c *Call) error {
	if _, err := os.Lstat(k.Out); err == nil {
		return c.Fail(export.ErrExists, "out.exists", "What", k.Out)
	}
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	if len(k.To) > 0 {
		if _, err := seal.WrapTo(io.Discard, k.To...); err != nil {
			return c.Fail(err, "export.recipient")
		}
	}
	o, err := c.open(k.Folder, k.opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	at, err := c.find(o, k.One)
	if err != nil {
		return err
	}
	r := o.shown(at)
	if k.Lang == "" {
		if k.Lang = r.Lang; k.Lang != "en" && k.Lang != "zh" {
			k.Lang = handover.Lang(o.s)
		}
	}
	end := call.ToItsEnd()
	done, err := copy.Write(c.Ctx, o.s, r, copy.Order{Pack: o.pack, In: c.Texts.In(k.Lang), Path: k.Out, To: k.To, Data: o.dir, Made: time.Now(), End: o.ends[r.Person]})
	end()
	if errors.Is(err, copy.ErrFormat) {
		return c.Wrong("copy.format")
	}
	if err != nil {
		return err
	}
	c.Print("copy.done", "Path", done.Path, "Code", r.Code.String())
	return o.s.Close()
}
