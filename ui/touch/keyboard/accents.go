package keyboard

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// popup is the row of diacritics above a held letter.
type popup struct {
	keys   []key
	chosen int // -1: none
	over   key // the letter
}

func (p popup) open() bool { return len(p.keys) > 0 }

// hasAccents reports whether a key has diacritics here: only where names and text are written.
func (k *Keyboard) hasAccents(it key) bool {
	return (k.page == latinName || k.page == latinFree) && !it.does && accents[it.id] != ""
}

// openAccents shows the diacritics of the held letter in a row above it, or over it if there is no
// room above.
func (k *Keyboard) openAccents() {
	f := &k.finger
	f.stop = nil
	if !f.down || f.on == nil || !k.hasAccents(*f.on) || !k.Visible() {
		return
	}
	m, it := k.sizes, *f.on
	variants := []rune(accents[it.id])
	size := max(leastKey, 66*m.u)
	gap := 4 * m.u
	all := float32(len(variants))*(size+gap) - gap
	right := m.x + m.w - toolWide*m.u - 2*m.gapX // the hide key stays reachable
	x := max(m.x, min(it.at.X+(it.size.Width-size)/2, right-all))
	y := max(4*m.u, it.at.Y-size-10*m.u)
	k.popup = popup{chosen: -1, over: it}
	for i, r := range variants {
		text := k.cased(string(r))
		k.popup.keys = append(k.popup.keys, key{
			spec: spec{id: fmt.Sprintf("accent%d", i), does: true}, label: text, role: types,
			at: round(x+float32(i)*(size+gap), y), size: fyne.NewSize(floor(size), floor(size)), index: i,
		})
	}
	f.held, f.moved, f.start = true, false, f.last
	k.paint()
	k.tell()
}

// slideAccents chooses the diacritic above the finger, which may stay in the row of its letter.
func (k *Keyboard) slideAccents(p fyne.Position) {
	if !k.popup.open() || !k.finger.moved {
		return
	}
	keys := k.popup.keys
	chosen := -1
	low := k.popup.over.at.Y + k.popup.over.size.Height + reach*k.sizes.u
	high := keys[0].at.Y - reach*k.sizes.u
	if k.popup.over.id == "" { // the finger went down on the popup row itself
		low = keys[0].at.Y + keys[0].size.Height + reach*k.sizes.u
	}
	if p.Y >= high && p.Y <= low {
		chosen = nearest(keys, fyne.NewPos(p.X, keys[0].at.Y+1), reach*k.sizes.u)
	}
	if chosen != k.popup.chosen {
		k.popup.chosen = chosen
		k.paint()
	}
}

// liftAccents types the diacritic that the finger chose. A finger that has not moved since the row
// opened leaves it open for a tap; one that slid away closes it.
func (k *Keyboard) liftAccents(f finger) {
	switch {
	case k.popup.chosen >= 0:
		text := k.popup.keys[k.popup.chosen].label
		k.popup = popup{}
		k.insert(text)
	case f.moved:
		k.popup = popup{}
	}
	k.paint()
	k.tell()
}
