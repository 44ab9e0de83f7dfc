package desk

import (
	"fmt"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/changes"
)

// ContactCmd notes that somebody was called or written to, and what came of it.
type ContactCmd struct {
	call.Folder
	call.Spoken
	One
	Channel string `required:"" placeholder:"call|sms|wechat|email|visit" help:"${help_channel}"`
	Outcome string `required:"" placeholder:"OUTCOME" help:"${help_outcome}"`
	Plan    string `placeholder:"ID" help:"${help_plan}"`
	Note    string `placeholder:"TEXT" help:"${help_note}"`
	Next    string `placeholder:"DATE" help:"${help_next}"`
	call.DeskKey
}

func (k *ContactCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	o, err := c.open(k.Folder, k.Opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	at, err := c.find(o, k.One)
	if err != nil {
		return err
	}
	r := o.list.Record(at)
	said := changes.Calling{Channel: k.Channel, Outcome: k.Outcome, Plan: k.Plan, Note: k.Note, Next: k.Next}
	contact, err := changes.Contact(said, plans(o.pack), by, time.Now())
	if err != nil {
		return c.refused(err)
	}
	if err := c.write(o, func(at data.AtDesk) error { return at.AddContact(c.Ctx, r.Person, contact) }); err != nil {
		return err
	}
	c.Print("contact.done", "Code", r.Code.String())
	if contact.Outcome == record.Withdrew {
		c.Note("contact.withdrew", "Code", r.Code.String())
	}
	return nil
}

func plans(p *event.Pack) (ids []string) {
	for _, k := range p.Contacts {
		ids = append(ids, k.ID)
	}
	return ids
}

// JoinCmd says that two sign-ups are one person's, or takes that back.
type JoinCmd struct {
	call.Folder
	call.Spoken
	Codes  []string `arg:"" name:"code" help:"${help_join_codes}"`
	Person []string `placeholder:"ID" help:"${help_person}"`
	Undo   bool     `help:"${help_undo}"`
	call.DeskKey
}

func (k *JoinCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	if len(k.Codes) != 2 || len(k.Person) > 2 {
		return c.Wrong("join.two")
	}
	o, err := c.open(k.Folder, k.Opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	var at [2]int
	for i, code := range k.Codes {
		one := One{Code: code}
		if i < len(k.Person) {
			one.Person = k.Person[i]
		}
		if at[i], err = c.find(o, one); err != nil {
			return err
		}
	}
	a, b := o.list.Record(at[0]), o.list.Record(at[1])
	var person string
	var j record.Join
	if k.Undo {
		// Both codes lead to the same record now: the part is the one that is not its own.
		part := strings.ReplaceAll(strings.ToUpper(k.Codes[1]), "-", "")
		if string(a.Code) == part {
			part = strings.ReplaceAll(strings.ToUpper(k.Codes[0]), "-", "")
		}
		if at[0] != at[1] {
			part = ""
		}
		person, j, err = changes.Undo(a, part, by, time.Now())
	} else if at[0] == at[1] && k.Codes[0] != k.Codes[1] {
		err = changes.Refused{{About: changes.AboutPerson, Key: "change.join.already"}}
	} else {
		person, j, err = changes.Join(a, b, by, time.Now())
	}
	if err != nil {
		return c.refused(err)
	}
	if err := c.write(o, func(at data.AtDesk) error { return at.Join(c.Ctx, person, j) }); err != nil {
		return err
	}
	key := "join.done"
	if k.Undo {
		key = "join.undone"
	}
	c.Print(key, "A", fmt.Sprint(a.Code), "B", fmt.Sprint(b.Code))
	return nil
}
