package cli

import (
	"encoding/json"
	"fmt"

	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
)

// checkCmd prints every fault of an event pack, and what is worth a second look.
type checkCmd struct {
	Pack   string `arg:"" name:"pack" help:"${help_pack}"`
	Lang   string `enum:"zh,en," default:"" placeholder:"zh|en" help:"${help_check_lang}"`
	JSON   bool   `name:"json" help:"${help_check_json}"`
	Online bool   `help:"${help_check_online}"`
}

func (k *checkCmd) Run(c *Call) error {
	if k.Lang != "" {
		c.Printer = c.Texts.In(k.Lang)
	}
	x, err := c.Examine(k.Pack)
	if err != nil {
		return err
	}
	var links []answer
	if k.Online && x.Source != nil {
		if links = tryLinks(c.Ctx, linkClient(), linksOf(x.Source)); c.Ctx.Err() != nil {
			return c.Ctx.Err()
		}
	}
	if k.JSON {
		err = k.printJSON(c, x, links)
	} else {
		err = k.print(c, x, links)
	}
	if err != nil {
		return err
	}
	if len(x.Faults) > 0 {
		return c.Fail(nil, "check.faults", "N", len(x.Faults))
	}
	return nil
}

// print prints the faults a line each, or what the pack contains; then the warnings, and what the links answered.
func (k *checkCmd) print(c *Call, x call.Examined, links []answer) error {
	for _, f := range x.Faults {
		fmt.Fprintln(c.Stdout, f.Said(c.Printer))
	}
	if len(x.Faults) == 0 {
		if err := x.Source.Pack.SummaryIn(c.Stdout, c.Printer); err != nil {
			return err
		}
	}
	if len(x.Warnings) > 0 {
		c.Print("check.warnings", "N", len(x.Warnings))
	}
	for _, w := range x.Warnings {
		fmt.Fprintln(c.Stdout, "  "+w.Said(c.Printer))
	}
	if k.Online && x.Source != nil {
		c.Print("check.links", "N", len(links))
	}
	for _, a := range links {
		fmt.Fprintf(c.Stdout, "  %s:%d: %s: %s\n", a.File, a.Line, a.Link, a.said(c))
	}
	return nil
}

// finding is a fault or a warning as JSON.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	What    string `json:"what"`
	Instead string `json:"instead"`
}

func (k *checkCmd) printJSON(c *Call, x call.Examined, links []answer) error {
	findings := func(list []event.Fault) []finding {
		out := []finding{}
		for _, f := range list {
			f = f.In(c.Printer)
			out = append(out, finding{f.File, f.Line, f.What, f.Instead})
		}
		return out
	}
	type link struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Link   string `json:"link"`
		OK     bool   `json:"ok"`
		Answer string `json:"answer"`
	}
	out := struct {
		ID           string    `json:"id,omitempty"`
		Digest       string    `json:"digest,omitempty"`
		Practice     bool      `json:"practice"`
		Faults       []finding `json:"faults"`
		Warnings     []finding `json:"warnings"`
		Placeholders []string  `json:"placeholders"`
		Links        []link    `json:"links,omitempty"`
	}{Faults: findings(x.Faults), Warnings: findings(x.Warnings), Placeholders: []string{}}
	if x.Source != nil {
		p := x.Source.Pack
		out.ID, out.Digest, out.Practice = p.ID, p.Digest, p.Practice
		out.Placeholders = append(out.Placeholders, p.Placeholders()...)
	}
	for _, a := range links {
		out.Links = append(out.Links, link{a.File, a.Line, a.Link, a.ok(), a.said(c)})
	}
	enc := json.NewEncoder(c.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
