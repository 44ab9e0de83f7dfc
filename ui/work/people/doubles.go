package people

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// Why two sign-ups may be one person's.
const (
	SamePhone    = intake.FlagSamePhone  // a number of the one is a number of the other
	ContactPhone = "contact_phone"       // a number of the one is that of somebody whom the other names, under another name
	SameNumber   = intake.FlagSameNumber // the same student or identity number
	SameEmail    = "same_email"
	SameHandle   = "same_handle" // the same WeChat ID, or another text by which a person is reached
	SameName     = "same_name"   // the same name, and a contact or another fact in common
	SameRow      = "same_row"    // the same row of typed paper forms, imported twice
	SameKit      = "same_kit"    // the same sampling kit
)

// Whys are all of them, the surest first.
var Whys = []string{SameRow, SameKit, SameNumber, SamePhone, SameName, SameEmail, SameHandle, ContactPhone}

// Double is two people, or a group of more, who may be one person.
type Double struct {
	People []int    // places in the list, in order
	Why    []string // see [Whys], in that order
}

// mostPairs is the largest group of people that is taken apart into pairs. A number that three hundred people share is
// that of a family or of an office: it is one line for the volunteer to look at, not forty-five thousand.
const mostPairs = 5

// Doubles returns who may be one person, the surest first. Two people whom a volunteer has joined and parted again are not
// offered once more, whatever else they share.
//
// Two who name each other as contacts are friends, so a contact's number counts only where the name beside it is not that of
// whose number it is. A school, a campus and a month are shared by half a year's students, and are no fact here; a birth
// date and any other text are.
func (l *List) Doubles() []Double { return l.doubles }

// DoublesOf returns with whom a person may be the same one.
func (l *List) DoublesOf(at int) (list []Double) {
	for _, d := range l.doubles {
		if slices.Contains(d.People, at) {
			list = append(list, d)
		}
	}
	return list
}

// finder looks for doubles. Every value goes into a bucket by its kind, and buckets with more than one person are doubles:
// as many steps as there are values.
type finder struct {
	l       *List
	buckets map[string][]int32
	owners  map[string][]int32 // by number
	named   map[string][]naming
}

// naming is somebody who names a number as that of a contact.
type naming struct {
	at   int32
	name string // folded
}

// Format prints [redacted].
func (naming) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (finder) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

func (l *List) findDoubles() {
	f := finder{l, map[string][]int32{}, map[string][]int32{}, map[string][]naming{}}
	for i := range l.records {
		f.add(int32(i), &l.records[i])
	}
	pairs, groups := map[[2]int32][]string{}, map[string]*Double{}
	undone := l.undone()
	put := func(why string, people []int32) {
		switch {
		case len(people) < 2:
		case len(people) > mostPairs:
			key := keyOf(people)
			if groups[key] == nil {
				groups[key] = &Double{People: ints(people)}
			}
			groups[key].Why = append(groups[key].Why, why)
		default:
			for i, a := range people {
				for _, b := range people[i+1:] {
					if p := [2]int32{a, b}; !undone[p] {
						pairs[p] = append(pairs[p], why)
					}
				}
			}
		}
	}
	for key, people := range f.buckets {
		why, _, _ := strings.Cut(key, "\x00")
		put(why, people)
	}
	for phone, people := range f.owners {
		put(SamePhone, people)
		f.contacts(phone, people, put)
	}
	l.doubles = nil
	for p, why := range pairs {
		l.doubles = append(l.doubles, Double{[]int{int(p[0]), int(p[1])}, why})
	}
	for _, d := range groups {
		l.doubles = append(l.doubles, *d)
	}
	for i := range l.doubles {
		why := l.doubles[i].Why
		slices.SortFunc(why, func(a, b string) int { return cmp.Compare(slices.Index(Whys, a), slices.Index(Whys, b)) })
		l.doubles[i].Why = slices.Compact(why)
	}
	slices.SortFunc(l.doubles, func(a, b Double) int {
		return cmp.Or(cmp.Compare(slices.Index(Whys, a.Why[0]), slices.Index(Whys, b.Why[0])), cmp.Compare(len(b.Why), len(a.Why)), slices.Compare(a.People, b.People))
	})
}

// contacts puts those together who own a number and those who name it as that of somebody else.
func (f finder) contacts(phone string, owners []int32, put func(why string, people []int32)) {
	for _, o := range owners {
		with := []int32{o}
		for _, n := range f.named[phone] {
			if n.at != o && n.name != f.l.nameKey(o) && !slices.Contains(owners, n.at) {
				with = append(with, n.at)
			}
		}
		if len(with) > mostPairs {
			put(ContactPhone, sorted(with))
			continue
		}
		for _, w := range with[1:] {
			put(ContactPhone, sorted([]int32{o, w}))
		}
	}
}

// add puts everything of a person into buckets.
func (f finder) add(at int32, r *record.Record) {
	put := func(parts ...string) {
		key := strings.Join(parts, "\x00")
		if had := f.buckets[key]; len(had) == 0 || had[len(had)-1] != at {
			f.buckets[key] = append(had, at)
		}
	}
	owns := func(phone string) {
		if had := f.owners[phone]; len(had) == 0 || had[len(had)-1] != at {
			f.owners[phone] = append(had, at)
		}
	}
	name := f.l.nameKey(at)
	fact := func(parts ...string) {
		if name != "" {
			put(append([]string{SameName, name}, parts...)...)
		}
	}
	for _, x := range f.l.pack.Fields {
		v := r.Fields[x.ID]
		text := withoutSpace(fold(string(v.Text)).plain)
		switch {
		case v.Person != nil:
			if phone := string(v.Person.Phone); phone != "" {
				f.named[phone] = append(f.named[phone], naming{at, nameKey(string(v.Person.Name))})
				fact("contact", phone)
			}
		case text == "":
		case x.Kind == "phone":
			owns(string(v.Text))
		case x.Kind == "email":
			put(SameEmail, text)
		case f.l.alone[x.ID]:
			put(SameNumber, x.ID, strings.ToUpper(text))
		case x.Kind == "text" && isMobile(text):
			owns(text)
		case x.Kind == "text" && handle(x):
			put(SameHandle, text)
		case x.Kind == "text", x.Kind == "date":
			fact(x.ID, text)
		}
	}
	for _, kit := range f.l.people[at].kits {
		put(SameKit, kitKey(kit))
	}
	if r.Source == record.SourcePaper {
		first := r.SignUp
		first.Fields = atFirst(r)
		put(SameRow, string(intake.Key(first)))
	}
}

// atFirst returns the fields of a sign-up as they were before anything was corrected.
func atFirst(r *record.Record) map[string]record.Field {
	fields := maps.Clone(r.Fields)
	for _, h := range slices.Backward(r.History) {
		if h.Person != r.Person {
			continue
		}
		for _, c := range h.Fields {
			if c.Old == nil {
				delete(fields, c.ID)
			} else {
				fields[c.ID] = *c.Old
			}
		}
	}
	return fields
}

// isPersonal reports whether a field is a number that no two people have.
func isPersonal(f event.Field) bool {
	return f.Kind == "resident_id" || f.Kind == "text" && intake.NumbersPeople(f)
}

// handle reports whether a field of text is a way to reach a person, such as a WeChat ID.
func handle(f event.Field) bool { return f.Channel != "" || f.SameAs != "" }

// isMobile reports whether a text is a checked mainland mobile number, as [form.CheckAll] leaves one in a text field.
func isMobile(s string) bool {
	return len(s) == len("13912340417") && s[0] == '1' && strings.Trim(s, "0123456789") == ""
}

// nameKey returns the form in which two spellings of a name are equal, "" if there is no name.
func nameKey(name string) string { return withoutSigns(fold(name).plain) }

func (l *List) nameKey(at int32) string {
	return nameKey(string(l.records[at].Fields[l.ids[nameID]].Text))
}

func withoutSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// undone returns the pairs whose join was taken back last.
func (l *List) undone() map[[2]int32]bool {
	at := map[string]int32{}
	for i, r := range l.records {
		for _, p := range append([]string{r.Person}, r.Parts...) {
			at[p] = int32(i)
		}
	}
	out := map[[2]int32]bool{}
	for _, r := range l.records {
		for _, h := range r.History {
			if h.Join == nil {
				continue
			}
			a, here := at[h.Person]
			b, there := at[h.Join.Into]
			if here && there && a != b {
				out[[2]int32{min(a, b), max(a, b)}] = h.Join.Undo
			}
		}
	}
	return out
}

func sorted(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

func ints(list []int32) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = int(n)
	}
	return out
}

// keyOf returns a text that only the same people have.
func keyOf(people []int32) string {
	b := make([]byte, 0, 4*len(people))
	for _, p := range people {
		b = append(b, byte(p), byte(p>>8), byte(p>>16), byte(p>>24)) //nolint:gosec // G115: its bytes
	}
	return string(b)
}
