package touch

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// numbered is a list of n rows of 60 dp in a box of 200×300, and which of them were touched.
func numbered(t *testing.T, n int) (h *hand, r *Rows, touched *[]int, drawn *int) {
	t.Helper()
	test.NewTempApp(t)
	touched, drawn = new([]int), new(int)
	r = NewRows(200, 300, 60, Style{}, color.White, color.Black, func(i int) (string, []fyne.CanvasObject) {
		*drawn++
		return fmt.Sprint("row.", i), []fyne.CanvasObject{canvas.NewText(fmt.Sprint(i), color.Black)}
	}, func(i int) { *touched = append(*touched, i) })
	r.Set(n, false)
	h = window(t, fyne.NewSize(400, 500), put(plate(), 0, 0, 400, 500), put(r.Scroller, 50, 50, 200, 300))
	return h, r, touched, drawn
}

// inView are the rows that can be seen, by their place.
func inView(r *Rows) map[int]string {
	out := map[int]string{}
	for k, c := range r.cards {
		if !c.Hidden {
			out[r.at[k]] = c.ID
		}
	}
	return out
}

func TestOfTenThousandRowsOnlyThoseInViewExist(t *testing.T) {
	_, r, _, drawn := numbered(t, 10_000)
	if len(r.Cards()) > 8 {
		t.Errorf("%d cards for five rows in view", len(r.Cards()))
	}
	for _, to := range []float32{0, 31, 60, 5 * 60, 4000.5 * 60, r.Reach(), r.Reach() - 1, 100, 0} {
		r.ScrollTo(to)
		got := inView(r)
		for i := int(r.Offset() / 60); i < min(10_000, int((r.Offset()+299)/60)+1); i++ {
			if got[i] != fmt.Sprint("row.", i) {
				t.Errorf("at %.0f row %d is %q", to, i, got[i])
			}
		}
		for k, c := range r.cards {
			if !c.Hidden && c.Position().Y != float32(r.at[k])*60 {
				t.Errorf("at %.0f row %d is at %.0f", to, r.at[k], c.Position().Y)
			}
		}
	}
	r.ScrollTo(60)
	*drawn = 0
	r.ScrollTo(90)
	if *drawn != 0 {
		t.Errorf("half a row farther, %d were drawn anew", *drawn)
	}
	r.ScrollTo(120)
	if *drawn > 1 {
		t.Errorf("a row farther, %d were drawn anew", *drawn)
	}
}

func TestARowThatCameBackAtTheOtherEndIsTheOneThatIsTouched(t *testing.T) {
	h, r, touched, _ := numbered(t, 100)
	r.ScrollTo(40 * 60)
	h.tap(100, 50+30)
	r.ScrollTo(43 * 60)
	h.tap(100, 50+30+60)
	if fmt.Sprint(*touched) != "[40 44]" {
		t.Errorf("touched: %v", *touched)
	}
}

func TestFewRowsShowNoOthersAndAnEmptiedListNone(t *testing.T) {
	h, r, touched, _ := numbered(t, 100)
	r.ScrollTo(r.Reach())
	r.Set(2, true)
	if r.Offset() != 0 || len(inView(r)) != 2 || r.Reach() != 0 {
		t.Errorf("two rows: scrolled to %.0f, %v", r.Offset(), inView(r))
	}
	h.tap(100, 50+4*60)
	r.Show(1)
	r.Again(1)
	r.Show(7)
	r.Empty()
	if len(*touched) != 0 || len(inView(r)) != 0 || r.Len() != 0 {
		t.Errorf("touched %v, shown %v", *touched, inView(r))
	}
	for _, h := range r.holds {
		if len(h.Inside()) > 0 {
			t.Error("an emptied list holds what it showed")
		}
	}
}

func TestARowComesIntoView(t *testing.T) {
	_, r, _, _ := numbered(t, 100)
	r.Show(50)
	if got := inView(r); got[50] == "" || r.Offset() != 51*60-300 {
		t.Errorf("scrolled to %.0f, shown: %v", r.Offset(), got)
	}
	r.Show(48)
	if r.Offset() != 51*60-300 {
		t.Error("a row that is in view already moves the list")
	}
}
