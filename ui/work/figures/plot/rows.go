package plot

import "strconv"

// Row is one number with its label, or with dots in place of a label.
type Row struct {
	Label string
	Dots  int // of [Rows.Dots], filled
	N     int
}

// Rows are bars that lie beside their labels, for names; in gold for what matters most on the page.
type Rows struct {
	Rows  []Row
	Dots  int // how many dots each row has in place of its label; 0 for labels
	Gold  bool
	Empty string

	over bool // labels stand over their bars, in one line: where they would be too small beside them
}

const (
	rowOver  = 40.0 // the height of a row with its label over its bar
	rowLeast = 32.0 // the height of a row
	rowLine  = 22.0 // of a further line of its label
	dotStep  = 19.0
)

// column returns how wide the labels are.
func (r Rows) column(k *kit, w float64) float64 {
	if r.Dots > 0 {
		return min(float64(r.Dots)*dotStep+6, w*0.5)
	}
	wide := 0.0
	for _, row := range r.Rows {
		wide = max(wide, k.width(small, false, row.Label))
	}
	return min(wide+2, w*0.46)
}

// numbers returns how wide the numbers are.
func (r Rows) numbers(k *kit) (wide float64) {
	for _, row := range r.Rows {
		wide = max(wide, k.width(label, true, strconv.Itoa(row.N)))
	}
	return wide
}

func (r Rows) height(k *kit, w float64) float64 {
	if r.over {
		return max(float64(len(r.Rows))*rowOver, 60)
	}
	all := 0.0
	for _, row := range r.Rows {
		lines := 1
		if r.Dots == 0 {
			l, _ := k.wrap(r.column(k, w), small, false, row.Label)
			lines = len(l)
		}
		all += rowLeast + float64(lines-1)*rowLine
	}
	return max(all, 60)
}

func (r Rows) draw(k *kit, w, h float64) {
	top := 0
	for _, row := range r.Rows {
		top = max(top, row.N)
	}
	if top == 0 {
		k.nothing(w, h, r.Empty)
		return
	}
	col, num := r.column(k, w), r.numbers(k)
	from := col + 14
	room := w - num - 14 - from
	ink := k.pal.Wine
	if r.Gold {
		ink = k.pal.GoldOnLight()
	}
	y := 0.0
	for _, row := range r.Rows {
		if r.over {
			size := k.fit(w-num-20, small, false, row.Label)
			k.text(0, y+19, size, false, k.pal.Ink, row.Label)
			if row.N > 0 {
				k.box(0, y+26, max((w-num-14)*float64(row.N)/float64(top), 6), 8, 4, ink)
			}
			k.right(w, y+rowOver/2+label*0.36, label, true, k.pal.Ink, strconv.Itoa(row.N))
			y += rowOver
			continue
		}
		lines, size := []string{""}, small
		if r.Dots == 0 {
			lines, size = k.wrap(col, small, false, row.Label)
		}
		high := rowLeast + float64(len(lines)-1)*rowLine
		mid := y + high/2
		for i, l := range lines {
			k.text(0, mid+(float64(i)-float64(len(lines)-1)/2)*rowLine+size*0.36, size, false, k.pal.Ink, l)
		}
		for i := range r.Dots {
			x := 8 + float64(i)*min(dotStep, (col-6)/float64(r.Dots))
			k.disc(x, mid, 7, k.pal.Ink)
			if i >= row.Dots {
				k.disc(x, mid, 5.4, k.pal.Card)
			}
		}
		if row.N > 0 && room > 0 {
			k.box(from, mid-8, max(room*float64(row.N)/float64(top), 6), 16, 4, ink)
		}
		k.right(w, mid+label*0.36, label, true, k.pal.Ink, strconv.Itoa(row.N))
		y += high
	}
}

// narrow is what is drawn where the rows would have to shrink: labels that need several lines beside their bars stand over them,
// if every one then fits in its line in a size that is read.
func (r Rows) narrow(k *kit, w, h float64) Plot {
	over := r
	over.over = true
	if r.Dots > 0 || r.height(k, w) <= h || over.height(k, w) >= r.height(k, w) {
		return r
	}
	for _, row := range r.Rows {
		if k.fit(w-r.numbers(k)-20, small, false, row.Label) < 13 {
			return r
		}
	}
	return over
}
