package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/merge"
	"matchbooth/ui/work/packs"
	work "matchbooth/ui/work/session"
)

// merging is what the page that merges remembers.
type merging struct {
	looked  bool // what follows is known
	places  []handover.Place
	sources []merge.Source
	claims  []data.Claim
	lacks   bool // the desk has named a version of the event pack that is not here
	rival   bool // two booths changed it without knowing of each other

	chosen   string // the path that is previewed; otherFolder for one that is typed
	typed    string
	yes      work.Agreed
	plan     *merge.Plan  // of the chosen one; nil while it is not known
	forms    *work.Forms  // of a list of typed forms, in place of the plan
	offer    *packs.Offer // of an event pack, in place of the plan
	bad      string       // the encoding of a list whose header was not understood; "" if it was, or has none
	encoding string       // in which it is read; "" guesses
	asking   bool         // the preview is being made
	asked    int          // previews asked for, or given up: only the answer to the last one counts
	at       int          // the source that the arrow keys are at

	answering bool // an answer about claims is being written: a second touch is none

	run   *run // the merge that goes on; nil: none
	said  string
	wrong bool
	next  bool    // something came: what is to be done about it is offered
	on    *merger // the page that stands, if it is this one
}

// Format implements fmt.Formatter: names of files can be about people.
func (merging) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// merger is the page that merges: what can be, then what would come of it, and then what did.
type merger struct {
	*B
	k    *merging
	card slot
	main slot

	sticks stickWatch
}

// mergePage draws it.
func (b *B) mergePage() {
	k := &b.kept().merge
	g := &merger{B: b, k: k}
	if !k.looked {
		g.look()
	}
	line := ""
	if n := len(k.claims); n > 0 {
		line = b.Tx("desk.merge.claims.line", "N", n)
	}
	g.draw(b.roomFor(b.Tx("desk.page.merge"), line, true))
	k.on = g
	b.Page.Forget = append(b.Page.Forget, func() {
		if k.on == g {
			k.on = nil
		}
	})
	g.show()
	b.railKeys(g.key)
	if !b.Inline {
		b.Page.Live = append(b.Page.Live, g.watch)
	}
}

// watch looks every few seconds whether a stick was plugged in or pulled out.
func (g *merger) watch(now time.Time) {
	if g.k.run == nil && g.k.looked {
		g.sticks.watch(g.B, now, g.k.places, func() {
			if g.k.on == g && g.k.run == nil {
				g.look()
			}
		})
	}
}

// look finds what can be merged, and what waits for an answer.
func (g *merger) look() {
	k := g.k
	g.later(func() func() {
		places := g.stickList()
		sources := g.Desk.Sources(context.Background(), places)
		claims, err := g.Desk.Claims(context.Background())
		lacks, rival := g.Desk.PackLacks()
		return func() {
			if g.Desk.Opened() == nil {
				return
			}
			k.looked, k.places, k.sources, k.claims = true, places, sources, claims
			k.lacks, k.rival = lacks, rival
			if err != nil {
				k.said, k.wrong = g.Tx("desk.figures.failed"), true
			}
			if k.chosen != "" && k.chosen != otherFolder && k.run == nil && g.source() == nil {
				k.unlook()
				k.chosen = "" // it was on a stick that is not there any more
			}
			if !g.Inline {
				g.again()
			}
		}
	})
}

// source is the chosen one; nil if it is none of the list.
func (g *merger) source() *merge.Source {
	if i := slices.IndexFunc(g.k.sources, func(s merge.Source) bool { return s.Path == g.k.chosen }); i >= 0 {
		return &g.k.sources[i]
	}
	return nil
}

// path is what would be merged.
func (g *merger) path() string {
	if g.k.chosen == otherFolder {
		return strings.TrimSpace(g.k.typed)
	}
	return g.k.chosen
}

// choose previews a source.
func (g *merger) choose(path string) {
	k := g.k
	if k.run != nil {
		return
	}
	k.unlook()
	k.chosen, k.encoding, k.yes, k.said, k.wrong, k.next = path, "", work.Agreed{}, "", false, false
	if i := slices.IndexFunc(k.sources, func(s merge.Source) bool { return s.Path == path }); i >= 0 {
		k.at = i
	}
	if path == otherFolder {
		k.at = len(k.sources)
		g.again()
		return
	}
	g.preview()
}

// unlook drops what would come of the chosen one, and the answer that is awaited.
func (k *merging) unlook() {
	k.plan, k.forms, k.offer, k.bad, k.asking = nil, nil, nil, "", false
	k.asked++
}

// onType takes what is being typed. What was looked at before is another source: its preview, and what was agreed to about
// it, are not about this one.
func (g *merger) onType(s string) {
	k := g.k
	was := g.path()
	k.typed = s
	if k.run != nil || was == g.path() || k.plan == nil && k.forms == nil && k.offer == nil && !k.asking {
		return
	}
	k.unlook()
	k.yes, k.encoding = work.Agreed{}, ""
	g.again()
}

// onTyped previews what was typed.
func (g *merger) onTyped() {
	k := g.k
	if k.run != nil {
		return
	}
	if f := g.Typed("source"); f != nil {
		g.onType(f.Text())
	}
	k.unlook()
	if !filepath.IsAbs(g.path()) {
		k.said, k.wrong = g.Tx("desk.merge.other.wrong"), true
		k.shows()
		return
	}
	g.preview()
}

// preview asks what would come of it. An answer that comes when something else is chosen, or agreed to, is dropped.
func (g *merger) preview() {
	k, path, yes := g.k, g.path(), g.k.yes
	how := g.typing()
	k.asked++
	asked, source := k.asked, g.source()
	k.asking, k.said, k.wrong = true, "", false
	if !g.Inline {
		g.again()
	}
	g.later(func() func() {
		var plan *merge.Plan
		var forms *work.Forms
		var offer *packs.Offer
		var err error
		switch {
		case merge.IsList(path):
			var f work.Forms
			f, err = g.Desk.LookAt(context.Background(), path, how)
			forms = &f
		case source != nil && source.Kind == merge.Pack, source == nil && merge.IsPack(path):
			var o packs.Offer
			o, err = g.Desk.LookAtPack(context.Background(), path)
			offer = &o
		default:
			var p merge.Plan
			p, err = g.Desk.Preview(context.Background(), path, yes)
			plan = &p
		}
		return func() {
			if g.Desk.Opened() == nil || k.run != nil || asked != k.asked {
				return
			}
			k.asking, k.bad = false, ""
			if err != nil {
				k.plan, k.forms, k.offer, k.said, k.wrong = nil, nil, nil, g.why(err), true
				var header work.BadHeader
				if errors.As(err, &header) {
					k.bad = header.Encoding
				}
			} else {
				k.plan, k.forms, k.offer = plan, forms, offer
			}
			g.again()
		}
	})
}

// why says why something cannot be merged, and what to do.
func (b *B) why(err error) string {
	for _, x := range []struct {
		is  error
		key string
	}{
		{context.Canceled, "stopped"}, {data.ErrOther, "otherevent"}, {data.ErrOtherDesk, "otherdesk"}, {data.ErrOtherKeys, "otherkeys"},
		{data.ErrLocked, "open"}, {data.ErrOwn, "own"}, {data.ErrNewer, "newer"}, {data.ErrDamaged, "broken"},
		{data.ErrNotBooth, "notbooth"}, {data.ErrDiskFull, "full"}, {work.ErrKeysNot, "keysnot"}, {work.ErrStale, "stale"}, {work.ErrLeft, "left"},
	} {
		if errors.Is(err, x.is) {
			return b.Tx("desk.merge.err." + x.key)
		}
	}
	if e, ok := errors.AsType[hub.ErrHub](err); ok {
		return b.Tx("athub.why." + string(e.Fault))
	}
	if s := b.whyForms(err); s != "" {
		return s
	}
	if s := b.whyPack(err); s != "" {
		return s
	}
	return b.Tx("desk.merge.err.failed")
}

// agree accepts an unknown booth or not, and looks again at what would come.
func (g *merger) agree(booth string, on bool) {
	yes := slices.DeleteFunc(slices.Clone(g.k.yes.Booths), func(x string) bool { return x == booth })
	if on {
		yes = append(yes, booth)
	}
	g.k.yes.Booths = yes
	g.preview()
}

// onMerge merges what was previewed.
func (g *merger) onMerge() {
	k := g.k
	if k.run != nil || !g.ready() {
		return
	}
	path, yes, how := g.path(), k.yes, g.typing()
	list, plan := k.forms != nil, k.plan
	if list {
		how.Looked = k.forms.Sum
	}
	ctx, r := begun(k.shows)
	k.run, k.said, k.wrong, k.next = r, "", false, false
	g.again()
	g.later(func() func() {
		progress := g.goesOn(r, func() bool { return k.run == r }, k.shows)
		var out data.MergeReport
		var saved work.Imported
		var now *event.Pack
		var err error
		if list {
			saved, err = g.Desk.Import(ctx, path, how, progress)
		} else {
			out, err = g.Desk.Merge(ctx, path, yes, progress)
			now = g.Desk.PackNow() // a changed event pack came along
		}
		return func() {
			r.cancel()
			switch {
			case k.run != r: // the desk was locked meanwhile
			case list:
				g.onImported(saved, err)
			default:
				g.onMerged(plan, out, err)
				g.repack(now, k.said, k.wrong)
			}
		}
	})
}

// ready tells whether there is something that can be merged.
func (g *merger) ready() bool {
	k := g.k
	return !k.asking && k.offer == nil && (k.plan != nil && !k.plan.Nothing() || k.forms != nil && k.forms.New > 0)
}

// onMerged says what came of it, beside what would come.
func (g *merger) onMerged(plan *merge.Plan, out data.MergeReport, err error) {
	k := g.k
	k.run, k.plan, k.forms, k.chosen, k.yes = nil, nil, nil, "", work.Agreed{}
	switch {
	case err != nil:
		k.said, k.wrong = g.why(err), true
	default:
		k.said, k.wrong, k.next = g.Tx("desk.merge.done", "Entries", out.Added, "New", plan.New, "Changed", plan.Changed, "Gone", plan.Gone), false, true
	}
	k.looked = false
	g.look()
	g.again()
}

// answer accepts or refuses what one booth says about other booths' people.
func (g *merger) answer(booth string, accept bool) {
	k := g.k
	if k.answering {
		return
	}
	k.answering = true
	var mine []data.Claim
	for _, c := range k.claims {
		if c.Booth == booth {
			mine = append(mine, c)
		}
	}
	g.later(func() func() {
		err := g.Desk.Answer(context.Background(), mine, accept)
		return func() {
			k.answering = false
			switch {
			case err != nil:
				k.said, k.wrong = g.why(err), true
			case accept:
				k.said, k.wrong = g.Tx("desk.merge.accepted", "N", len(mine)), false
			default:
				k.said, k.wrong = g.Tx("desk.merge.refused", "N", len(mine)), false
			}
			k.looked = false
			g.look()
			g.again()
		}
	})
}

// tick agrees to the first that is not agreed to yet, booths before keys; once all are, to none any more. It reports whether
// there was anything to agree to.
func (g *merger) tick() bool {
	k := g.k
	if k.plan == nil || k.asking || k.run != nil || len(k.plan.Asked) == 0 && k.plan.Offer == nil {
		return false
	}
	for _, s := range k.plan.Asked {
		if !slices.Contains(k.yes.Booths, s.Booth) {
			g.agree(s.Booth, true)
			return true
		}
	}
	if o := k.plan.Offer; o != nil && k.yes.Keys == "" {
		k.yes.Keys = o.New.Fingerprint
	} else {
		k.yes = work.Agreed{}
	}
	g.preview()
	return true
}

// key: up and down choose a source, Return merges it once it has been looked at, Space ticks what has to be compared first,
// left and right read a list in another encoding where that is asked, Esc stops.
func (g *merger) key(name fyne.KeyName, r rune) {
	k := g.k
	if r == ' ' {
		g.tick()
		return
	}
	switch name {
	case fyne.KeyEscape:
		if k.run != nil {
			k.run.stop()
		} else if k.chosen != "" {
			k.unlook()
			k.chosen, k.said = "", ""
			g.again()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case g.ready():
			g.onMerge()
		case k.plan != nil || k.forms != nil || k.offer != nil:
		case k.at < len(k.sources):
			g.choose(k.sources[k.at].Path)
		default:
			g.choose(otherFolder)
		}
	case fyne.KeyLeft, fyne.KeyRight:
		if f := g.inEncoding(); f != nil && !k.asking && k.run == nil {
			k.encoding = table.Encodings[near(slices.Index(table.Encodings, f.Encoding), byArrow(name), len(table.Encodings))]
			g.preview()
		}
	case fyne.KeyUp, fyne.KeyDown:
		if k.run == nil {
			k.unlook()
			k.at, k.chosen, k.said = near(k.at, byArrow(name), len(k.sources)+1), "", ""
			g.again()
		}
	default:
		for _, s := range g.Page.Scrollers { // what is to be compared may be further down
			s.Key(name)
		}
	}
}

// shows draws what changed on the page that stands, if it is this one.
func (k *merging) shows() {
	if k.on != nil {
		k.on.show()
	}
}
