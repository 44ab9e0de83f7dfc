package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data/export"
	"matchbooth/kiosk/form"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/handover"
)

// DueCmd lists who is to be called or written to.
type DueCmd struct {
	call.Folder
	On          string   `placeholder:"DATE" help:"${help_on}"`
	JSON        bool     `name:"json" help:"${help_json}"`
	Out         string   `placeholder:"FILE" help:"${help_due_out}"`
	Lang        string   `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_export_lang}"`
	To          []string `placeholder:"RECIPIENT" sep:"none" help:"${help_to}"`
	PasswordOut string   `placeholder:"FILE" help:"${help_password_out}"`
	ReadKey
}

// person is somebody who is due, in JSON.
type duePerson struct {
	Code   string `json:"code"`
	Person string `json:"person"`
	Name   string `json:"name"`
	due
}

func (k *DueCmd) Run(c *Call) error {
	on, err := c.day(k.On)
	if err != nil {
		return err
	}
	switch format := strings.ToLower(filepath.Ext(k.Out)); {
	case k.Out != "" && format != ".xlsx" && format != ".pdf":
		return c.Wrong("due.out")
	case format == ".pdf" && k.PasswordOut != "":
		return c.Wrong("due.password")
	}
	o, err := c.open(k.Folder, k.opener, on)
	if err != nil {
		return err
	}
	defer o.close()
	list := calls.Due(o.pack, o.records, on)
	switch {
	case k.Out != "":
		return k.write(c, o, on)
	case k.JSON:
		out := []duePerson{}
		for _, d := range list {
			out = append(out, duePerson{string(d.Code), d.Person, string(d.Name), dueOf(d)})
		}
		enc := json.NewEncoder(c.Stdout)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(out); err != nil {
			return err
		}
		return o.s.Close()
	}
	for _, d := range list {
		best := c.S("calls.noway")
		if w, ok := d.Best(); ok {
			best = calls.ChannelIn(w.Channel, c.Printer) + " " + form.GroupPhone(string(w.Value))
		}
		fmt.Fprintln(c.Stdout, call.OneLine(strings.Join([]string{d.Code.String(), string(d.Name), best,
			c.S("cli.due.since", "For", d.For(c.Printer), "Day", d.Since.Format(time.DateOnly))}, "  ")))
	}
	c.Note("due.count", "N", len(list), "Day", on.Format(time.DateOnly))
	for _, cut := range calls.Cut(o.pack, o.records, o.ends, on.Location()) {
		c.Warn("due.cut", "N", cut.People, "Plan", cut.Plan.ID, "Days", cut.Days)
	}
	return o.s.Close()
}

// day reads a day, today for "": noon of it, so that no change of the clocks moves it.
func (c *Call) day(s string) (time.Time, error) {
	now := time.Now()
	if s == "" {
		return now, nil
	}
	at, problem, _ := form.ParseDate(s, form.Context{Now: now, Year: now.Year()})
	if problem.Key != "" {
		return now, c.Wrong("day.date", "What", s)
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, now.Location()), nil
}

// write writes the list as a workbook or a PDF, which is on the list of exports.
func (k *DueCmd) write(c *Call, o *opened, on time.Time) error {
	if _, err := os.Lstat(k.Out); err == nil {
		return c.Fail(export.ErrExists, "out.exists", "What", k.Out)
	}
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	lang := k.Lang
	if lang == "" {
		lang = handover.Lang(o.s)
	}
	var made *call.Made
	if k.PasswordOut != "" {
		var err error
		if made, err = c.Generated(call.NewPhrase{PassphraseGenerate: "en", PassphraseOut: k.PasswordOut}); err != nil {
			return err
		}
	}
	from := handover.Opened{Key: o.key, Records: slices.Clone(o.records), Faults: o.faults}
	done, err := calls.Write(c.Ctx, o.s, from, calls.Order{Pack: o.pack, On: on, In: c.Texts.In(lang), Path: k.Out, To: k.To,
		Phrase: string(made.Secret()), Data: o.dir, Begin: func() (func(), error) { return call.ToItsEnd(), nil }})
	if err != nil {
		made.Withdraw()
		var other handover.OtherKey
		if errors.As(err, &other) {
			return c.Fail(nil, "export.otherkey", "N", other.Lines, "Words", c.InWords(other.Fingerprint))
		}
		return err
	}
	c.Print("due.done", "Path", done.Path, "N", done.Rows)
	if made != nil {
		made.HandOver(c.Call)
		c.Print("export.password", "Path", done.Path)
	}
	return o.s.Close()
}
