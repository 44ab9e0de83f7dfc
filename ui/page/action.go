package page

import (
	"matchbooth/assets/lang"
	"matchbooth/ui/touch/field"
)

// AfterField returns what the action key of the on-screen keyboard does for a field of the page,
// and its label: it goes to the next field (take), or on to the next page if nothing else is to be
// answered, or else hides the keyboard, because what is left is chosen and not typed.
func (c Context) AfterField(p *Page, f *field.Field, take func(*field.Field), fold func()) (word string, do func()) {
	for i, field := range p.Fields {
		switch {
		case field != f:
		case i+1 < len(p.Fields):
			next := p.Fields[i+1]
			return c.T.S("keys.next"), func() { take(next) }
		case f.OnSubmit != nil && !p.Picks:
			return c.T.S("keys.go"), f.OnSubmit
		}
	}
	return c.T.S("keys.done"), fold
}

// OnAgain makes [Page.Again] call look for the field.
func (p *Page) OnAgain(id string, look func()) {
	if p.asks == nil {
		p.asks = map[string]func(){}
	}
	p.asks[id] = look
}

// Again re-examines a field after something about it changed other than by typing.
func (p *Page) Again(id string) {
	if look := p.asks[id]; look != nil {
		look()
	}
}

// Latin reports whether a field takes free text that nobody writes in Chinese characters, such as
// an account's name: the keyboard shows letters and digits there.
func (p *Page) Latin(f *field.Field) bool { return p.keys[f] == "latin" || p.Path(f) }

// Path reports whether a field takes a file's path or an address on the web: the keyboard has a key for the slash there.
func (p *Page) Path(f *field.Field) bool { return p.keys[f] == "path" }

// KeysIn returns the language whose keys come up for a field, if the page is in tag: some free text is written in Chinese
// characters in any.
func (p *Page) KeysIn(f *field.Field, tag string) string {
	if p.keys[f] == lang.Pinyin || lang.Of(tag).Keys == lang.Pinyin {
		return "zh"
	}
	return tag
}
