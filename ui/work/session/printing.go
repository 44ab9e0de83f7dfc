package session

import (
	"context"
	"path/filepath"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/packs"
	"matchbooth/ui/work/prints"
)

// Printing is what the desk can print for the event. It is made of the event pack and holds nobody's data, so it needs no
// passphrase; but for the cards of people who signed up on paper, once the desk is open.
type Printing interface {
	// Print writes files to print into a new folder in the folder named. A context that is canceled stops it, and nothing is
	// left. The error is handover.ErrInBooth, that of the context, or one of the disk's.
	Print(ctx context.Context, of ToPrint, progress func(done, total int)) (Printed, error)
	// Holes returns how many texts of the pack are still placeholders, which would stand in what is printed.
	Holes() int
	// OwnCards returns for how many people who signed up on paper there is a card with a code of their own to the event's page
	// on a phone; 0 while the desk is locked, and without a hub.
	OwnCards() int
}

// ToPrint says what to print, and where to.
type ToPrint struct {
	What   []string // of prints.All
	Langs  []string // "zh", "en"
	Paper  string   // of the poster: prints.A3 or prints.A4
	Folder string
	People bool // also the cards that OwnCards counts, each in the language in which the person signed up
}

// Printed is what was written.
type Printed struct {
	Folder string   // a new one
	Files  []string // their names in it
}

// Holes implements [Printing].
func (d *Session) Holes() int { return len(d.pack.Placeholders()) }

// OwnCards implements [Printing].
func (d *Session) OwnCards() int {
	from, _ := d.records()
	defer clear(from.Records)
	rows, _ := d.ownCards(d.pack, from.Records)
	return len(rows["zh"]) + len(rows["en"])
}

// ownCards are the people who signed up on paper and have a code of their own, by language in the order in which they signed
// up, with these codes.
func (d *Session) ownCards(pack *event.Pack, records []record.Record) (map[string][]export.CodeRow, map[string]takehome.FollowUp) {
	where, there := hub.PageOf(pack, d.store)
	if !there {
		return nil, nil
	}
	rows, own := map[string][]export.CodeRow{}, where.Own(records)
	for _, r := range records {
		if code := r.Code.String(); r.Source == record.SourcePaper && own[code] != "" {
			lang := string(event.Told(event.Lang(r.Lang)))
			rows[lang] = append(rows[lang], export.CodeRow{Name: d.named(r.SignUp), Code: code})
		}
	}
	return rows, own
}

// Print implements [Printing].
func (d *Session) Print(ctx context.Context, of ToPrint, progress func(done, total int)) (Printed, error) {
	texts, err := text.Load()
	if err != nil {
		return Printed{}, err
	}
	pack := d.pack
	if s, ok := d.store.(packs.Store); ok { // a change that came with a merge counts, although the screens show it later
		if now, err := packs.Current(s, d.data); err == nil {
			pack = now
		}
	}
	name := prints.FolderName(pack.ID)
	if data.InBooth(filepath.Join(of.Folder, name)) {
		return Printed{}, handover.ErrInBooth
	}
	where, _ := hub.PageOf(pack, d.store)
	order := prints.Order{Pack: pack, Texts: texts, What: of.What, Langs: of.Langs, Paper: of.Paper, Page: where.Plain()}
	files, err := prints.Files(order)
	if err != nil {
		return Printed{}, err
	}
	people := map[string]int{} // in each file that has any
	if of.People {
		from, ok := d.records()
		defer clear(from.Records)
		if !ok {
			return Printed{}, ErrLeft
		}
		all := 0
		rows, own := d.ownCards(pack, from.Records)
		for _, lang := range []string{"zh", "en"} {
			if len(rows[lang]) == 0 {
				continue
			}
			order.What, order.Langs, order.Codes, order.Own = []string{prints.Cards}, []string{lang}, rows[lang], own
			more, err := prints.Files(order)
			if err != nil {
				return Printed{}, err
			}
			for _, f := range more {
				f.Name = "own-" + f.Name
				people[f.Name] = len(rows[lang])
				files = append(files, f)
			}
			all += len(rows[lang])
		}
		if err := d.store.Audit(data.As(ctx, d.By()), "own cards printed", all); err != nil {
			return Printed{}, err
		}
	}
	if err := d.makeFolder(of.Folder); err != nil {
		return Printed{}, err
	}
	var out Printed
	if out.Folder, err = prints.WriteFolder(ctx, of.Folder, name, files, progress); err != nil {
		return Printed{}, err
	}
	for _, f := range files {
		out.Files = append(out.Files, f.Name)
		if n := people[f.Name]; n > 0 {
			d.wroteOpen(filepath.Join(out.Folder, f.Name), n)
		}
	}
	return out, nil
}
