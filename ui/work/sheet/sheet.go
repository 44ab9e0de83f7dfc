// Package sheet draws what organisers print and lock away: the recovery key, or one share of it, on an A4 page.
//
// Its pages are greyscale images at 300 dpi that any printer can print: the key in groups that can be typed in and as a QR
// code, its name in six words of both languages, what it is for, and how to use it with this program and without. It is
// drawn with the embedded typeface, so that it looks the same everywhere, and is written as PNG or PDF.
//
// The page is the secret: nothing here keeps a copy, and the callers write it to new files that only their owner can
// read.
package sheet

import (
	"errors"
	"fmt"
	"image"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/data/words"
)

// Page is one drawn page.
type Page struct {
	img image.Image
}

// Drawn returns a picture of 2480 × 3508 pixels as a page, to be written as one: what else is printed is drawn elsewhere.
func Drawn(img image.Image) Page { return Page{img} }

// Image returns the image, 2480 × 3508 pixels.
func (p Page) Image() image.Image { return p.img }

// About says which key a page is for.
type About struct {
	Event string    // the event's title, as people know it
	ID    string    // and its id
	Made  time.Time // the date printed on the page
	Set   string    // the fingerprint of the event's whole key set
	Keys  int       // how many keys are in it
}

// Recovery draws the page for a recovery key (AGE-SECRET-KEY-PQ-1…).
func Recovery(say text.Printer, a About, secret string) (Page, error) {
	id, err := seal.ParseIdentity(secret)
	if err != nil {
		return Page{}, fmt.Errorf("drawing the sheet: %w", err)
	}
	defer id.Close()
	secret = id.Secret()
	at := strings.LastIndexByte(secret, '1') + 1
	return compose(content{
		kicker: say.S("sheet.kicker"), made: a.Made, event: a.Event, id: a.ID,
		title: say.S("sheet.recovery.title"), sub: say.S("sheet.recovery.sub", "Event", a.Event),
		warning: say.S("sheet.recovery.warning"),
		head:    secret[:at], groups: fours(secret[at:]), perRow: seal.KeyRow, cell: 5.2, gap: 5.2, size: 19,
		note: say.S("sheet.recovery.note"), payload: secret, scan: say.S("sheet.scan"),
		nameTitle: say.S("sheet.name.title", "N", a.Keys), name: say.S("sheet.name.text"), set: a.Set,
		alone: say.S("sheet.name.key"), fingerprint: id.Fingerprint(),
		forTitle: say.S("sheet.for.title"), use: say.S("sheet.recovery.for"),
		howTitle: say.S("sheet.how.title"),
		steps: []step{
			{say.S("sheet.recovery.step1"), recoverCommand(say)},
			{say.S("sheet.recovery.step2"), ageCommand},
			{say.S("sheet.recovery.step3"), ""},
		},
		lines: []string{say.S("sheet.line.who"), say.S("sheet.line.where"), say.S("sheet.line.seal")},
	})
}

// Share draws the page for one share, as package share writes it.
func Share(say text.Printer, a About, one string) (Page, error) {
	info, err := share.Read(one)
	if err != nil {
		return Page{}, fmt.Errorf("drawing the sheet: %w", err)
	}
	mark, digits, _ := strings.Cut(one, ":")
	args := []any{"N", info.Number, "Of", info.Made, "Need", info.Needed, "Event", a.Event}
	return compose(content{
		kicker: say.S("sheet.kicker"), made: a.Made, event: a.Event, id: a.ID,
		title: say.S("sheet.share.title", args...), sub: say.S("sheet.recovery.sub", args...),
		warning: say.S("sheet.share.warning", args...),
		head:    mark + ":", groups: fours(strings.ReplaceAll(digits, "-", "")), perRow: share.Row, cell: 3.9, gap: 3.6, size: 14,
		note: say.S("sheet.share.note"), payload: mark + ":" + strings.ReplaceAll(digits, "-", ""), scan: say.S("sheet.scan.share"),
		nameTitle: say.S("sheet.name.title", "N", a.Keys), name: say.S("sheet.name.text"), set: a.Set,
		alone: say.S("sheet.name.key"), fingerprint: info.Fingerprint,
		forTitle: say.S("sheet.for.title"), use: say.S("sheet.share.for", args...),
		howTitle: say.S("sheet.how.title"),
		steps: []step{
			{say.S("sheet.share.step1", args...), recoverCommand(say)},
			{say.S("sheet.share.step2", args...), combineCommand},
			{say.S("sheet.share.step3"), ageCommand},
			{say.S("sheet.share.step4"), ""},
		},
		lines: []string{say.S("sheet.line.who"), say.S("sheet.line.where"), say.S("sheet.line.seal")},
	})
}

// The commands of the pages. The folder is named as the card beside the booth does: the page is kept far from it, for years.
const (
	combineCommand = "matchbooth keys combine share-1.txt share-2.txt --out key.txt"
	ageCommand     = "age -d -i key.txt people.xlsx.age > people.xlsx"
)

func recoverCommand(say text.Printer) string {
	return "matchbooth keys recover --data " + say.S("sheet.folder")
}

// Commands are the commands of this program on the pages of a recovery key and of its shares.
func Commands(say text.Printer) []string { return []string{recoverCommand(say), combineCommand} }

// fours splits a text into groups of four.
func fours(s string) []string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return append(out, s)
}

// content is the content of a page.
type content struct {
	kicker, event, id string
	made              time.Time
	title, sub        string
	warning           string

	head      string   // of the key, the same for all
	groups    []string // the rest of it
	perRow    int
	cell, gap float64 // width of a character, and of the gap between groups, in mm
	size      float64 // of a character, in points
	note      string
	payload   string // of the QR code
	scan      string

	nameTitle, name, set string // of all keys
	alone, fingerprint   string // of this one
	forTitle, use        string
	howTitle             string
	steps                []step
	lines                []string
}

type step struct{ say, command string }

// compose lays a page out, in a smaller size if an event's long title leaves no other way.
func compose(c content) (Page, error) {
	for scale := 1.0; scale > 0.6; scale -= 0.06 {
		p, err := newPage()
		if err != nil {
			return Page{}, err
		}
		p.scale = scale
		end, err := p.compose(c)
		if err != nil {
			return Page{}, err
		}
		if end <= bottom-9 {
			return Page{p.img}, nil
		}
	}
	return Page{}, errors.New("drawing the sheet: the event's title is too long for a page")
}

// The margins, and where the lines for handwriting are; all lengths are in millimetres.
const (
	left   = 18.0
	right  = 192.0
	width  = right - left
	bottom = 284.0
)

// compose lays the page out from the top down, and returns where its text ends.
func (p *page) compose(c content) (end float64, err error) {
	// Head.
	p.text(left, 19, 10, bold, black, c.kicker)
	day := c.id + "  ·  " + c.made.Format(time.DateOnly)
	p.text(right-p.width(10, regular, day), 19, 10, regular, grey, day)
	p.fill(left, 22, width, 0.7, black)
	size := 34.0
	for p.width(size, bold, c.title) > width {
		size--
	}
	p.text(left, 38, size, bold, black, c.title)
	y := p.block(left, 46.5, width, 11.5, regular, grey, c.sub)
	// What carelessness would cost: white on black.
	y += 2
	h := p.height(width-12, 11.5, bold, c.warning) + 4.5
	p.fill(left, y-5, width, h, black)
	p.block(left+6, y+1.6, width-12, 11.5, bold, white, c.warning)
	y += h + 5
	// The key, for typing and scanning.
	top := y
	const code = 55.0
	// The code's quiet zone lies in the margin, so that its dark part lines up with the section lines.
	border, err := p.qr(right-code, top-2.5, code, c.payload)
	if err != nil {
		return 0, err
	}
	p.text(left, y, 13, bold, black, c.head)
	y += 3
	row := c.size*25.4/72 + 4.6
	group := 4*c.cell + c.gap
	for i, g := range c.groups {
		if i%c.perRow == 0 {
			y += row
			p.right(left+5, y, 8.5, regular, grey, fmt.Sprint(i/c.perRow+1))
		}
		p.cells(left+8+float64(i%c.perRow)*group, y, c.cell, c.size, g)
	}
	y = p.block(left, y+9, right-code-10-left, 9, regular, grey, c.note)
	below := p.block(right-code, top+code+border+1, code, 9, regular, grey, c.scan)
	y = max(y, below) + 4
	// The name of the whole set, which is the one to compare; this key's own name only tells sheets apart.
	p.right(right, y+2, 10, regular, grey, c.set)
	y = p.heading(left, y, width, c.nameTitle)
	y = p.six(y, c.set, 15)
	y = p.block(left, y, width, 9, regular, grey, c.name) + 0.8
	alone := fmt.Sprintf("%s %s  ·  %s  ·  %s", c.alone, strings.Join(words.Fingerprint(c.fingerprint, "zh"), " "),
		strings.Join(words.Fingerprint(c.fingerprint, "en"), " "), c.fingerprint)
	y = p.block(left, y, width, 8.5, regular, grey, alone) + 3.5
	// What it is for, and how to use it.
	y = p.heading(left, y, width, c.forTitle)
	y = p.block(left, y+3, width, 9.5, regular, black, c.use) + 4
	y = p.heading(left, y, width, c.howTitle)
	y += 3
	for i, s := range c.steps {
		p.text(left, y, 9.5, bold, black, fmt.Sprint(i+1))
		y = p.block(left+6, y, width-6, 9.5, regular, black, s.say)
		if s.command != "" {
			p.fill(left+6, y-3.6, width-6, 7, pale)
			p.text(left+8, y+1.2, 10, bold, black, s.command)
			y += 8.2
		}
	}
	// Lines to fill in by hand.
	third := width / float64(len(c.lines))
	for i, l := range c.lines {
		x := left + float64(i)*third
		p.fill(x, bottom, third-6, 0.25, black)
		p.text(x, bottom+4.2, 8.5, regular, grey, l)
	}
	return y, nil
}
