package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Rows is a list of any number of rows of one height, in a Scroller: only as many exist as are in view, and those that
// leave at one end come back at the other, so that ten thousand rows scroll like ten. Each row is a card that can be
// touched.
//
// The stock list scrolls by the wheel alone on a desktop, has no finger and no keys of ours, and paints what is hovered.
type Rows struct {
	*Scroller
	High float32 // of a row, in dp

	draw  func(i int) (id string, objects []fyne.CanvasObject)
	tap   func(i int)
	style Style
	n     int
	wide  float32
	cards []*Button
	holds []*Holder
	at    []int // which row each card shows; -1: none
	sheet *fyne.Container
}

// NewRows returns a list for a box of the given size, in dp, of rows at least Least high. draw makes what a row shows, laid
// out for the width, with what its card is called; tap is called with the row that was touched.
func NewRows(width, height, high float32, style Style, ground, bar color.Color, draw func(i int) (string, []fyne.CanvasObject), tap func(i int)) *Rows {
	r := &Rows{High: max(Least, high), draw: draw, tap: tap, style: style, wide: width}
	r.sheet = container.New(rowsSheet{r})
	for k := range int(height/r.High) + 2 {
		h := NewHolder()
		card := NewCard("", style, func() {
			if i := r.at[k]; i >= 0 {
				r.tap(i)
			}
		}, nil, h)
		card.Hidden = true
		card.Resize(fyne.NewSize(width, r.High))
		r.cards, r.holds, r.at = append(r.cards, card), append(r.holds, h), append(r.at, -1)
		r.sheet.Add(card)
	}
	r.Scroller = NewScroller(r.sheet, ground, bar)
	r.Scroller.laid = r.lay
	r.Resize(fyne.NewSize(width, height))
	return r
}

// rowsSheet is as high as all rows would be.
type rowsSheet struct{ r *Rows }

func (s rowsSheet) Layout([]fyne.CanvasObject, fyne.Size) {}
func (s rowsSheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(s.r.wide, float32(s.r.n)*s.r.High)
}

// Set shows n rows anew, from the first; keep has it stay where it is scrolled to.
func (r *Rows) Set(n int, keep bool) {
	r.n = n
	for k := range r.at {
		r.at[k] = -1
	}
	to := float32(0)
	if keep {
		to = r.Offset()
	}
	r.sheet.Resize(r.sheet.MinSize().Max(r.Scroller.Size()))
	r.ScrollTo(to)
	r.lay()
}

// Len returns the number of rows.
func (r *Rows) Len() int { return r.n }

// Again draws a row anew, if it is in view.
func (r *Rows) Again(i int) {
	for k, at := range r.at {
		if at == i && i >= 0 {
			r.fill(k, i)
		}
	}
}

// Show scrolls just far enough to have a row in view.
func (r *Rows) Show(i int) {
	if i >= 0 && i < r.n {
		r.ScrollIntoView(float32(i)*r.High, float32(i+1)*r.High)
	}
}

// Cards returns the cards there are, for layout traces and tests.
func (r *Rows) Cards() []*Button { return r.cards }

// Empty drops everything that the rows show.
func (r *Rows) Empty() {
	r.Set(0, false)
	for _, h := range r.holds {
		h.Fill()
	}
}

// lay puts the cards where rows are in view. Those rows that were in view before keep their card, untouched.
func (r *Rows) lay() {
	first := int(r.Offset() / r.High)
	for i := first; i < first+len(r.cards); i++ {
		k := i % len(r.cards)
		if i >= r.n {
			if r.at[k] >= 0 || !r.cards[k].Hidden {
				r.at[k] = -1
				r.cards[k].Hide()
			}
			continue
		}
		if r.at[k] != i {
			r.fill(k, i)
		}
	}
}

func (r *Rows) fill(k, i int) {
	card := r.cards[k]
	id, objects := r.draw(i)
	if r.at[k] != i {
		if finger.on == pressable(card) {
			Cancel() // the finger was on another row
		}
		card.Move(fyne.NewPos(0, float32(i)*r.High))
	}
	r.at[k], card.ID = i, id
	r.holds[k].Fill(objects...)
	if card.Hidden {
		card.Show()
	}
}
