package desk

import (
	"bytes"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/figures/report"
	"matchbooth/ui/work/handover"
)

// ReportCmd writes the event's report: figures and plots, no names.
type ReportCmd struct {
	call.Folder
	Out  string `required:"" placeholder:"FILE.pdf" help:"${help_report_out}"`
	Lang string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_report_lang}"`
	ReadKey
}

func (k *ReportCmd) Run(c *Call) error {
	if !strings.HasSuffix(strings.ToLower(k.Out), ".pdf") {
		return c.Wrong("report.out")
	}
	file, err := c.Claim(k.Out, "report.write")
	if err != nil {
		return err
	}
	defer file.Drop()
	now := time.Now()
	o, err := c.open(k.Folder, k.opener, now)
	if err != nil {
		return err
	}
	defer o.close()
	lang := k.Lang
	if lang == "" {
		lang = handover.Lang(o.s)
	}
	from, to := figures.Always(now)
	f, err := c.facts(o, from, to)
	if err != nil {
		return err
	}
	content := report.Of(f, o.pack, lang)
	content.Practice = o.s.Mode() == data.ModePractice
	var b bytes.Buffer
	if err := report.WritePDF(&b, c.Texts.In(lang), content); err != nil {
		return err
	}
	if err := file.Put(b.Bytes()); err != nil {
		return c.Fail(err, "report.write", "Path", k.Out)
	}
	if err := o.s.Audit(c.Ctx, "report written", 0); err != nil {
		file.Withdraw()
		return err
	}
	c.Print("report.done", "Path", k.Out)
	return o.s.Close()
}
