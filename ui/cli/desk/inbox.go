package desk

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/outside"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/inbox"
	"matchbooth/ui/work/intake"
)

// InboxCmd is what people have sent from their phones: fetched, looked at, and decided.
type InboxCmd struct {
	List   inboxListCmd   `cmd:"" default:"withargs" help:"${help_inboxlist}"`
	Pull   inboxPullCmd   `cmd:"" help:"${help_inboxpull}"`
	Add    inboxAddCmd    `cmd:"" help:"${help_inboxadd}"`
	Show   inboxShowCmd   `cmd:"" help:"${help_inboxshow}"`
	Accept inboxAcceptCmd `cmd:"" help:"${help_inboxaccept}"`
	Refuse inboxRefuseCmd `cmd:"" help:"${help_inboxrefuse}"`
}

// mostListed is how many wishes of each tray are listed: of a flood nobody reads more.
const mostListed = 20

// inboxPullCmd fetches wishes from the hub.
type inboxPullCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
}

func (k *inboxPullCmd) Run(c *Call) error {
	return k.AtDesk(c.Call, k.DeskKey, func(s *data.Store) error {
		if _, in := hub.Of(s); !in {
			return c.Fail(hub.ErrNone, "tohub.nohere")
		}
		return nil
	}, func(s *data.Store, desk *data.Desk) error {
		n, err := inbox.Open(s.Dir()).Pull(c.Ctx, s, desk, hub.Options{})
		c.Print("inbox.pulled", "N", n)
		var fault hub.ErrHub
		switch {
		case errors.Is(err, hub.ErrDesk):
			return c.Fail(err, "inbox.nodesk", "Event", s.Event())
		case errors.Is(err, inbox.ErrFull):
			return c.Fail(err, "inbox.full")
		case errors.As(err, &fault):
			j, _ := hub.Of(s)
			return c.Fail(err, "tohub.fault."+string(fault.Fault), "URL", j.URL, "Booth", s.BoothID(), "Event", s.Event(), "Fingerprint", j.Fingerprint())
		}
		return err
	})
}

// inboxAddCmd puts a wish into the inbox that came by mail.
type inboxAddCmd struct {
	call.Folder
	call.Spoken
	File string `arg:"" help:"${help_inboxfile}"`
}

func (k *inboxAddCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	var content []byte
	if k.File == "-" {
		content, err = io.ReadAll(io.LimitReader(c.Stdin, 8*hub.MaxWishSealed))
	} else {
		content, err = outside.ReadFile(k.File, 8*hub.MaxWishSealed)
	}
	if errors.Is(err, outside.ErrLarge) {
		return c.Fail(inbox.ErrNotWish, "inbox.notwish", "File", k.File)
	}
	if err != nil {
		return err
	}
	fresh, err := inbox.Open(s.Dir()).Add(content, entry.Hour(time.Now()))
	switch {
	case errors.Is(err, inbox.ErrNotWish):
		return c.Fail(err, "inbox.notwish", "File", k.File)
	case errors.Is(err, inbox.ErrFull):
		return c.Fail(err, "inbox.full")
	case err != nil:
		return err
	case fresh:
		c.Print("inbox.added")
	default:
		c.Print("inbox.known")
	}
	return s.Close()
}

// wishes opens the booth, everybody in it, and the inbox.
func (c *Call) wishes(f call.Folder, key call.DeskKey) (o *opened, box *inbox.Box, all []inbox.Wish, err error) {
	if o, err = c.open(f, key.Opener, time.Now()); err != nil {
		return nil, nil, nil, err
	}
	box = inbox.Open(o.s.Dir())
	if all, err = box.List(c.Ctx, o.key, o.pack, o.s.Event(), o.records); err != nil {
		o.close()
		return nil, nil, nil, err
	}
	return o, box, all, nil
}

// wishOf finds a wish by its id, or by so much of its beginning as no other has.
func (c *Call) wishOf(all []inbox.Wish, id string) (inbox.Wish, error) {
	var found []inbox.Wish
	for _, w := range all {
		if len(id) >= 4 && strings.HasPrefix(w.ID, strings.ToLower(id)) {
			found = append(found, w)
		}
	}
	switch len(found) {
	case 0:
		return inbox.Wish{}, c.Fail(inbox.ErrUnknown, "inbox.unknown", "ID", call.OneLine(id))
	case 1:
		return found[0], nil
	}
	return inbox.Wish{}, c.Wrong("inbox.several", "ID", call.OneLine(id))
}

// inboxListCmd lists what waits.
type inboxListCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
	call.DeskKey
}

// listedWish is a wish in JSON. Nothing that was typed is in it.
type listedWish struct {
	ID    string   `json:"id"`
	Wish  string   `json:"wish,omitempty"`
	Tray  string   `json:"tray,omitempty"`
	Codes []string `json:"codes"` // of whom it may be
	Sure  bool     `json:"sure"`  // found by the take-home's code
	Mail  bool     `json:"mail"`
	Due   string   `json:"due"`
	Left  int      `json:"left"` // weekdays
}

func (k *inboxListCmd) Run(c *Call) error {
	o, _, all, err := c.wishes(k.Folder, k.DeskKey)
	if err != nil {
		return err
	}
	defer o.close()
	out, trays, shown := []listedWish{}, map[inbox.Tray]int{}, map[inbox.Tray]int{}
	for _, w := range all {
		trays[w.Tray]++
		l := listedWish{w.ID, w.Said.Wish, string(w.Tray), []string{}, w.Sure, w.Mail, hub.WishDue(w.Hour).Format(time.DateOnly), hub.WishLeft(w.Hour, time.Now())}
		for _, person := range w.Found {
			if r := o.list.Record(slices.IndexFunc(o.records, func(r record.Record) bool { return r.Person == person })); r.Person != "" {
				l.Codes = append(l.Codes, r.Code.String())
			}
		}
		out = append(out, l)
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(out)
	}
	if len(out) == 0 {
		c.Print("inbox.empty")
		return o.s.Close()
	}
	for i, w := range all {
		if shown[w.Tray]++; w.Tray != "" && shown[w.Tray] > mostListed {
			continue
		}
		what := c.S("inbox.tray." + string(w.Tray))
		if w.Tray == "" {
			what = c.S("inbox.wish." + w.Said.Wish)
		}
		c.Print("inbox.line", "ID", w.ID, "What", what, "Codes", c.Names(out[i].Codes), "When", c.promised(w))
	}
	for _, t := range inbox.Trays {
		if trays[t] > mostListed {
			c.Print("inbox.more", "N", trays[t]-mostListed, "What", c.S("inbox.tray."+string(t)))
		}
	}
	return o.s.Close()
}

// promised says until when somebody reads a wish, as whoever sent it was told.
func (c *Call) promised(w inbox.Wish) string {
	due, left := hub.WishDue(w.Hour).Format(time.DateOnly), hub.WishLeft(w.Hour, time.Now())
	if left < 0 {
		return c.S("inbox.late", "Due", due)
	}
	return c.S("inbox.by", "Due", due) + c.S("punct.comma") + c.S("inbox.left", "N", left)
}

// chosen names whose a wish is, and which number changed, where that is not certain.
type chosen struct {
	Person string `placeholder:"ID" help:"${help_inboxperson}"`
	Field  string `placeholder:"NAME" help:"${help_inboxfield}"`
}

// inboxShowCmd shows what a wish would change, old beside new.
type inboxShowCmd struct {
	call.Folder
	call.Spoken
	ID string `arg:"" name:"wish" help:"${help_inboxid}"`
	chosen
	call.DeskKey
}

func (k *inboxShowCmd) Run(c *Call) error {
	o, _, all, err := c.wishes(k.Folder, k.DeskKey)
	if err != nil {
		return err
	}
	defer o.close()
	w, err := c.wishOf(all, k.ID)
	if err != nil {
		return err
	}
	if w.Tray != "" {
		c.Print("inbox.line", "ID", w.ID, "What", c.S("inbox.tray."+string(w.Tray)), "Codes", "", "When", c.promised(w))
		c.Print("inbox.traywhy", "What", c.S("inbox.tray."+string(w.Tray)+".line"))
		return o.s.Close()
	}
	if err := o.s.Audit(c.Ctx, showing, len(w.Found)); err != nil {
		return err
	}
	c.Print("inbox.line", "ID", w.ID, "What", c.S("inbox.wish."+w.Said.Wish), "Codes", "", "When", c.promised(w))
	c.Print("inbox.how." + map[bool]string{true: "sure", false: "typed"}[w.Sure])
	for _, person := range w.Found {
		if k.Person != "" && k.Person != person {
			continue
		}
		r := o.records[slices.IndexFunc(o.records, func(r record.Record) bool { return r.Person == person })]
		c.Print("inbox.of", "Code", r.Code.String(), "Name", c.nameIn(o, r), "ID", map[bool]string{true: person, false: ""}[len(w.Found) > 1])
		p, err := inbox.Propose(o.pack, r, w, inbox.Decision{By: "desk", Column: k.Field, Reason: c.S("inbox.reason"), Now: time.Now()})
		c.sayProposal(o, p)
		if errors.Is(err, inbox.ErrWhich) {
			c.Warn("inbox.which")
		}
		if len(p.Wrong) > 0 {
			c.WarnText(strings.Join(p.Wrong.Sentences(c.Lang, c.S), " "))
		}
	}
	return o.s.Close()
}

func (c *Call) nameIn(o *opened, r record.Record) string {
	for _, f := range o.pack.Fields {
		if f.Kind == "name" {
			return call.OneLine(string(r.Fields[f.ID].Text))
		}
	}
	return ""
}

// sayProposal prints what accepting would change.
func (c *Call) sayProposal(o *opened, p inbox.Proposal) {
	value := func(t record.Text) string {
		if t == "" {
			return c.S("inbox.none")
		}
		return call.OneLine(form.GroupPhone(string(t)))
	}
	for _, l := range slices.Concat(p.Lines, p.Choose) {
		name := intake.ColumnName(o.pack, intake.Column{Means: l.Column}, c.Lang)
		c.Print("inbox.change", "Column", l.Column, "Name", name, "Old", value(l.Old), "New", value(l.New))
	}
	if p.Note != "" {
		c.Print("inbox.note", "Note", call.OneLine(string(p.Note)))
	}
	if p.Erase {
		c.Print("inbox.erases")
	}
}

// inboxAcceptCmd does what a wish says.
type inboxAcceptCmd struct {
	call.Folder
	call.Spoken
	ID string `arg:"" name:"wish" help:"${help_inboxid}"`
	chosen
	call.DeskKey
}

func (k *inboxAcceptCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	o, box, all, err := c.wishes(k.Folder, k.DeskKey)
	if err != nil {
		return err
	}
	defer o.close()
	w, err := c.wishOf(all, k.ID)
	if err != nil {
		return err
	}
	err = c.write(o, func(at data.AtDesk) error {
		d := inbox.Decision{By: by, Person: k.Person, Column: k.Field, Reason: c.S("inbox.reason"), Now: time.Now()}
		_, err := box.Accept(c.Ctx, inbox.Desk{Store: o.s, At: at, Event: o.s.Event(), Key: o.key, Pack: o.pack, Records: o.records}, w.ID, d)
		return err
	})
	if err != nil {
		return c.undecided(w, err)
	}
	c.Print("inbox.accepted", "What", c.S("inbox.wish."+w.Said.Wish))
	return nil
}

// inboxRefuseCmd puts wishes away without doing what they say.
type inboxRefuseCmd struct {
	call.Folder
	call.Spoken
	ID      string `arg:"" optional:"" name:"wish" help:"${help_inboxid}"`
	Because string `required:"" placeholder:"TEXT" help:"${help_inboxbecause}"`
	Tray    string `enum:",nobody,digits,event,swapped,form,shut" default:"" placeholder:"nobody|digits|event|swapped|form|shut" help:"${help_inboxtray}"`
	call.DeskKey
}

func (k *inboxRefuseCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	if (k.ID == "") == (k.Tray == "") {
		return c.Wrong("inbox.one")
	}
	o, box, all, err := c.wishes(k.Folder, k.DeskKey)
	if err != nil {
		return err
	}
	defer o.close()
	var w inbox.Wish
	if k.Tray == "" {
		if w, err = c.wishOf(all, k.ID); err != nil {
			return err
		}
	}
	n := 1
	err = c.write(o, func(at data.AtDesk) (err error) {
		desk := inbox.Desk{Store: o.s, At: at, Event: o.s.Event(), Key: o.key, Pack: o.pack, Records: o.records}
		if k.Tray != "" {
			n, err = box.PutAway(c.Ctx, desk, inbox.Tray(k.Tray))
			return err
		}
		return box.Refuse(c.Ctx, desk, w.ID, inbox.Decision{By: by, Reason: k.Because, Now: time.Now()})
	})
	if err != nil {
		return c.undecided(w, err)
	}
	c.Print("inbox.refused", "N", n)
	return nil
}

// undecided is the sentence for a wish that could not be decided.
func (c *Call) undecided(w inbox.Wish, err error) error {
	switch {
	case errors.Is(err, inbox.ErrWhom) && w.Tray != "":
		return c.Fail(err, "inbox.intray", "What", c.S("inbox.tray."+string(w.Tray)))
	case errors.Is(err, inbox.ErrWhom):
		return c.Fail(err, "inbox.whom")
	case errors.Is(err, inbox.ErrWhich):
		return c.Fail(err, "inbox.whichfield")
	case errors.Is(err, inbox.ErrBegun):
		return c.Fail(err, "inbox.begun")
	}
	return err
}
