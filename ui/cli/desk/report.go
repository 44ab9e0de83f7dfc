package desk

import (
	"bytes"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/event"
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
	content, err := c.content(o, lang, now)
	if err != nil {
		return err
	}
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

// content counts everything from the first sign-up to the last.
func (c *Call) content(o *opened, lang string, now time.Time) (out report.Content, err error) {
	first, last, err := o.s.Span(c.Ctx)
	if err != nil {
		return out, err
	}
	if first.IsZero() {
		first, last = now, now
	}
	from, _ := figures.DayOf(first.Local())
	_, to := figures.DayOf(last.Local())
	f, err := c.facts(o, from, to)
	if err != nil {
		return out, err
	}
	l := event.Lang(lang)
	out = report.Content{
		About: report.About{Title: o.pack.Title.In(l), Place: o.pack.Place.In(l), By: o.pack.Handler.Name.In(l),
			First: o.pack.Starts.Time(), Last: o.pack.Ends.Time(), Made: now, Practice: o.s.Mode() == data.ModePractice},
		Names: names(o.pack, l, f.Booth), Today: f.Today(), Whole: f.Day(nil), Came: figures.CameOf(o.records, now),
	}
	for _, day := range out.Today.Days {
		if day.N == 0 {
			continue
		}
		from, to := figures.DayOf(day.Day)
		f, err := c.facts(o, from, to)
		if err != nil {
			return out, err
		}
		out.Days = append(out.Days, f.Day(nil))
	}
	return out, nil
}

// names says how the pack calls things.
func names(p *event.Pack, l event.Lang, this string) figures.Names {
	return figures.Names{
		This: this,
		Story: func(id string) string {
			if s := p.Story(id); s != nil {
				return s.Name.In(l)
			}
			return id
		},
		Outcome: func(id string) string {
			if w := p.Way(id); w != nil {
				return w.Private.In(l)
			}
			return id
		},
	}
}
