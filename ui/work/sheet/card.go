package sheet

import (
	"errors"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/words"
)

// Kept is what a booth's card says. Nothing of it is secret.
type Kept struct {
	About
	Booth   string // the booth's id
	Folder  string // of its data
	First   bool   // the event's first booth; the keys of the others come from it
	Contact string // who handles the data, as the pack says
}

// Card draws the page that lies beside a booth: which one it is, the six words of its keys, where the recovery key is, and
// what to do when something is lost.
func Card(say text.Printer, k Kept) (Page, error) {
	for scale := 1.0; scale > 0.6; scale -= 0.06 {
		p, err := newPage()
		if err != nil {
			return Page{}, err
		}
		p.scale = scale
		if end := p.card(say, k); end <= bottom {
			return Page{p.img}, nil
		}
	}
	return Page{}, errors.New("drawing the card: the event's title is too long for a page")
}

// card lays the card out and returns where it ends.
func (p *page) card(say text.Printer, k Kept) float64 {
	p.text(left, 19, 10, bold, black, say.S("sheet.kicker"))
	day := k.ID + "  ·  " + k.Made.Format(time.DateOnly)
	p.text(right-p.width(10, regular, day), 19, 10, regular, grey, day)
	p.fill(left, 22, width, 0.7, black)
	p.text(left, 38, 34, bold, black, say.S("card.title"))
	y := p.block(left, 47, width, 13, bold, black, k.Event)
	y = p.block(left, y+1, width, 11, regular, grey, say.S("card.sub")) + 6
	// The words, large: they are compared by eye.
	p.right(right, y+2, 10, regular, grey, k.Set)
	y = p.heading(left, y, width, say.S("sheet.name.title", "N", k.Keys))
	y = p.six(y, k.Set, 18)
	y = p.block(left, y, width, 10, regular, grey, say.S("card.words")) + 5
	// Which booth, and where things are.
	y = p.heading(left, y, width, say.S("card.where"))
	y += 3
	where := [][2]string{{say.S("card.booth"), strings.Join(words.Booth(k.Booth, say.Lang), " ")}, {say.S("card.folder"), k.Folder}}
	if !k.First { // the recovery page's file is to be deleted once it is printed: who has the page is written below by hand
		where = append(where, [2]string{say.S("card.key"), say.S("card.firstbooth")})
	}
	where = append(where, [2]string{say.S("card.contact"), k.Contact})
	for _, w := range where {
		p.text(left, y, 10.5, regular, grey, w[0])
		y = p.block(left+46, y, width-46, 10.5, bold, black, w[1]) + 1.2
	}
	for _, line := range []string{"card.line.envelope", "card.line.phrase", "card.line.pin"} {
		p.text(left, y+3.5, 10.5, regular, grey, say.S(line))
		p.fill(left+84, y+4, width-84, 0.25, black)
		y += 9
	}
	y += 6
	// What to do when.
	y = p.heading(left, y, width, say.S("card.when"))
	y += 3
	for _, when := range []string{"phrase", "pin", "words", "broken", "stolen", "after"} {
		y = p.block(left, y, width, 11, bold, black, say.S("card.when."+when))
		if !k.First && when == "phrase" {
			when = "nophrase"
		}
		y = p.block(left+5, y, width-5, 10.5, regular, black, say.S("card.do."+when))
		if command := k.command(say, when); command != "" {
			h := p.height(width-9, 10, bold, command)
			p.fill(left+5, y-3.6, width-5, h+2.2, pale)
			y = p.block(left+7, y+1, width-9, 10, bold, black, command) + 2
		}
		y += 1.6
	}
	return y
}

// command returns the command for what has happened, ready to be typed; "" where there is none.
func (k Kept) command(say text.Printer, when string) string {
	switch when {
	case "phrase":
		return "matchbooth keys recover --data " + typable(k.Folder)
	case "pin":
		return "matchbooth pin --data " + typable(k.Folder)
	case "broken":
		return "matchbooth rescue --data " + say.S("card.copy") + " --out " + say.S("card.new")
	case "stolen":
		return "matchbooth booths distrust " + k.Booth + " --from " + say.S("card.day") + " --data " + say.S("card.other")
	}
	return ""
}

// Commands are the commands on the card.
func (k Kept) Commands(say text.Printer) (list []string) {
	for _, when := range []string{"phrase", "pin", "broken", "stolen"} {
		list = append(list, k.command(say, when))
	}
	return list
}

// typable returns a path as it is typed at a terminal, in quotes where it has blanks or signs with a meaning there.
func typable(path string) string {
	plain := func(r rune) bool { return !strings.ContainsRune(" \t\"'`$&|;<>()*?[]{}!#", r) }
	switch {
	case strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0:
		return path
	case strings.ContainsAny(path, "`$\"!"):
		return "'" + path + "'"
	}
	return `"` + path + `"`
}
