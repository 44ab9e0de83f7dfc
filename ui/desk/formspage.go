package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/packs"
	"matchbooth/ui/work/paper"
	work "matchbooth/ui/work/session"
)

// Files of typed paper forms stand among what can be merged: the page says first what would be saved, what is here
// already, and what is refused and why. So do event packs: it says first how the pack differs from the booth's, sentence by
// sentence.

// typing says how the chosen file is read.
func (g *merger) typing() work.Typing { return work.Typing{Encoding: g.k.encoding, Say: g.T} }

// mostReasons is how many lines are named that would be refused, and how many that could be read otherwise.
const mostReasons = 6

// typed says what is in a file of typed forms.
func (g *merger) typed(f work.Forms, w float32) []page.Flow {
	m := g.M
	quiet := g.Type(m.Small(), g.P.Soft, false)
	say := g.Type(m.Label(), g.P.Ink, false)
	flows := []page.Flow{g.numbers([]number{{f.New, "desk.forms.n.new"}, {f.Again, "desk.forms.n.again"}, {f.Refused, "desk.forms.n.refused"}, {f.Unsure, "desk.forms.n.unsure"}}, w)}
	add := func(gap float32, key string, args ...any) {
		flows = append(flows, g.Para(gap, g.Tx(key, args...), quiet, w))
	}
	var read, left []string
	for _, c := range f.Columns {
		switch {
		case c.Means != "" || c.Consent != "":
			read = append(read, g.column(c))
		default:
			left = append(left, c.Read)
		}
	}
	comma := g.Tx("desk.give.comma")
	add(m.S(10), "desk.forms.read", "Columns", strings.Join(read, comma))
	if len(left) > 0 {
		add(m.S(2), "desk.forms.left", "Columns", strings.Join(left, comma))
	}
	if f.Sheets > 1 {
		add(m.S(2), "desk.forms.sheets", "Sheet", f.Sheet, "N", f.Sheets-1)
	}
	if f.Hidden > 0 {
		add(m.S(2), "desk.forms.hidden", "N", f.Hidden)
	}
	if f.Merged > 0 {
		add(m.S(2), "desk.forms.merged", "N", f.Merged)
	}
	lines := func(key string, mark mark, list []paper.Reason) {
		for _, r := range list[:min(len(list), mostReasons)] {
			flows = append(flows, g.marked(m.S(8), mark, g.Tx(key, "Line", r.Line, "Why", strings.Join(r.Why, comma)), say, w))
		}
		if n := len(list) - mostReasons; n > 0 {
			add(m.S(4), key+".more", "N", n)
		}
	}
	lines("desk.forms.unsure", markPlain, f.Look.Doubts)
	lines("desk.forms.refused", markWrong, f.Reasons)
	return flows
}

// column says what a column was understood as: as the form calls it, where that is something else.
func (g *merger) column(c intake.Column) string {
	name := intake.ColumnName(g.Pack, c, g.State.Lang)
	if c.Consent != "" {
		name = g.Tx("desk.forms.consent")
	}
	if strings.EqualFold(name, c.Read) {
		return c.Read
	}
	return g.Tx("desk.forms.column", "Read", c.Read, "Means", name)
}

// doubtHeader: the header of a list was not understood.
const doubtHeader table.Doubt = "header"

// inEncoding is the list whose encoding can be chosen; nil where it is sure.
func (g *merger) inEncoding() *work.Forms {
	switch f := g.k.forms; {
	case g.k.bad != "":
		return &work.Forms{Encoding: g.k.bad, Doubts: []table.Doubt{doubtHeader}}
	case f == nil, f.Encoding == "", f.Encoding == "utf-8" && len(f.Doubts) == 0 && g.k.encoding == "":
		return nil
	default:
		return f
	}
}

// encodings asks in which encoding a file is that says so nowhere, with the first names as it was read.
func (g *merger) encodings() []page.Flow {
	f := g.inEncoding()
	if f == nil {
		return nil
	}
	m := g.M
	w := g.card.at.W
	var names []string
	for _, n := range f.Names {
		names = append(names, string(n))
	}
	key := "desk.forms.encoding"
	if len(f.Doubts) > 0 {
		key += "." + string(f.Doubts[0])
	}
	var list []reply
	for _, e := range table.Encodings {
		list = append(list, reply{id: e, label: paper.EncodingName(e), on: e == f.Encoding, do: func() { g.k.encoding = e; g.preview() }})
	}
	return []page.Flow{
		g.marked(m.S(14), markPlain, g.Tx(key, "Encoding", paper.EncodingName(f.Encoding), "Names", strings.Join(names, g.Tx("desk.give.comma"))), g.Type(m.Label(), g.P.Ink, false), w),
		{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) { g.pills(at, "desk.forms.encoding.", list) }},
	}
}

// onImported says what came of it.
func (g *merger) onImported(out work.Imported, err error) {
	k := g.k
	k.run, k.plan, k.forms, k.chosen, k.encoding = nil, nil, nil, "", ""
	var stopped paper.Stopped
	var broken paper.Broken
	switch {
	case errors.As(err, &stopped):
		k.said, k.wrong = g.Tx("desk.forms.stopped", "Saved", stopped.Saved, "Left", stopped.Left), false
	case errors.As(err, &broken):
		k.said, k.wrong = g.Tx("desk.forms.broken", "Saved", broken.Saved, "Line", broken.Line), true
	case errors.Is(err, work.ErrNoRefused):
		k.said, k.wrong = g.Tx("desk.forms.norefused", "Saved", out.Saved, "N", out.Refused), true
	case err != nil:
		k.said, k.wrong = g.why(err), true
	default:
		k.said, k.wrong, k.next = g.Tx("desk.forms.done", "Saved", out.Saved, "Again", out.Again), false, out.Saved > 0
		if out.Refused > 0 {
			k.said += g.Tx("desk.forms.done.refused", "N", out.Refused, "Name", filepath.Base(out.Path))
		}
	}
	k.looked = false
	g.look()
	g.again()
}

// whyForms says why a file of typed forms cannot be imported; "" if the error is another's.
func (b *B) whyForms(err error) string {
	var header work.BadHeader
	if errors.As(err, &header) {
		var said []string
		list := func(key string, names []string) {
			if len(names) > 0 {
				said = append(said, b.Tx("cli.import.columns."+key, "Names", strings.Join(names[:min(len(names), 8)], b.Tx("desk.give.comma"))))
			}
		}
		named := func(all []intake.Unknown) (out []string) { // a file without a header has a person in its first line
			for _, u := range all {
				out = append(out, cmp.Or(u.Read, fmt.Sprint("#", u.At)))
			}
			return out
		}
		if header.Above > 0 {
			said = append(said, b.Tx("cli.import.columns.above", "Line", header.Above))
		}
		list("missing", header.Missing)
		list("twice", named(header.Twice))
		list("unknown", named(header.Unknown))
		return b.Tx("desk.forms.header", "What", strings.Join(said, b.Tx("punct.list")))
	}
	for _, x := range []struct {
		is  error
		key string
	}{
		{handover.ErrInBooth, "inbooth"}, {paper.ErrMemoryDamaged, "memory"}, {paper.ErrMemoryUnread, "memory"}, {work.ErrNoMemory, "nomemory"}, {work.ErrChanged, "changed"},
	} {
		if errors.Is(err, x.is) {
			return b.Tx("desk.forms.err." + x.key)
		}
	}
	if key, args := paper.Why(err); key != "" && key != "notable" || errors.Is(err, table.ErrBinary) {
		return b.Tx("desk.forms.not", "Why", b.Tx("cli.import."+key, append(args, "Path", b.Tx("desk.forms.it"), "Sheets", "", "Known", "")...))
	}
	return ""
}

// packWords says how an event pack differs from the booth's, what may not change first.
func (g *merger) packWords(o packs.Offer, w float32) (flows []page.Flow) {
	m := g.M
	say, quiet := g.Type(m.Label(), g.P.Ink, false), g.Type(m.Small(), g.P.Soft, false)
	head := "desk.pack.differs"
	switch {
	case o.Same():
		head = "desk.pack.same"
	case o.Named:
		head = "desk.pack.named"
	case len(o.Refused()) > 0:
		head = "desk.pack.refused"
	}
	flows = append(flows, g.Para(0, g.Tx(head, "N", len(o.Refused())), g.Type(m.Body(), g.P.Ink, true), w))
	if head == "desk.pack.differs" {
		flows = append(flows, g.Para(m.S(4), g.Tx("desk.pack.line"), quiet, w))
	}
	for _, c := range o.Changes {
		mark := markPlain
		if c.Refused() && !o.Named {
			mark = markWrong
		}
		flows = append(flows, g.marked(m.S(10), mark, c.Say(g.Lang, g.Tx), say, w))
	}
	for _, s := range o.New.Stories {
		if !s.Permission && head == "desk.pack.differs" {
			flows = append(flows, g.marked(m.S(10), markWrong, g.Tx("desk.pack.permission", "Name", s.Name.In(g.Lang)), say, w))
		}
	}
	return flows
}

// packDoubts says what is not as it should be about the pack that the booth has.
func (g *merger) packDoubts(w float32) (flows []page.Flow) {
	for _, x := range []struct {
		is  bool
		key string
	}{{g.k.lacks, "desk.pack.lacks"}, {g.k.rival, "desk.pack.rival"}} {
		if x.is {
			flows = append(flows, g.marked(0, markWrong, g.Tx(x.key), g.Type(g.M.Label(), g.P.Ink, true), w), page.Flow{Height: g.M.S(14), Draw: func(page.Box) {}})
		}
	}
	return flows
}

// packButton takes the pack over when it is held: every screen changes with it.
func (g *merger) packButton() {
	if o := g.k.offer; !g.k.asking && !o.Same() && len(o.Refused()) == 0 {
		g.Hold(g.main.at, "desk.pack.take", g.Tx("desk.pack.take"), g.onPack)
	}
}

// onPack takes over the pack that was looked at.
func (g *merger) onPack() {
	k := g.k
	if k.run != nil || k.offer == nil || k.asking {
		return
	}
	offer := *k.offer
	k.asking, k.said = true, ""
	g.show()
	g.later(func() func() {
		err := g.Desk.TakePack(context.Background(), offer)
		var now *event.Pack
		if err == nil {
			now = g.Desk.PackNow()
		}
		return func() {
			k.unlook()
			k.chosen = ""
			if err != nil {
				k.said, k.wrong = g.why(err), true
			} else {
				k.said, k.wrong = g.Tx("desk.pack.done"), false
			}
			k.looked = false
			g.look()
			g.again()
			g.repack(now, k.said, k.wrong)
		}
	})
}

// repack has every screen show another pack, where there is one. The desk locks with it: what it has opened was read by the
// pack before. What came of it is said once it is open again.
func (g *merger) repack(now *event.Pack, said string, wrong bool) {
	if now == nil || g.Repack == nil {
		return
	}
	g.Repack(now)
	k := &g.kept().merge
	k.said, k.wrong = said, wrong
}

// whyPack says why a pack cannot be taken over; "" if the error is another's.
func (b *B) whyPack(err error) string {
	var faulty packs.Faulty
	switch {
	case errors.As(err, &faulty):
		return b.Tx("desk.pack.err.faults", "N", len(faulty), "First", text.OneLine(faulty[0].Said(b.T)))
	case errors.Is(err, work.ErrOtherEvent):
		return b.Tx("desk.pack.err.other")
	case errors.Is(err, work.ErrNotReady):
		return b.Tx("desk.pack.err.placeholders")
	case errors.Is(err, packs.ErrMoved):
		return b.Tx("desk.pack.err.moved")
	case errors.Is(err, data.ErrNoDesk):
		return b.Tx("desk.pack.err.key")
	}
	return ""
}
