package session

import (
	"context"
	"path/filepath"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/packs"
	"matchbooth/ui/work/prints"
)

// Printing is what the desk can print for the event. It is made of the event pack and holds nobody's data, so it needs no
// passphrase.
type Printing interface {
	// Print writes files to print into a new folder in the folder named. A context that is canceled stops it, and nothing is
	// left. The error is handover.ErrInBooth, that of the context, or one of the disk's.
	Print(ctx context.Context, of ToPrint, progress func(done, total int)) (Printed, error)
	// Holes returns how many texts of the pack are still placeholders, which would stand in what is printed.
	Holes() int
}

// ToPrint says what to print, and where to.
type ToPrint struct {
	What   []string // of prints.All
	Langs  []string // "zh", "en"
	Paper  string   // of the poster: prints.A3 or prints.A4
	Folder string
}

// Printed is what was written.
type Printed struct {
	Folder string   // a new one
	Files  []string // their names in it
}

// Holes implements [Printing].
func (d *Session) Holes() int { return len(d.pack.Placeholders()) }

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
	files, err := prints.Files(prints.Order{Pack: pack, Texts: texts, What: of.What, Langs: of.Langs, Paper: of.Paper})
	if err != nil {
		return Printed{}, err
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
	}
	return out, nil
}
