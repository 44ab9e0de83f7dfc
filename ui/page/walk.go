package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/ui/touch/field"
)

// Walk has the keys of a page that is filled in go from field to field: the tab key round and, with shift, back, the return
// key to the next field and from the last one on. Esc goes back; on a page where no field is active they do the same.
func (b *B) Walk(fields []*field.Field, next, back func()) {
	take := func(i int) {
		if b.Input != nil && i < len(fields) {
			b.Input.Take(fields[i])
		}
	}
	b.Page.Keys = func(name fyne.KeyName, _ rune) {
		switch name {
		case fyne.KeyEscape:
			back()
		case fyne.KeyReturn, fyne.KeyEnter:
			next()
		case fyne.KeyTab:
			take(0)
		}
	}
	n := len(fields)
	for i, f := range fields {
		f.OnSubmit = next
		if i+1 < n {
			f.OnSubmit = func() { take(i + 1) }
		}
		f.OnTab = func() {
			if Backwards() {
				take((i + n - 1) % n)
				return
			}
			take((i + 1) % n)
		}
		f.OnKey = func(_ rune, k fyne.KeyName) bool {
			if k == fyne.KeyEscape {
				back()
			}
			return k == fyne.KeyEscape
		}
	}
}

// Backwards reports whether the shift key is down: then the tab key goes the other way.
func Backwards() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
