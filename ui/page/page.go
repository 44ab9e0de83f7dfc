// Package page is the kit that every screen is drawn with: the frame, paragraphs, buttons, fields, drawings and codes, and
// the resulting page. The visitor's screens (ui/visit) and the volunteers' (ui/desk) share it and know nothing of each
// other; this package knows neither.
package page

import (
	"image"
	"image/color"
	"regexp"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/assets"
	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/picture"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// Context is everything a screen is drawn from. The same context gives the same picture.
type Context struct {
	Pack     *event.Pack
	State    session.State
	T        text.Printer
	Size     fyne.Size
	Now      time.Time
	Practice bool
	OpensIn  string // the language that visitors begin in; "" is the first
	Kiosk    bool   // the staff gate is the only way to the volunteers' screens
	Still    bool   // no motion: pictures, and "reduce motion"
	Inline   bool   // run slow work synchronously: pictures and tests

	Send    func(session.Event)
	Current func() session.State // returns the current state, for countdowns; nil in pictures
	Input   *field.Input         // decides which field is active; nil: each field has its own
	Fold    func()               // hides the keyboard; nil in pictures

	// After calls a function later, on the toolkit's goroutine; nil: with the toolkit's own.
	After func(time.Duration, func())

	Pictures *picture.Shelf // keeps the pack's pictures ready; nil unpacks each anew

	// FollowUp is what the first code leads to that the visitor who has just signed up takes home; "" without a hub.
	FollowUp takehome.FollowUp

	// What everybody may see of the stored data:

	CopyLate bool   // somebody has to check the second copy
	Warned   bool   // something about the computer needs a volunteer
	Sealed   Sealed // the keys that everything is sealed to
}

// Sealed is the public view of the keys that everything is sealed to, as anybody may compare it with the sheet of paper:
// how many keys there are, and the six words for the whole set in each language. The zero value means unknown keys.
type Sealed struct {
	Keys  int
	Words map[event.Lang][]string
}

// Page is one drawn screen, with what the window needs to know about it.
type Page struct {
	Screen  session.Screen
	Root    *fyne.Container
	Buttons []*touch.Button
	Fields  []*field.Field
	Holds   []*touch.Hold

	Scrollers []*touch.Scroller
	First     *field.Field             // gets the keys when the page opens; may be nil
	Choose    bool                     // the page begins with a choice: the keyboard does not open by itself and cover it
	Picks     bool                     // it asks for more than typed text
	Live      []func(time.Time)        // called once a second and right after the page opens
	Motion    []*fyne.Animation        // started when the page opens, stopped when it goes
	Ahead     []func()                 // draw what takes long, for one pixel per dp; who has time before the page opens calls them
	Keys      func(fyne.KeyName, rune) // keys that no field used; may be nil
	Forget    []func()                 // clear what shows records, when the page goes
	Dark      bool
	Raise     bool // the on-screen keyboard comes up with the page, which was opened to type into First
	Steady    bool // shows nothing of a visitor, and may be reused although it has live parts

	// Room is told what can be seen of a page without scrolling: what is above top, once everything but the header is
	// moved up by lift; both in dp. It is called when the keyboard comes up for a field, and when it goes; may be nil.
	Room func(top, lift float32)

	HeadH float32 // height of the header, which stays in place when the rest is lifted, in dp

	body   *fyne.Container         // everything but the header
	head   *fyne.Container         // the header
	drift  fyne.Position           // how far everything is displaced
	asks   map[string]func()       // re-examine whether to ask something about a field
	keys   map[*field.Field]string // the keys of free text that says them: latin, path, or pinyin in any language
	lifted float32                 // how far up it is moved
	limit  float32                 // how far it may be with the header in place
	aside  float32                 // and to the right
	cover  *canvas.Rectangle       // background of the header, opaque while the rest is lifted under it
	brink  *canvas.LinearGradient  // softens the edge under which the rest is lifted
	ground color.Color
	floor  *canvas.Rectangle // paints the ground; nil where the window has that colour anyway
	grows  *canvas.Raster    // the picture that the page can grow out of, and what it lies in
	within *fyne.Container
	places map[*field.Field]placement
}

// B builds one page.
type B struct {
	Context
	M      theme.Metrics
	P      theme.Palette
	Lang   event.Lang
	Page   *Page
	into   *fyne.Container         // where Put adds objects
	fields map[string]*field.Field // the page's fields by id

	mended     map[string]func() // removes the message under an invalid field
	firstWrong bool              // the field with the keys is one to be corrected
}

// Build returns the page of the state's screen, drawn by screen, with the question that overlay draws
// on top; a nil overlay draws nothing.
func Build(c Context, screen, overlay func(*B)) *Page {
	lang := event.Lang(c.State.Lang)
	b := &B{Context: c, M: theme.Measure(c.Size, c.State.Large), P: theme.Colours(c.State.Contrast), Lang: lang}
	touch.KeepNames(namesIn(c.Pack))
	root := container.NewWithoutLayout()
	b.Page = &Page{Screen: c.State.Screen, Root: root}
	b.into = root
	if screen != nil {
		screen(b)
	}
	if overlay != nil {
		b.Page.Buttons, b.Page.Fields, b.Page.Holds, b.Page.Scrollers, b.Page.First = nil, nil, nil, nil, nil
		b.into = root
		overlay(b)
	}
	return b.Page
}

// Tx returns a text of the catalogue.
func (b *B) Tx(key string, args ...any) string {
	// A language may lack a text: then it is said in another, with the marks of that.
	l := lang.Of(b.T.Says(key))
	if !l.IsHan() {
		return whole(l.Draw(b.T.S(key, args...)))
	}
	// What is put in, a path or what somebody typed, stays as it is.
	kept := make([]any, len(args))
	for i, a := range args {
		if s, ok := a.(string); ok && i%2 == 1 {
			a = strings.ReplaceAll(s, " · ", keptDot)
		}
		kept[i] = a
	}
	return whole(strings.ReplaceAll(l.Draw(b.T.S(key, kept...)), keptDot, " · "))
}

// typed is a command of this program, with its options.
var typed = regexp.MustCompile(`\bmatchbooth [a-z]+(?: --[a-z]+)*`)

// whole keeps a command on one line: what is parted by a line's end is typed as two.
func whole(s string) string {
	if !strings.Contains(s, "matchbooth ") {
		return s
	}
	return typed.ReplaceAllStringFunc(s, func(c string) string { return strings.ReplaceAll(c, " ", "\u00a0") })
}

// keptDot stands for a middle dot between spaces that is not ours; no text has it.
const keptDot = "\ue0ff"

// In returns a text of the pack in the visitor's language, or in the one that is shown instead.
func (b *B) In(t event.Text) string { return lang.Of(string(t.Lang(b.Lang))).Draw(t.In(b.Lang)) }

// Offers are the languages of the switch.
func (b *B) Offers() []*lang.Language {
	if len(b.Pack.Offers(b.OpensIn)) < len(b.Pack.Offers(b.State.Lang)) {
		return b.Pack.Offers(b.State.Lang) // a picture may be in any
	}
	return b.Pack.Offers(b.OpensIn)
}

// Speaks is what the program knows about the language of the page.
func (b *B) Speaks() *lang.Language { return lang.Of(string(b.Lang)) }

// IsHan reports whether the page is in a language of Han characters, which are set closer and higher than words.
func (b *B) IsHan() bool { return b.Speaks().IsHan() }

// Plain returns a text that was drawn with the usual marks instead of those that only the typeface knows.
func Plain(s string) string { return assets.Usual(s) }

// Do returns a function that sends the event.
func (b *B) Do(k session.Kind, arg ...string) func() {
	e := session.Event{Kind: k}
	if len(arg) > 0 {
		e.Arg = arg[0]
	}
	return func() { b.Send(e) }
}

// beside handles a touch outside all controls: somebody is there, and no longer types.
func (b *B) beside() {
	b.Send(session.Event{Kind: session.Touch})
	if b.Fold != nil {
		b.Fold()
	}
}

// Later runs work, which may take long, off the UI goroutine, then show on it.
func (b *B) Later(work func() (show func())) {
	if b.Inline {
		if show := work(); show != nil {
			show()
		}
		return
	}
	go func() {
		if show := work(); show != nil {
			fyne.Do(show)
		}
	}()
}

// Put places an object in a box.
func (b *B) Put(o fyne.CanvasObject, at Box) {
	Place(o, at)
	b.into.Add(o)
	switch v := o.(type) {
	case *touch.Button:
		b.Page.Buttons = append(b.Page.Buttons, v)
	case *touch.Hold:
		b.Page.Holds = append(b.Page.Holds, v)
	case *field.Field:
		b.Page.Fields = append(b.Page.Fields, v)
		b.placed(v, at)
	}
}

// PutInHead places an object in the layer of the header, which stays in place when the rest of the page is lifted or slides.
func (b *B) PutInHead(o fyne.CanvasObject, at Box) {
	into := b.into
	b.into = b.Page.head
	b.Put(o, at)
	b.into = into
}

// Add adds an object that is already positioned.
func (b *B) Add(o fyne.CanvasObject) { b.into.Add(o) }

// Within runs fn with Put adding to a separate container of the given size (for scrollers).
func (b *B) Within(w, h float32, fn func()) fyne.CanvasObject {
	outer := b.into
	inner := container.New(fixed{fyne.NewSize(w, h)})
	b.into = inner
	fn()
	b.into = outer
	return inner
}

// fixed is a layout that leaves its objects where they are and has a fixed size.
type fixed struct{ size fyne.Size }

func (f fixed) Layout([]fyne.CanvasObject, fyne.Size) {}
func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size { return f.size }

// Repaint returns a function that repaints the window. An object that was hidden from the start is
// unknown to the toolkit's canvas, so that showing it paints nothing by itself.
func (b *B) Repaint() func() {
	r := b.Rect(Box{0, 0, 1, 1}, color.Transparent, 0)
	return r.Refresh
}

// Rect draws a rectangle.
func (b *B) Rect(at Box, fill color.Color, radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(fill)
	r.CornerRadius = radius
	b.Put(r, at)
	return r
}

// Card draws a white card with a hairline.
func (b *B) Card(at Box) {
	r := b.Rect(at, b.P.Card, b.M.Corner())
	r.StrokeColor, r.StrokeWidth = b.P.Line, 1.5
}

// Picture places a drawing rendered at device pixels.
func (b *B) Picture(at Box, draw func(w, h int) image.Image) *canvas.Raster {
	r := touch.NewPicture(draw)
	b.Put(r, at)
	return r
}

// Type returns a paragraph type in a colour.
func (b *B) Type(size float32, c color.Color, bold bool) touch.Type {
	lead := float32(1.5)
	if bold {
		lead = 1.28
	}
	return touch.Type{Size: size, Color: c, Bold: bold, Accent: b.P.Red, Lead: lead, Space: true}
}

// Text places a paragraph with its top at the box's top and returns its height.
func (b *B) Text(at Box, s string, t touch.Type) float32 {
	p := touch.SetText(s, t, at.W)
	b.Lay(p, at.X, at.Y)
	return p.Height
}

// Lay places a paragraph that has already been set.
func (b *B) Lay(p touch.Paragraph, x, y float32) {
	for _, o := range p.Objects(x, y) {
		b.Add(o)
	}
}

// TextFit places a paragraph in the box, shrunk if necessary, and returns its height.
// valign: 0 top, 0.5 middle, 1 bottom.
func (b *B) TextFit(at Box, s string, t touch.Type, maxLines int, valign float32) float32 {
	p := touch.Fit([]touch.Span{{Text: s}}, t, at.W, at.H, maxLines)
	b.Lay(p, at.X, at.Y+max(0, at.H-p.Height)*valign)
	return p.Height
}

// Flow is content of known height that is stacked top to bottom; Gap is above it. Line is the height of each of its lines,
// between which it may be parted; 0: it is one piece.
type Flow struct {
	Gap    float32
	Height float32
	Draw   func(at Box)
	Line   float32
}

// Para is a paragraph as a flow.
func (b *B) Para(gap float32, s string, t touch.Type, width float32) Flow {
	p := touch.SetText(s, t, width)
	return Flow{gap, p.Height, func(at Box) { b.Lay(p, at.X, at.Y) }, p.Type.Size * p.Type.Lead}
}

// rim is how far a scroller's window reaches beyond what it holds, in dp: a border is drawn half outside its field, and would be cut
// at the window's edge.
const rim = 4

// Stack stacks flows in the box, in a scroller if they are taller than it, and returns their total
// height. Ground is the colour behind them.
func (b *B) Stack(at Box, ground color.Color, flows ...Flow) float32 {
	var h float32
	for _, f := range flows {
		h += f.Gap + f.Height
	}
	draw := func(x, y float32) {
		for _, f := range flows {
			y += f.Gap
			f.Draw(Box{x, y, at.W, f.Height})
			y += f.Height
		}
	}
	if h <= at.H+1 {
		draw(at.X, at.Y)
		return h
	}
	before := len(b.Page.Fields)
	content := b.Within(at.W+2*rim, h+b.M.S(24)+rim, func() { draw(rim, rim) })
	s := touch.NewScroller(content, ground, b.P.Edge)
	at = Box{at.X - rim, at.Y - rim, at.W + rim, at.H + rim}
	b.scrolled(s, at, before)
	s.OnMove, s.Still = b.Do(session.Touch), b.Still
	b.Page.Scrollers = append(b.Page.Scrollers, s)
	b.Put(s, Box{at.X, at.Y, at.W + b.M.S(16), at.H})
	return h
}

// Forgets clears the records that the page shows, since the toolkit keeps an old page for a while.
func (p *Page) Forgets() {
	for _, forget := range p.Forget {
		forget()
	}
}

// Empty drops everything that the page shows and holds, for pages that show people: it must not be shown again.
func (p *Page) Empty() {
	for _, f := range p.Fields {
		f.OnChanged, f.OnSubmit, f.OnTab, f.OnKey = nil, nil, nil, nil
		f.SetText("")
	}
	for _, c := range []*fyne.Container{p.Root, p.body, p.head} {
		if c != nil {
			c.Objects = nil
		}
	}
	p.Buttons, p.Fields, p.Holds, p.Scrollers, p.First = nil, nil, nil, nil, nil
	p.Live, p.Keys, p.asks, p.keys, p.places = nil, nil, nil, nil, nil
}

// HighOf is the height of flows that are stacked.
func HighOf(flows []Flow) (h float32) {
	for _, f := range flows {
		h += f.Gap + f.Height
	}
	return h
}
