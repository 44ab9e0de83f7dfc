package prints

import (
	"fmt"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/prints/canvas"
)

// The cards: the size of a bank card, ten a sheet.
const (
	cardWide, cardHigh    = 85.0, 54.0
	cardColumns, cardRows = 2, 5
	cardsLeft, cardsTop   = (canvas.A4Wide - cardColumns*cardWide) / 2, (canvas.A4High - cardRows*cardHigh) / 2
	cardsASheet           = cardColumns * cardRows
	cardIn, codeSide      = 4.5, 21.0
)

// cards are what people who signed up on paper take home. Without a list of codes it is one sheet to copy, on which the code
// is written by hand; with one, a card for each row.
func (s setting) cards(rows []export.CodeRow) (pages []*canvas.Page, err error) {
	n := len(rows)
	if n == 0 {
		n = cardsASheet
	}
	var p *canvas.Page
	for i := range n {
		at := i % cardsASheet
		if at == 0 {
			p = canvas.New(canvas.A4Wide, canvas.A4High)
			s.marks(p, cardsLeft, cardsTop, cardWide, cardHigh, cardColumns, cardRows)
			pages = append(pages, p)
		}
		var row export.CodeRow
		if len(rows) > 0 {
			row = rows[i]
		}
		if err := s.card(p, cardsLeft+cardWide*float64(at%cardColumns), cardsTop+cardHigh*float64(at/cardColumns), row); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// card is one card. Its two codes are at the right, its words at the left.
func (s setting) card(p *canvas.Page, x, y float64, row export.CodeRow) error {
	s.strip(p, x, y, cardWide)
	at := y + 6.2
	codes := s.cardCodes(row)
	sides := []float64{codeSide}
	switch {
	case s.page != "": // its code has more in it
		sides = []float64{19, 14}
	case len(codes) > 1:
		sides = []float64{16.5, 16.5}
	}
	right := x + cardWide - cardIn - sides[0]
	for i, c := range codes {
		side := sides[i]
		left := right + (sides[0]-side)/2
		if _, err := p.Code(left, at, side, c.payload, s.pal.Ink); err != nil {
			return err
		}
		size, lines := fit(sides[0]+5, 6.6, 4.5, true, 1, c.label)
		p.Text(left+(side-canvas.Width(size, true, lines[0]))/2, at+side+2.9, size, true, s.pal.Ink, lines[0])
		at += side + 6.2
	}

	left := x + cardIn
	w := right - 4.5 - left
	sign(p, left+3.6, y+8.6, 2.2, s.pal.Red, s.pal.Gold, white)
	size, lines := fit(w-9, 9, 6.8, true, 2, s.In(s.Title))
	if len(lines) > 2 {
		size, lines = fit(w-9, 9, 5, true, 2, s.In(s.Short))
	}
	ty := y + 8.6 + capHigh(size)/2 - float64(len(lines)-1)*leading(size, 1.2)/2
	for _, l := range lines {
		p.Text(left+9, ty, size, true, s.pal.Ink, l)
		ty += leading(size, 1.2)
	}
	ty = y + 18
	p.Text(left, ty, 6.8, true, s.pal.Soft, s.S("prints.card.code"))
	if name := row.Name; name != "" {
		nameX := left + canvas.Width(6.8, true, s.S("prints.card.code")) + 3
		for _, r := range canvas.Lacks(name) { // a gap, in which the character is written by hand
			name = strings.ReplaceAll(name, string(r), "＿")
		}
		size, names := fit(left+w-nameX, 9, 5, true, 1, name)
		p.Text(nameX, ty, size, true, s.pal.Ink, names[0])
	}
	if code, err := entry.ParseReceiptCode(row.Code); err == nil {
		p.Round(left, ty+1.6, w, 9, 1.6, s.pal.Rose)
		shown := code.String()
		p.Text(left+(w-canvas.Width(14.5, true, shown))/2, ty+1.6+4.5+capHigh(14.5)/2, 14.5, true, s.pal.Ink, shown)
	} else {
		s.codeBoxes(p, left, ty+1.6, w, 9)
	}
	s.cardWords(p, left, ty+15, w, y+cardHigh-2.6)
	return nil
}

// strip is the upper edge of a card or a number: red, or gold with what is to be known where all of it is practice.
func (s setting) strip(p *canvas.Page, x, y, w float64) {
	if !s.Practice {
		p.Fill(x, y, w, 1.6, s.pal.Red)
		return
	}
	p.Fill(x, y, w, 3.2, s.pal.Gold)
	size, lines := fit(w-4, 5.5, 4, true, 1, s.S("prints.practice"))
	p.Text(x+(w-canvas.Width(size, true, lines[0]))/2, y+1.6+capHigh(size)/2, size, true, s.pal.Ink, lines[0])
}

// codeBoxes are a box for each character of a receipt code, parted as it is shown.
func (s setting) codeBoxes(p *canvas.Page, x, y, w, h float64) {
	const gap = 1.8
	cell := (w - 2*gap) / 9
	for i := range 9 {
		p.Frame(x+float64(i)*cell+gap*float64(i/4), y, cell-0.5, h, 0.2, s.pal.Edge)
	}
	for _, i := range []float64{4, 8} { // the hyphens
		at := x + i*cell + gap*(i/4-1)
		p.Line(at+0.1, y+h/2, at+gap-0.6, y+h/2, 0.3, s.pal.Edge)
	}
}

// cardWords are what the code is for, whom to ask, and where to be erased, in the largest size that fits.
func (s setting) cardWords(p *canvas.Page, x, y, w, bottom float64) {
	paragraphs := []string{s.S("prints.card.code.why")}
	if s.Handler.Phone != "" {
		paragraphs = append(paragraphs, s.S("prints.card.ask", "Phone", s.Handler.Phone))
	}
	paragraphs = append(paragraphs, s.S("prints.card.erase", "How", strings.TrimSpace(s.In(s.Handler.Erasure))))
	for size := 7.0; ; size -= 0.2 {
		var lines []string
		for _, one := range paragraphs {
			lines = append(lines, canvas.Wrap(w, size, false, one)...)
		}
		step := leading(size, 1.34)
		if y+float64(len(lines)-1)*step > bottom && size > 4.2 {
			continue
		}
		for _, l := range lines {
			p.Text(x, y, size, false, s.pal.Ink, l)
			y += step
		}
		return
	}
}

// cardCode is a code of a card.
type cardCode struct{ label, payload string }

// Format implements fmt.Formatter: a payload may be a person's own.
func (c cardCode) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "prints.cardCode{%s}", c.label) }

// cardCodes are the registry's page, and before it the event's own, on which people say later what has changed, if there is
// one: with the person's own code if that is known, else it asks for the receipt code. Without it the second is the page for
// parents, which the event's own page has too. Other kinds of take-home items hold what changes from day to day, or are long.
func (s setting) cardCodes(row export.CodeRow) []cardCode {
	out := []cardCode{{s.S("prints.card.enrol"), s.EnrolLink()}}
	if main := s.MainTake(); main != nil && main.Kind == takehome.KindLink {
		out[0] = cardCode{s.In(main.Label), s.FillRef(main.Link)} // as the screen calls it
	}
	if s.page != "" {
		page := s.page
		if code, err := entry.ParseReceiptCode(row.Code); err == nil && s.own[code.String()] != "" {
			page = string(s.own[code.String()])
		}
		return append([]cardCode{{s.S("prints.card.followup"), page}}, out...)
	}
	if parents := s.Take("parents"); parents != nil && parents.Kind == takehome.KindLink && !parents.Main {
		out = append(out, cardCode{s.S("prints.card.parents"), s.FillRef(parents.Link)})
	}
	return out
}
