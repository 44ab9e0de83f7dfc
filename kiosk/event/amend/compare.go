package amend

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"matchbooth/kiosk/event"
)

// Booth is what there is to know of the booth besides its pack.
type Booth struct {
	SignUps bool // somebody may have signed up, here or at another booth of the event
	// First and Last are the event's days as the desk has moved them, as 2006-01-02; "" if it has not.
	First, Last string
}

// comparison collects the differences between two packs.
type comparison struct {
	a, b  *event.Pack
	booth Booth
	out   []Change
	done  map[string]bool // fields of Pack that were compared
}

func (x *comparison) add(c Change) { x.out = append(x.out, c) }

// held is the reason for what sign-ups may hold; "" if there are none.
func (x *comparison) held(why string) string {
	if x.booth.SignUps {
		return why
	}
	return ""
}

// Compare returns how a pack differs from the one that the booth has, in the order in which a pack is written: what may
// not change first. None for the same pack.
func Compare(a, b *event.Pack, booth Booth) []Change {
	if a.Digest == b.Digest && a.Digest != "" {
		return nil
	}
	x := &comparison{a: a, b: b, booth: booth, done: map[string]bool{"Digest": true}}
	x.identity()
	x.handler()
	x.registry()
	x.fields()
	x.consents()
	x.rest()
	if len(x.out) == 0 {
		x.add(Change{Kind: "formal"})
	}
	slices.SortStableFunc(x.out, func(p, q Change) int {
		switch {
		case p.Refused() == q.Refused():
			return 0
		case p.Refused():
			return -1
		}
		return 1
	})
	return x.out
}

// text compares two texts.
func (x *comparison) text(what, id string, a, b event.Text, why string) {
	if !same(a, b) {
		x.add(Change{Kind: "text", what: what, ID: id, old: a, new: b, Why: why})
	}
}

func (x *comparison) line(what string, a, b string) { x.text(what, "", plain(a), plain(b), "") }

// same says whether two texts read the same in every language.
func same(a, b event.Text) bool {
	for _, l := range event.Langs {
		if a.In(l) != b.In(l) {
			return false
		}
	}
	return true
}

// compared notes that fields of the pack have their own sentences.
func (x *comparison) compared(names ...string) {
	for _, n := range names {
		x.done[n] = true
	}
}

// identity compares what makes the pack this event's, and when and where that is.
func (x *comparison) identity() {
	a, b := x.a, x.b
	x.compared("ID", "Practice", "Title", "Short", "Place", "Starts", "Ends", "Ref", "Languages")
	if a.ID != b.ID {
		x.text("id", "", plain(a.ID), plain(b.ID), "id")
	}
	if a.Practice != b.Practice {
		kind := "practice.off"
		if b.Practice {
			kind = "practice.on"
		}
		x.add(Change{Kind: kind, Why: "practice"})
	}
	x.text("title", "", a.Title, b.Title, "")
	x.text("short", "", a.Short, b.Short, "")
	x.text("place", "", a.Place, b.Place, "")
	if a.Starts != b.Starts || a.Ends != b.Ends {
		c := Change{Kind: "text", what: "days", old: plain(days(a)), new: plain(days(b))}
		if string(b.Starts) != x.booth.First || string(b.Ends) != x.booth.Last {
			c.Why = "days"
		}
		x.add(c)
	}
	x.line("ref", a.Ref, b.Ref)
	x.line("languages", strings.Join(a.Languages, ", "), strings.Join(b.Languages, ", "))
}

func days(p *event.Pack) string { return fmt.Sprintf("%s – %s", p.Starts, p.Ends) }

// handler compares who handles the data, and for how long it is kept.
func (x *comparison) handler() {
	a, b := x.a.Handler, x.b.Handler
	x.compared("Handler")
	x.text("handler.name", "", a.Name, b.Name, "")
	x.text("handler.contact", "", a.Contact, b.Contact, "")
	x.line("handler.phone", a.Phone, b.Phone)
	x.line("handler.email", a.Email, b.Email)
	x.text("handler.purpose", "", a.Purpose, b.Purpose, "")
	x.text("handler.kinds", "", a.Kinds, b.Kinds, "")
	x.text("handler.erasure", "", a.Erasure, b.Erasure, "")
	if n, m := a.RetentionDays, b.RetentionDays; n != m {
		c := Change{Kind: "retention", old: plain(strconv.Itoa(n)), new: plain(strconv.Itoa(m))}
		if m > n {
			c.Why = "retention"
		}
		x.add(c)
	}
	a.RetentionDays, b.RetentionDays = 0, 0
	for _, h := range []*event.Handler{&a, &b} {
		h.Name, h.Contact, h.Purpose, h.Kinds, h.Erasure, h.Phone, h.Email = nil, nil, nil, nil, nil, "", ""
	}
	x.remains("handler", "", nil, a, b)
}

// remains says that something else of a thing differs: what this program can set, and nobody has given a sentence yet.
func (x *comparison) remains(what, id string, name event.Text, a, b any) {
	if !reflect.DeepEqual(a, b) {
		x.add(Change{Kind: "details", what: what, ID: id, name: name})
	}
}

// registry compares the registry: another one would be another hand-over than people agreed to.
func (x *comparison) registry() {
	a, b := x.a.Registry, x.b.Registry
	x.compared("Registry")
	x.text("registry.name", "", a.Name, b.Name, "registry")
	x.text("registry.branch", "", a.Branch, b.Branch, "")
	x.line("registry.phone", a.Phone, b.Phone)
	x.line("registry.link", a.Link, b.Link)
	x.text("registry.hours", "", a.Hours, b.Hours, "")
	x.text("registry.sample", "", a.Sample, b.Sample, "")
	was, is := a.ColumnIDs(), b.ColumnIDs()
	for _, id := range is {
		if !slices.Contains(was, id) {
			x.add(column("column.added", b, x.b, id))
		}
	}
	for _, id := range was {
		if !slices.Contains(is, id) {
			x.add(column("column.removed", a, x.a, id))
		}
	}
	if len(was) == len(is) && !reflect.DeepEqual(a.Columns, b.Columns) {
		x.add(Change{Kind: "columns"})
	}
	for _, r := range []*event.Registry{&a, &b} {
		r.Name, r.Branch, r.Hours, r.Sample, r.Phone, r.Link, r.Columns = nil, nil, nil, nil, "", "", nil
	}
	x.remains("registry", "", nil, a, b)
}

// column is a change of one column of the registry's table: called as it is titled there, else as the form calls its field.
func column(kind string, r event.Registry, p *event.Pack, id string) Change {
	c := Change{Kind: kind, ID: id}
	for _, h := range r.Columns {
		if h.Field == id {
			c.name = h.Title
		}
	}
	if f := p.Field(id); f != nil && c.name == nil {
		c.name = f.Label
	}
	for _, part := range event.Parts {
		if of, is := strings.CutSuffix(id, "_"+part); is && c.name == nil && p.Field(of) != nil {
			c.name, c.part = p.Field(of).Label, part
		}
	}
	return c
}

// fields compares what the form asks. A booth cannot see what sealed sign-ups hold, so while there are any, a field stays,
// and so does what its answer means.
func (x *comparison) fields() {
	x.compared("Fields", "Steps")
	for i := range x.b.Fields {
		f := x.b.Fields[i]
		if x.a.Field(f.ID) == nil {
			kind := "field.added"
			if f.Required {
				kind = "field.added.required"
			}
			x.add(Change{Kind: kind, ID: f.ID, name: f.Label})
		}
	}
	for i := range x.a.Fields {
		was := x.a.Fields[i]
		is := x.b.Field(was.ID)
		if is == nil {
			x.add(Change{Kind: "field.removed", ID: was.ID, name: was.Label, Why: x.held("field")})
			continue
		}
		x.field(was, *is)
	}
	if order(x.a.Fields, x.b.Fields, func(f event.Field) string { return f.ID }) {
		x.add(Change{Kind: "fields.order"})
	}
	items(x, "step", x.a.Steps, x.b.Steps, func(s event.Step) (string, event.Text) { return s.ID, s.Title }, "")
}

func (x *comparison) field(a, b event.Field) {
	if a.Kind != b.Kind {
		x.add(Change{Kind: "field.kind", ID: a.ID, name: a.Label, old: plain(a.Kind), new: plain(b.Kind), Why: x.held("kind")})
	}
	if a.Channel != b.Channel {
		x.add(Change{Kind: "field.channel", ID: a.ID, name: a.Label, old: plain(a.Channel), new: plain(b.Channel), Why: x.held("channel")})
	}
	if a.Required != b.Required {
		kind := "field.required"
		if !b.Required {
			kind = "field.optional"
		}
		x.add(Change{Kind: kind, ID: a.ID, name: a.Label})
	}
	x.named("field.label", a.ID, a.Label, a.Label, b.Label)
	x.named("field.help", a.ID, a.Label, a.Help, b.Help)
	details := order(a.Options, b.Options, func(o event.Option) string { return o.ID })
	for _, o := range b.Options {
		if a.Option(o.ID) == nil {
			x.add(Change{Kind: "option.added", ID: a.ID, name: a.Label, new: o.Label})
		}
	}
	for _, o := range a.Options {
		switch is := b.Option(o.ID); {
		case is == nil:
			x.add(Change{Kind: "option.removed", ID: a.ID, name: a.Label, old: o.Label, Why: x.held("option")})
		case !same(o.Label, is.Label):
			x.named("field.option", a.ID, a.Label, o.Label, is.Label)
		case !reflect.DeepEqual(o, *is):
			details = true
		}
	}
	for _, f := range []*event.Field{&a, &b} {
		f.Kind, f.Channel, f.Required, f.Label, f.Help, f.Options = "", "", false, nil, nil, nil
	}
	if details || !reflect.DeepEqual(a, b) {
		x.add(Change{Kind: "details", what: "field", ID: a.ID, name: x.a.Field(a.ID).Label})
	}
}

// named compares a text that belongs to a thing with a name.
func (x *comparison) named(what, id string, name, a, b event.Text) {
	if !same(a, b) {
		x.add(Change{Kind: "text", what: what, ID: id, name: name, old: a, new: b})
	}
}

// order says whether those that are in both lists come in another order.
func order[T any](a, b []T, id func(T) string) bool {
	ids := func(list, other []T) (out []string) {
		for _, t := range list {
			if slices.ContainsFunc(other, func(o T) bool { return id(o) == id(t) }) {
				out = append(out, id(t))
			}
		}
		return out
	}
	return !slices.Equal(ids(a, b), ids(b, a))
}

// term is how long somebody is kept who agrees to a consent.
func term(p *event.Pack, c *event.Consent) event.Text {
	out := event.Text{}
	for _, l := range event.Langs {
		out[l] = event.Duration(l, p.Term(c))
	}
	return out
}

// consents compares the consents. A changed text is a new version; a consent for something else is another one.
func (x *comparison) consents() {
	x.compared("Consents", "Notice")
	for i := range x.b.Consents {
		c := x.b.Consents[i]
		if x.a.Consent(c.ID) == nil {
			kind := "consent.added"
			if c.Required {
				kind = "consent.added.required"
			}
			x.add(Change{Kind: kind, ID: c.ID, consent: &c})
		}
	}
	for i := range x.a.Consents {
		a := x.a.Consents[i]
		b := x.b.Consent(a.ID)
		switch {
		case b == nil && a.Required:
			x.add(Change{Kind: "consent.removed", ID: a.ID, consent: &a, Why: "required"})
		case b == nil:
			x.add(Change{Kind: "consent.removed", ID: a.ID, consent: &a, Why: x.held("consent")})
		case a.Kind != b.Kind, a.Required != b.Required, a.Handover != b.Handover:
			x.add(Change{Kind: "consent.other", ID: a.ID, consent: &a, Why: "purpose"})
		}
		if b == nil {
			continue
		}
		if slices.ContainsFunc(event.Langs, func(l event.Lang) bool { return a.SHA256(string(l)) != b.SHA256(string(l)) }) {
			x.add(Change{Kind: "consent.text", ID: a.ID, consent: &a})
		}
		if old, now := a.RetainDays, b.RetainDays; old != now {
			kind := "consent.shorter"
			if now > old {
				kind = "consent.longer"
			}
			x.add(Change{Kind: kind, ID: a.ID, consent: &a, old: term(x.a, &a), new: term(x.b, b)})
		}
		was, is := a, *b
		for _, c := range []*event.Consent{&was, &is} {
			c.Kind, c.Required, c.Handover, c.RetainDays, c.Sentence, c.Rows, c.Body = "", false, false, 0, nil, nil, nil
		}
		if !reflect.DeepEqual(was, is) {
			x.add(Change{Kind: "details", what: "consent", ID: a.ID, consent: &a})
		}
	}
	if order(x.a.Consents, x.b.Consents, func(c event.Consent) string { return c.ID }) {
		x.add(Change{Kind: "consents.order"})
	}
	if !reflect.DeepEqual(x.a.Notice, x.b.Notice) {
		x.add(Change{Kind: "notice"})
	}
}

// items compares a list of things that have ids. why is for one that goes away.
func items[T any](x *comparison, what string, a, b []T, of func(T) (string, event.Text), why string) {
	at := func(list []T, id string) int {
		return slices.IndexFunc(list, func(t T) bool { got, _ := of(t); return got == id })
	}
	for _, t := range b {
		if id, name := of(t); at(a, id) < 0 {
			x.add(Change{Kind: "item.added", what: what, ID: id, name: name})
		}
	}
	for _, t := range a {
		id, name := of(t)
		switch i := at(b, id); {
		case i < 0:
			x.add(Change{Kind: "item.removed", what: what, ID: id, name: name, Why: why})
		case !reflect.DeepEqual(t, b[i]):
			x.add(Change{Kind: "item.changed", what: what, ID: id, name: name})
		}
	}
	if order(a, b, func(t T) string { id, _ := of(t); return id }) {
		x.add(Change{Kind: "list.order", what: what + "s"})
	}
}

// rest compares everything that nothing in a sign-up depends on, and what may grow but not shrink.
func (x *comparison) rest() {
	a, b := x.a, x.b
	x.compared("Conditions", "Ways", "Contacts", "Checks", "TakeHome", "Stories", "Figures")
	items(x, "condition", a.Conditions, b.Conditions, func(c event.Condition) (string, event.Text) { return c.ID, c.Text }, "")
	items(x, "way", a.Ways, b.Ways, func(w event.Way) (string, event.Text) { return w.Outcome, w.Private }, x.held("way"))
	items(x, "contact", a.Contacts, b.Contacts, func(c event.Contact) (string, event.Text) { return c.ID, c.Title }, "")
	items(x, "check", a.CheckList(), b.CheckList(), func(c event.Check) (string, event.Text) { return c.ID, c.Title }, x.held("check"))
	items(x, "take", a.TakeHome, b.TakeHome, func(t event.TakeItem) (string, event.Text) { return t.ID, t.Label }, "")
	items(x, "story", a.Stories, b.Stories, func(s event.Story) (string, event.Text) { return s.ID, s.Name }, "")
	items(x, "figure", a.Figures, b.Figures, func(f event.Figure) (string, event.Text) { return f.ID, f.Value }, "")
	x.pictures()
	// What has neither an id nor a rule: by the name of its field in [event.Pack], so that nothing a later version of this
	// program adds goes unsaid.
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range va.NumField() {
		f := va.Type().Field(i)
		if !f.IsExported() || x.done[f.Name] || reflect.DeepEqual(va.Field(i).Interface(), vb.Field(i).Interface()) {
			continue
		}
		if what, ok := parts[f.Name]; ok {
			x.add(Change{Kind: "part", what: what})
		} else {
			x.add(Change{Kind: "unnamed", ID: f.Name})
		}
	}
}

// parts are those fields of a pack that change as a whole.
var parts = map[string]string{
	"Look": "look", "Attract": "attract", "StoryTexts": "storytexts", "NextSteps": "nextsteps", "Stages": "stages", "Risks": "risks",
	"Worries": "worries", "Parents": "parents", "Decide": "decide", "Times": "times", "Kiosk": "kiosk",
	"Hub": "hub",
}

func (x *comparison) pictures() {
	for _, name := range x.b.Assets() {
		is, _ := x.b.Asset(name)
		switch was, ok := x.a.Asset(name); {
		case !ok:
			x.add(Change{Kind: "picture.added", ID: name})
		case !bytes.Equal(was, is):
			x.add(Change{Kind: "picture.changed", ID: name})
		}
	}
	for _, name := range x.a.Assets() {
		if _, ok := x.b.Asset(name); !ok {
			x.add(Change{Kind: "picture.removed", ID: name})
		}
	}
}
