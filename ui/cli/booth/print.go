package booth

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/packs"
	"matchbooth/ui/work/paper"
	"matchbooth/ui/work/prints"
)

// PrintCmd writes what is printed for an event: poster, cards, paper form and its table, queue numbers. It opens no record and
// needs no passphrase; only a list of receipt codes puts people on paper.
type PrintCmd struct {
	call.Folder
	Event string   `placeholder:"PACK" help:"${help_event}"`
	Out   string   `required:"" placeholder:"DIR" help:"${help_print_out}"`
	What  []string `placeholder:"poster,cards,form,table,queue,volunteer" help:"${help_print_what}"`
	Lang  string   `enum:"zh,en,both," default:"" placeholder:"zh|en|both" help:"${help_print_lang}"`
	Paper string   `enum:"A3,A4" default:"A3" placeholder:"A3|A4" help:"${help_print_paper}"`
	Codes string   `placeholder:"FILE" help:"${help_print_codes}"`
	call.DeskKey
}

func (k *PrintCmd) Run(c *Call) error {
	if k.Event != "" && k.Data != "" {
		return c.Wrong("print.both")
	}
	what := k.What
	switch {
	case len(what) == 0 && k.Codes != "": // the rest has been printed, or is printed without people
		what = []string{prints.Cards}
	case len(what) == 0:
		what = prints.All
	}
	for _, w := range what {
		if !slices.Contains(prints.All, w) {
			return c.Wrong("print.what", "What", w, "Known", strings.Join(prints.All, ", "))
		}
	}
	if k.Codes != "" && !slices.Contains(what, prints.Cards) {
		return c.Wrong("print.codes.cards")
	}
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	pack, where, own, err := k.pack(c)
	if err != nil {
		return err
	}
	o := prints.Order{Page: where.Plain(), Own: own, Pack: pack, Texts: c.Texts, What: what, Paper: k.Paper, Langs: []string{k.Lang}}
	switch {
	case k.Lang == "" && k.Codes != "": // everybody takes one card, and not two
		o.Langs = []string{string(event.Told(event.Lang(c.Lang)))}
	case k.Lang == "", k.Lang == "both":
		o.Langs = []string{string(event.ZH), string(event.EN)}
	}
	if k.Codes != "" {
		if o.Codes, err = k.codes(c); err != nil {
			return err
		}
	}
	files, err := prints.Files(o)
	if err != nil {
		return err
	}
	if err := k.write(c, files); err != nil {
		return err
	}
	if n := len(pack.Placeholders()); n > 0 {
		c.Note("print.placeholders", "N", n)
	}
	if n := prints.ByHand(o.Codes); n > 0 {
		c.Note("print.byhand", "N", n)
	}
	if n := prints.WithoutOwn(o); n > 0 {
		c.Note("print.noown", "N", n)
	}
	return nil
}

// pack is the one given, or that of the booth, with the event's page on a phone, if there is one, and of whom it has to be the
// codes of their own that lead there.
func (k *PrintCmd) pack(c *Call) (*event.Pack, hub.Page, map[string]takehome.FollowUp, error) {
	if k.Event != "" {
		p, err := c.LoadPack(k.Event)
		if err != nil {
			return nil, hub.Page{}, nil, err
		}
		where, _ := hub.PageOf(p, nil)
		return p, where, nil, nil
	}
	s, dir, err := c.Open(k.Folder)
	if errors.Is(err, data.ErrLocked) {
		p, where, err := k.besideBooth(c)
		return p, where, nil, err
	}
	if err != nil {
		return nil, hub.Page{}, nil, err
	}
	defer s.Close()
	p, err := c.BoothPack(s, dir)
	if err != nil {
		return nil, hub.Page{}, nil, err
	}
	where, there := hub.PageOf(p, s)
	var own map[string]takehome.FollowUp
	if there && k.Codes != "" {
		own, err = k.own(c, s, where)
	}
	return p, where, own, err
}

// own opens the records for the codes of their own that people have. Where nobody can be asked for the passphrase, and none
// was given, the cards are printed without them.
func (k *PrintCmd) own(c *Call, s *data.Store, where hub.Page) (map[string]takehome.FollowUp, error) {
	if _, asked := c.Terminal(); !asked && !k.Given() {
		return nil, nil
	}
	key, err := k.Opener(c.Call, s)
	if err != nil {
		return nil, err
	}
	defer key.Close()
	records, _, err := s.Records(c.Ctx, key, nil)
	if err != nil {
		return nil, err
	}
	defer clear(records)
	return where.Own(records), nil
}

// besideBooth is the pack of a booth that is open: what its folder says of it is enough, and is read without its lock.
func (k *PrintCmd) besideBooth(c *Call) (*event.Pack, hub.Page, error) {
	dir, err := k.Dir()
	if err != nil {
		return nil, hub.Page{}, err
	}
	o, err := data.ReadOutline(dir)
	if err != nil {
		return nil, hub.Page{}, c.Fail(err, "print.open")
	}
	p, err := packs.Current(o, dir)
	if err != nil {
		return nil, hub.Page{}, c.Fail(err, "print.open")
	}
	if p.ID != o.Event() {
		return nil, hub.Page{}, c.Fail(nil, "pack.other", "Booth", o.Event(), "Pack", p.ID)
	}
	where, _ := hub.PageOf(p, o)
	return p, where, nil
}

// codes reads the list of names and receipt codes that import has written.
func (k *PrintCmd) codes(c *Call) ([]export.CodeRow, error) {
	tab, err := paper.Table(k.Codes, table.Options{})
	if err != nil {
		return nil, c.Fail(err, "print.codes.unread", "Path", k.Codes)
	}
	rows, bad := prints.Codes(tab)
	switch {
	case len(rows) == 0:
		return nil, c.Fail(nil, "print.codes.none", "Path", k.Codes)
	case len(bad) > 0:
		return nil, c.Fail(nil, "print.codes.bad", "Path", k.Codes, "Line", bad[0], "N", len(bad))
	}
	return rows, nil
}

// write writes the files. All of their names are claimed first: where one is taken, nothing is written.
func (k *PrintCmd) write(c *Call, files []prints.File) error {
	if err := os.MkdirAll(k.Out, 0o700); err != nil {
		return c.Fail(err, "print.unwritten", "Path", k.Out)
	}
	claimed := make([]*call.NewFile, len(files))
	for i, f := range files {
		n, err := c.Claim(filepath.Join(k.Out, f.Name), "print.unwritten")
		if err != nil {
			for _, n := range claimed[:i] {
				n.Drop()
			}
			return err
		}
		claimed[i] = n
	}
	for i, f := range files {
		var b bytes.Buffer
		err := c.Ctx.Err()
		if err == nil {
			err = f.Write(&b)
		}
		if err == nil {
			err = claimed[i].Put(b.Bytes())
		}
		if err != nil {
			for _, n := range claimed[i:] {
				n.Drop()
			}
			return c.Fail(err, "print.unwritten", "Path", filepath.Join(k.Out, f.Name))
		}
		c.Print("print.file", "Path", filepath.Join(k.Out, f.Name))
		if f.Private {
			c.Note("print.private", "Path", filepath.Join(k.Out, f.Name))
		}
	}
	return nil
}
