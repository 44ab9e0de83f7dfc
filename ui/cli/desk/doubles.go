package desk

import (
	"encoding/json"
	"fmt"
	"time"

	"matchbooth/ui/cli/call"
)

// DoublesCmd lists sign-ups that may be one person's.
type DoublesCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
	ReadKey
}

// double is a group in JSON.
type double struct {
	Codes   []string `json:"codes"`   // receipt codes
	Persons []string `json:"persons"` // ids, for --person
	Why     []string `json:"why"`     // same_phone, contact_phone, same_number, same_email, same_handle, same_name, same_row, same_kit
}

func (k *DoublesCmd) Run(c *Call) error {
	o, err := c.open(k.Folder, k.opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	out := []double{}
	for _, d := range o.list.Doubles() {
		g := double{Why: d.Why}
		for _, at := range d.People {
			r := o.list.Record(at)
			g.Codes, g.Persons = append(g.Codes, string(r.Code)), append(g.Persons, r.Person)
		}
		out = append(out, g)
	}
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(out); err != nil {
			return err
		}
		return o.s.Close()
	}
	for i, d := range o.list.Doubles() {
		var codes, why []string
		for _, at := range d.People {
			codes = append(codes, o.list.Record(at).Code.String())
		}
		for _, w := range out[i].Why {
			why = append(why, c.S("desk.why."+w))
		}
		fmt.Fprintln(c.Stdout, call.OneLine(c.Names(codes)+"  "+c.Names(why)))
	}
	c.Note("doubles.count", "N", len(out))
	for _, clash := range o.list.KitClashes() {
		var codes []string
		for _, at := range clash.People {
			codes = append(codes, o.list.Record(at).Code.String())
		}
		c.Warn("doubles.kit", "Codes", c.Names(codes))
	}
	return o.s.Close()
}
