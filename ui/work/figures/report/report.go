// Package report draws what an event has come to on A4 pages, for the branch of the registry and for the school: how many
// signed up, how far people came, how they can be reached, what was handed over, and the books of each day.
//
// It holds figures only, and says so: no names, nothing of conditions below five, no table that crosses two figures. It is
// drawn in colour, so that it can be read as well on a grey print: colours differ in lightness too, and text is always
// dark on light or light on dark.
package report

import (
	"errors"
	"image"
	"io"
	"strconv"
	"strings"
	"time"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/figures/plot"
	"matchbooth/ui/work/sheet"
)

// About is the event that a report is about.
type About struct {
	Title    string // as people know it, in the report's language
	Place    string
	By       string    // who organises it; may be ""
	First    time.Time // its days; zero if they are not known
	Last     time.Time
	Made     time.Time // the day printed on it
	Practice bool      // made of practice data, and marked as that
}

// Content is what a report says. Today and Whole are counted from the same facts, which span the event; Days are its days.
type Content struct {
	About
	Names figures.Names
	Today figures.Today
	Whole figures.Day
	Came  figures.Came
	Days  []figures.Day
	Packs []Version // of the event pack, oldest first; nil if it was never changed
}

// Version is a version of the event pack that people signed up under.
type Version struct {
	Digest string
	Until  time.Time // when the next one took its place; zero for the one that the event has
}

// Of takes a report from the facts of a span, such as [figures.Always], and the pack of the event; lang is that of the
// report.
func Of(f figures.Facts, p *event.Pack, lang string) Content {
	l := event.Lang(lang)
	c := Content{
		About: About{Title: p.Title.In(l), Place: p.Place.In(l), By: p.Handler.Name.In(l), Made: f.Now, Practice: p.Practice},
		Names: figures.NamesOf(p, lang, f.Booth), Today: f.Today(), Whole: f.Day(nil),
	}
	for _, old := range p.Earlier() {
		c.Packs = append(c.Packs, Version{old.Digest, old.Until})
	}
	if len(c.Packs) > 0 {
		c.Packs = append(c.Packs, Version{Digest: p.Digest})
	}
	c.First, _ = time.Parse(time.DateOnly, string(p.Starts)) // a pack may say the month only; then it says nothing here
	c.Last, _ = time.Parse(time.DateOnly, string(p.Ends))
	if f.Opened != nil {
		c.Came = f.Opened.Came(f.Now)
	}
	for _, day := range f.Daily() {
		c.Days = append(c.Days, day.Day(nil))
	}
	return c
}

// MostDays is how many days a report may have: an event of more is several.
const MostDays = 366

// ErrDays: the report would be about more than [MostDays] days.
var ErrDays = errors.New("a report is about a year at most: choose a shorter span")

// Pages draws the pages of a report, each 2480 × 3508 pixels.
func Pages(say text.Printer, c Content) ([]image.Image, error) {
	if len(c.Days) > MostDays {
		return nil, ErrDays
	}
	d, err := newDoc(say, c.About)
	if err != nil {
		return nil, err
	}
	d.front(c)
	d.books(c)
	d.after(c)
	d.closing()
	if d.err != nil {
		return nil, d.err
	}
	return d.finish(), nil
}

// WritePDF writes a report.
func WritePDF(w io.Writer, say text.Printer, c Content) error {
	images, err := Pages(say, c)
	if err != nil {
		return err
	}
	pages := make([]sheet.Page, len(images))
	for i, img := range images {
		pages[i] = sheet.Drawn(img)
	}
	return sheet.WritePDF(w, c.Made, pages...)
}

// front is what a reader wants to know first.
func (d *doc) front(c Content) {
	d.head(c.About)
	t := c.Today
	cards := []card{{title: d.say.S("report.signed"), n: t.SignedUp}, {title: d.say.S("report.checked"), n: t.Checked}}
	if t.Open {
		cards[0].line = d.say.S("report.signed.line", "Paper", c.Whole.Paper)
		if t.Joined > 0 {
			cards[0].line = d.say.S("report.signed.joined", "Joined", t.Joined)
		}
		cards = append(cards, card{title: d.say.S("report.handed"), n: c.Whole.Registry, line: d.say.S("report.handed.line", "N", c.Whole.NoHandOver)})
	}
	if n := t.SignedUp - t.Checked; n > 0 {
		cards[1].line = d.say.S("report.checked.line", "N", n)
	}
	cards = append(cards, card{title: d.say.S("report.erased"), n: t.Erased, line: d.say.S("report.erased.line")})
	d.cards(cards)

	when, title := t.HoursPlot(d.say), d.say.S("report.hours")
	if len(t.Days) > 1 {
		when, title = t.DaysPlot(d.say), d.say.S("report.dates")
	}
	rows := [][]panel{{{title, when, ""}, {d.say.S("report.way"), t.WayPlot(d.say), t.LeaveLine(d.say)}}}
	if len(t.Days) > 1 {
		rows = append(rows, []panel{{d.say.S("report.hours"), t.HoursPlot(d.say), ""}, {d.say.S("report.origin"), c.Whole.OriginPlot(d.say, c.Names), ""}})
	}
	if t.Open && t.SignedUp > 0 {
		two := 0
		for ways, n := range t.Reach {
			if ways >= 2 {
				two += n
			}
		}
		row := []panel{{d.say.S("report.reach"), t.ReachPlot(d.say), d.say.S("report.reach.line", "N", two)}}
		if !c.Names.NoStories {
			row = append(row, panel{d.say.S("report.story"), t.StoriesPlot(d.say, c.Names), d.say.S("report.story.line")})
		}
		rows = append(rows, row)
	}
	langs := map[string]int{}
	for _, l := range t.Langs {
		langs[l.Name] = l.N
	}
	line := ""
	if t.Open && t.SignedUp > 0 {
		line = d.say.S("report.langs", "Langs", figures.InLangs(d.say.S("report.langs.comma"), langs))
	}
	var last []panel
	if len(t.Days) == 1 {
		last = append(last, panel{d.say.S("report.origin"), c.Whole.OriginPlot(d.say, c.Names), line})
	}
	if len(t.Outcomes) > 0 {
		last = append(last, panel{d.say.S("report.outcome"), t.OutcomesPlot(d.say, c.Names), d.say.S("report.outcome.line")})
	}
	rows = append(rows, last)
	after := 0.0
	if !t.Open && len(c.Days) <= 3 { // all of it has room on one page
		after = 89 + 7*float64(len(c.Days))
	}
	d.rows(after, rows)
}

// books is a table with a line for each day, and what is open.
func (d *doc) books(c Content) {
	if len(c.Days) == 0 {
		return
	}
	d.heading(d.say.S("report.books"), 40)
	cols := []string{d.say.S("report.books.day")}
	for _, name := range terms(c.Whole.Opened) {
		cols = append(cols, figures.TermName(d.say, figures.Term{Name: name}))
	}
	cols = append(cols, "")
	d.table(cols)
	for _, day := range c.Days {
		d.line(day.Date, day, false)
	}
	if len(c.Days) > 1 {
		d.line(d.say.S("report.books.sum"), c.Whole, true)
	}
	if c.Whole.Opened {
		d.note(d.say.S("report.books.line"))
	} else {
		d.note(d.say.S("report.books.line.closed"))
	}
	var open []string
	for _, t := range c.Whole.Todo {
		what, _ := c.Whole.Say(d.say, c.Names, t)
		open = append(open, what)
	}
	if len(open) > 0 {
		comma := map[bool]string{true: "；", false: "; "}[lang.Of(d.say.Lang).IsHan()]
		d.paragraph(d.say.S("report.books.open", "What", strings.Join(open, comma)))
	}
	d.versions(c.Packs)
	d.y += 4
}

// versions names the versions of the event pack.
func (d *doc) versions(list []Version) {
	var parts []string
	for _, v := range list {
		if v.Until.IsZero() {
			parts = append(parts, d.say.S("report.packs.now", "Digest", v.Digest[:12]))
		} else {
			parts = append(parts, d.say.S("report.packs.until", "Digest", v.Digest[:12], "Day", v.Until.Local().Format(time.DateOnly)))
		}
	}
	if len(parts) > 0 {
		d.note(d.say.S("report.packs", "What", strings.Join(parts, d.say.S("punct.list"))))
	}
}

// terms are the columns of the books.
func terms(opened bool) []string {
	if opened {
		return []string{"created", "stored", "erased", "mirrored", "exported_registry", "no_handover"}
	}
	return []string{"created", "stored", "erased", "mirrored"}
}

func term(d figures.Day, name string) string {
	return strconv.Itoa(map[string]int{"created": d.Created, "stored": d.Stored, "erased": d.Erased, "mirrored": d.Mirrored,
		"exported_registry": d.Registry, "no_handover": d.NoHandOver}[name])
}

// agrees says whether every equation of a day does.
func agrees(d figures.Day) bool {
	for _, e := range d.Equations {
		if !e.Agrees {
			return false
		}
	}
	return true
}

// after is what came of people.
func (d *doc) after(c Content) {
	if !c.Today.Open || c.Came.SignedUp == 0 {
		return
	}
	d.row(16, panel{d.say.S("report.came"), c.Came.Plot(d.say), d.say.S("report.came.line")})
}

// panel is a plot with its title and a line under it.
type panel struct {
	title string
	plot  plot.Plot
	line  string
}
