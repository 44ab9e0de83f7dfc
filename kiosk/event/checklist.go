package event

import (
	"fmt"
	"slices"
)

// Check is one step of the volunteers' check list, which they go through while the visitor is still there.
type Check struct {
	ID       string
	Kind     string // yes_no | scan
	Title    Text   // of the steps in [KnownChecks] it may be nil: the booth has words of its own for them
	Help     Text   // what to look at; may be nil
	Required bool   // until it has been answered the person counts as unchecked
}

// The kinds of steps.
const (
	CheckYesNo = "yes_no"
	CheckScan  = "scan" // the barcode of a sampling kit
)

// The steps whose answers the program knows what to do with.
const (
	CheckRang     = "rang"     // the phone rang
	CheckIdentity = "identity" // a document was seen
	CheckKit      = "kit"      // the sampling kit that the person was given; the one step that is scanned
	CheckSample   = "sample"   // the sample was taken
)

// KnownChecks lists the ids of those steps.
var KnownChecks = []string{CheckRang, CheckIdentity, CheckKit, CheckSample}

// MaxChecks is the maximum number of steps: so many fit on one screen, and the visitor is waiting meanwhile.
const MaxChecks = 6

var checkKinds = []string{CheckYesNo, CheckScan}

// usualChecks is the check list of a pack that has none. That the phone rings is what a sign-up depends on for years; not
// everybody has a document along at a fair, or gets a kit.
var usualChecks = []Check{
	{ID: CheckRang, Kind: CheckYesNo, Required: true},
	{ID: CheckIdentity, Kind: CheckYesNo},
	{ID: CheckKit, Kind: CheckScan},
}

// CheckList returns the volunteers' check list, in order: that of the pack, or the usual one.
func (p *Pack) CheckList() []Check {
	if len(p.Checks) == 0 {
		return slices.Clone(usualChecks)
	}
	return slices.Clone(p.Checks)
}

// GivesKits reports whether volunteers note the barcode of a sampling kit.
func (p *Pack) GivesKits() bool {
	return slices.ContainsFunc(p.CheckList(), func(c Check) bool { return c.ID == CheckKit })
}

// checkChecks checks the volunteers' check list.
func (b *builder) checkChecks() {
	p := b.p
	switch n := len(p.Checks); {
	case n == 0 && b.main.given["checks"]:
		b.bad("checks", "write at least one, or leave it out: then it is rang, identity and kit", "checks is empty")
	case n > MaxChecks:
		b.bad(fmt.Sprintf("checks[%d]", MaxChecks), Say("keep to %d; the visitor is waiting meanwhile", MaxChecks), "checks has %d steps", n)
	}
	b.checkIDs("checks", len(p.Checks), ".id", func(i int) string { return p.Checks[i].ID })
	for i, c := range p.Checks {
		at := fmt.Sprintf("checks[%d]", i)
		b.need(at, needed["checks"]...)
		if column := "check_" + c.ID; slices.Contains(reserved, column) && !slices.Contains(KnownChecks, c.ID) {
			b.bad(at+".id", "give the step another id", "its column in an export, %s, is taken", quote(column))
		} else if p.Field(column) != nil {
			b.bad(at+".id", "give the step or the field another id", "its column in an export, %s, is that of a field", quote(column))
		}
		if !slices.Contains(KnownChecks, c.ID) && b.main.given[at+".id"] {
			b.need(at, "title")
		}
		if !b.oneOf(at+".kind", "kind of check", c.Kind, checkKinds) || !b.main.given[at+".id"] {
			continue
		}
		switch {
		case c.ID == CheckKit && c.Kind != CheckScan:
			b.bad(at+".kind", `write kind = "scan", or give the step another id`, "the step kit is the barcode of the sampling kit")
		case c.ID != CheckKit && c.Kind == CheckScan:
			b.bad(at+".kind", `call the step kit, or write kind = "yes_no"`, "the step %s cannot be scanned: one barcode is kept, that of the kit", quote(c.ID))
		}
	}
}
