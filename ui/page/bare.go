package page

// Bare begins a page without the usual header, such as one with a rail at its side. It returns a row of the given height
// below the practice strip, which stays in place when the keyboard moves the page (see [B.Fixed]), and what is left below
// it.
func (b *B) Bare(height float32) (row, rest Box) {
	m := b.M
	body, _, lid := b.layers(b.P.Paper)
	rest = Box{0, 0, m.W, m.H}
	if b.Practice {
		rest = b.practiceStrip(rest)
	}
	row, rest = rest.Top(height)
	b.Page.HeadH = rest.Y
	Place(b.Page.cover, Box{0, 0, m.W, rest.Y})
	Place(lid, Box{0, 0, m.W, rest.Y})
	b.into = body
	return row, rest
}

// Fixed runs fn with Put adding what stays in place when the keyboard moves the page.
func (b *B) Fixed(fn func()) {
	outer := b.into
	b.into = b.Page.head
	fn()
	b.into = outer
}
