// Package prints is what organisers print for a booth: a poster, cards to take home, a paper form and the table it is typed
// into, queue numbers. All of it is made of the event pack, so that paper and screen say the same, and the same pack gives
// the same bytes.
//
// It knows no people but on cards that are made for a list of receipt codes.
package prints

import (
	"fmt"
	"image/color"
	"io"
	"slices"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/prints/canvas"
	"matchbooth/ui/work/sheet"
)

// What can be printed.
const (
	Poster = "poster"
	Cards  = "cards"
	Form   = "form"
	Table  = "table"
	Queue  = "queue"
	Guide  = "volunteer"
)

// All lists what can be printed, in the order in which it is made.
var All = []string{Poster, Cards, Form, Table, Queue, Guide}

// Sizes of posters.
const (
	A3 = "A3"
	A4 = "A4"
)

// Order says what to print.
type Order struct {
	Pack  *event.Pack
	Texts *text.Catalogue
	What  []string         // of All
	Langs []string         // "zh", "en"
	Paper string           // of the poster: A3 or A4
	Codes []export.CodeRow // cards for these people; none: cards to be filled in by hand

	// Page is the address of the event's page on a phone, "" without a hub; it asks for the receipt code. Own are the codes that
	// lead there without one, by receipt code, of those of the people above who have one.
	Page string
	Own  map[string]takehome.FollowUp
}

// Format implements fmt.Formatter: an order may hold names and receipt codes.
func (o Order) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "prints.Order{%v, %d codes %s}", o.What, len(o.Codes), record.Redacted)
}

// File is one file to be written.
type File struct {
	Name    string
	Write   func(w io.Writer) error
	Private bool // it holds names or receipt codes
}

// dpi is the resolution of the pictures beside the PDFs: enough to look at and to send, and a third of the size of what a
// printer needs.
const dpi = 150

// Files lays out what was ordered. Nothing is drawn before a file is written.
func Files(o Order) ([]File, error) {
	var out []File
	for _, what := range All {
		if !slices.Contains(o.What, what) {
			continue
		}
		for _, lang := range o.Langs {
			s := setting{Pack: o.Pack, Printer: o.Texts.In(lang), lang: event.Lang(lang), pal: art.Normal(), page: o.Page, own: o.Own}
			name := what + "-" + lang
			var pages []*canvas.Page
			var err error
			private, pictures := false, true
			switch what {
			case Poster:
				wide, high := canvas.A3Wide, canvas.A3High
				if o.Paper == A4 {
					wide, high = canvas.A4Wide, canvas.A4High
				}
				pages, err = s.poster(wide, high)
			case Cards:
				private = len(o.Codes) > 0
				pictures = !private // a picture of people's codes would be one more thing to delete
				pages, err = s.cards(o.Codes)
			case Form:
				pages, err = s.form()
			case Table:
				out = append(out, File{Name: name + ".xlsx", Write: s.table})
				continue
			case Queue:
				pictures = false // ten pages of numbers that nobody sends to anybody
				pages = s.queue()
			case Guide:
				pages = s.guide()
			}
			if err != nil {
				return nil, fmt.Errorf("laying out the %s: %w", what, err)
			}
			title := s.In(s.Title)
			made := s.day()
			out = append(out, File{Name: name + ".pdf", Private: private, Write: func(w io.Writer) error { return canvas.WritePDF(w, title, made, pages...) }})
			if !pictures {
				continue
			}
			for i, p := range pages {
				picture := name + ".png"
				if len(pages) > 1 {
					picture = fmt.Sprintf("%s-%d.png", name, i+1)
				}
				out = append(out, File{Name: picture, Write: func(w io.Writer) error {
					img, err := p.Draw(dpi)
					if err != nil {
						return err
					}
					return sheet.EncodePNG(w, img, dpi)
				}})
			}
		}
	}
	return out, nil
}

// setting is what all prints of a language share.
type setting struct {
	*event.Pack
	text.Printer
	lang event.Lang
	pal  art.Palette
	book bool // a spreadsheet shows it, in a typeface of its own
	page string
	own  map[string]takehome.FollowUp
}

// In returns a text of the pack.
func (s setting) In(t event.Text) string { return s.quotes(t.In(s.lang)) }

// S returns a text of the catalogue.
func (s setting) S(key string, args ...any) string { return s.quotes(s.Printer.S(key, args...)) }

// quotes gives English text the narrow forms of its marks: the usual ones of the typeface are as wide as a Chinese character.
// [canvas.WritePDF] writes the usual ones for whoever copies or searches the text.
func (s setting) quotes(text string) string {
	if s.lang != event.EN || s.book {
		return text
	}
	return assets.Narrow(text)
}

// day is the day that documents say they were made: the event's, since a clock would make other bytes each time.
func (s setting) day() time.Time {
	t, _ := s.Starts.Time()
	return t
}

// days are the event's days as people read them.
func (s setting) days() string {
	from, ok1 := s.Starts.Time()
	to, ok2 := s.Ends.Time()
	if !ok1 || !ok2 {
		return ""
	}
	same := from.Equal(to)
	if s.lang == event.ZH {
		a := fmt.Sprintf("%d年%d月%d日", from.Year(), from.Month(), from.Day())
		switch {
		case same:
			return a
		case from.Year() != to.Year():
			return a + "至" + fmt.Sprintf("%d年%d月%d日", to.Year(), to.Month(), to.Day())
		case from.Month() != to.Month():
			return a + "至" + fmt.Sprintf("%d月%d日", to.Month(), to.Day())
		}
		return a + fmt.Sprintf("至%d日", to.Day())
	}
	switch {
	case same:
		return to.Format("2 January 2006")
	case from.Year() != to.Year():
		return from.Format("2 January 2006") + " – " + to.Format("2 January 2006")
	case from.Month() != to.Month():
		return from.Format("2 January") + " – " + to.Format("2 January 2006")
	}
	return from.Format("2") + "–" + to.Format("2 January 2006")
}

// leading is the distance of two baselines in millimetres.
func leading(size, lines float64) float64 { return size * 25.4 / 72 * lines }

// cap is the height of a capital, and about that of a digit.
func capHigh(size float64) float64 { return size * 25.4 / 72 * 0.73 }

// fit returns the largest size, from size down to least, at which a text needs no more lines than so many, and those lines.
func fit(w, size, least float64, bold bool, lines int, s string) (float64, []string) {
	for {
		all := canvas.Balanced(w, size, bold, s)
		if len(all) <= lines || size <= least {
			return size, all
		}
		size = max(size-0.5, least)
	}
}

var white = color.NRGBA{255, 255, 255, 255}
