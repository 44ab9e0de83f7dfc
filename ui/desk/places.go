package desk

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"matchbooth/ui/work/handover"
)

// stickList lists where a file can go: sticks first, then this computer's own folder of exports.
func (b *B) stickList() []handover.Place {
	sticks := handover.Sticks
	if b.Work.Sticks != nil {
		sticks = b.Work.Sticks
	}
	return append(sticks(), handover.Here(b.Desk.Folder()))
}

// errGone: the stick was pulled out.
var errGone = errors.New("the stick is not there any more")

// stillThere returns errGone if the folder is that of a stick which is not plugged in any more: what was written there would
// lie on this computer's disk. It must be called off the interface's goroutine.
func (b *B) stillThere(dir string) error {
	if dir == b.Desk.Folder() || slices.ContainsFunc(b.stickList(), func(p handover.Place) bool { return p.Dir == dir }) {
		return nil
	}
	return errGone
}

// placeName is what a place is called.
func (b *B) placeName(p handover.Place) string {
	if p.Name == "" {
		return b.Tx("desk.place.here")
	}
	return b.Tx("desk.place.stick", "Name", p.Name)
}

// placeLine says how much room a place has, or that what lies there has to be deleted.
func (b *B) placeLine(p handover.Place) string {
	switch {
	case p.Name == "":
		return b.Tx("desk.place.here.line", "Folder", filepath.Base(p.Dir))
	case !p.Known:
		return b.Tx("desk.place.unknown")
	}
	return b.Tx("desk.place.free", "Free", size(p.Free))
}

// size is a number of bytes as people read it.
func size(n uint64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(n)/1e3)
}
