package desk

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/people"
)

// PeopleCmd lists people, everybody or those who are found.
type PeopleCmd struct {
	call.Folder
	call.Spoken
	Find string `placeholder:"TEXT" help:"${help_find}"`
	Only string `enum:",unchecked,weak,doubles,due,talk,no-handover,paper" default:"" placeholder:"STATE" help:"${help_only}"`
	JSON bool   `name:"json" help:"${help_json}"`
	ReadKey
}

func (k *PeopleCmd) Run(c *Call) error {
	o, err := c.open(k.Folder, k.opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	hits := o.list.Find(k.Find, people.State(k.Only))
	if err := o.s.Audit(c.Ctx, listing, len(hits)); err != nil {
		return err
	}
	if k.JSON {
		doc := o.doc()
		at := make([]int, len(hits))
		doc.Records = make([]record.Record, len(hits))
		for i, h := range hits {
			at[i], doc.Records[i] = h.At, o.shown(h.At)
		}
		defer clear(doc.Records)
		if err := doc.WritePeople(c.Stdout, func(i int) export.Extra { return o.extra(at[i]) }); err != nil {
			return err
		}
		return o.s.Close()
	}
	for _, h := range hits {
		fmt.Fprintln(c.Stdout, call.OneLine(c.personLine(o, h.At)))
	}
	c.Note("people.count", "N", len(hits), "Of", len(o.records))
	return o.s.Close()
}

// shown is a person's record with what follows from its answers as corrected.
func (o *opened) shown(at int) record.Record {
	r := o.list.Record(at)
	r.Reachability = people.Ways(o.pack, r)
	return r
}

// doc is the empty document that people are written with.
func (o *opened) doc() export.Doc {
	doc := intake.Doc(o.pack, handover.Lang(o.s))
	doc.Zone, doc.KeptUntil = time.Local, handover.Until(o.ends)
	return doc
}

// extra is what the desk knows of a person besides the record.
func (o *opened) extra(at int) export.Extra {
	r := o.list.Record(at)
	var e export.Extra
	if d, is := o.due[r.Person]; is {
		e.Due = dueOf(d)
	}
	for _, d := range o.list.DoublesOf(at) {
		for _, other := range d.People {
			if other != at {
				e.Doubles = append(e.Doubles, o.list.Record(other).Code)
			}
		}
	}
	e.Doubles = unique(e.Doubles)
	for _, s := range o.list.States(at) {
		e.States = append(e.States, string(s))
	}
	return e
}

func unique(codes []entry.ReceiptCode) (out []entry.ReceiptCode) {
	seen := map[entry.ReceiptCode]bool{}
	for _, c := range codes {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// due is a planned contact that is due, in JSON.
type due struct {
	Plan  string   `json:"plan"`  // id of the planned contact, "" for one that was put off to today
	Since string   `json:"since"` // 2006-01-02
	Ways  []way    `json:"ways"`  // channel, field, value; the best first, none if no way is left
	Say   string   `json:"say"`   // what to say, in the person's language
	Last  *attempt `json:"last"`  // at, channel, outcome of the last attempt, or null
}

type way struct {
	Channel string `json:"channel"`
	Field   string `json:"field"`
	Value   string `json:"value"`
}

type attempt struct {
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Outcome string    `json:"outcome"`
}

func dueOf(d calls.Call) due {
	out := due{Plan: d.Plan.ID, Since: d.Since.Format(time.DateOnly), Ways: []way{}, Say: d.Say}
	for _, w := range d.Ways {
		out.Ways = append(out.Ways, way{w.Channel, w.Field, string(w.Value)})
	}
	if d.Last != nil {
		out.Last = &attempt{d.Last.At, d.Last.Channel, d.Last.Outcome}
	}
	return out
}

// personLine is a person in one line: code, day, name, number, ways, states.
func (c *Call) personLine(o *opened, at int) string {
	r := o.shown(at)
	parts := []string{r.Code.String(), r.At.Local().Format("2006-01-02 15:04")}
	for _, f := range o.pack.Fields {
		if v, ok := r.Fields[f.ID]; ok && (f.Kind == "name" || f.Kind == "phone" && f.Channel == "own") {
			s := string(v.Text)
			if f.Kind == "phone" {
				s = form.GroupPhone(s)
			}
			parts = append(parts, s)
		}
	}
	parts = append(parts, c.S("cli.people.ways", "N", r.Reachability))
	var states []string
	for _, s := range o.list.States(at) {
		states = append(states, c.S("desk.state."+string(s)))
	}
	return strings.Join(append(parts, c.Names(states)), "  ")
}

// ShowCmd prints everything about one person.
type ShowCmd struct {
	call.Folder
	call.Spoken
	One
	JSON bool `name:"json" help:"${help_json}"`
	ReadKey
}

func (k *ShowCmd) Run(c *Call) error {
	o, err := c.open(k.Folder, k.opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	at, err := c.find(o, k.One)
	if err != nil {
		return err
	}
	if err := o.s.Audit(c.Ctx, showing, 1); err != nil {
		return err
	}
	if k.JSON {
		enc := json.NewEncoder(c.Stdout)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(o.doc().Person(o.shown(at), o.extra(at))); err != nil {
			return err
		}
		return o.s.Close()
	}
	c.showPerson(o, at)
	return o.s.Close()
}
