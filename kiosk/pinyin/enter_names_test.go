package pinyin_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"matchbooth/kiosk/pinyin"
)

// page is how many candidates a person sees at once.
const page = 10

// tooFar is how many candidates a person turns pages for before giving up.
const tooFar = 30 * page

// typing is what a person types at once for some characters.
type typing struct {
	text string
	keys []string // of each character of text, with the apostrophe after it
}

func (y typing) all() string { return strings.Join(y.keys, "") }

// keys returns how many keys the first n characters take.
func (y typing) count(n int) int { return len(strings.Join(y.keys[:n], "")) }

// way is a way of typing names: the parts that are typed and chosen one after the
// other.
type way struct {
	name  string
	nine  bool
	bar   int // dp of room for candidates; 0: ten, however broad
	parts func(n fullName) []typing
}

// whole is a name as one typing. A syllable that begins with a vowel gets an apostrophe
// before it, as everyone learns who types xi'an.
func whole(n fullName) []typing {
	return []typing{{n.text(), parted(slices.Concat(n.surnameReading, n.givenSyllables))}}
}

func parted(syllables []string) []string {
	keys := slices.Clone(syllables)
	for i := range keys {
		if i > 0 && strings.ContainsRune("aoe", rune(keys[i][0])) {
			keys[i-1] += "'"
		}
	}
	return keys
}

// initial returns what shortens a syllable: zh, ch, sh or its first letter.
func initial(syllable string) string {
	if len(syllable) > 1 && syllable[1] == 'h' {
		return syllable[:2]
	}
	return syllable[:1]
}

var ways = []way{
	{name: "in full", parts: whole},
	{name: "surname, then given name", parts: func(n fullName) []typing {
		return []typing{{n.surname, parted(n.surnameReading)}, {n.given, parted(n.givenSyllables)}}
	}},
	{name: "initials of the given name", parts: func(n fullName) []typing {
		keys := parted(n.surnameReading)
		for _, s := range n.givenSyllables {
			keys = append(keys, initial(s))
		}
		return []typing{{n.text(), keys}}
	}},
	{name: "9 keys", nine: true, parts: whole},
	{name: "in full, bar at 1280×800", bar: 870, parts: whole},
	{name: "in full, bar at 800×1280", bar: 760, parts: whole},
}

// digits are the keys of a telephone.
func digits(keys string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return r
		}
		return rune("22233344455566677778889999"[r-'a'])
	}, keys)
}

// result is how entering went.
type result struct {
	first bool // every choice was on the first page
	found bool // the name came out at all
	taps  int  // keys, page turns and choices
	times []time.Duration
}

func (r *result) add(o result) {
	r.first = r.first && o.first
	r.found = r.found && o.found
	r.taps += o.taps
	r.times = append(r.times, o.times...)
}

// enter types the name and chooses as a sensible person would: the longest piece of
// the name that the page shows; with 9 keys and no piece there, the reading of the next
// syllable; and else the next page.
func enter(d *pinyin.Dict, n fullName, w way, o pinyin.Options) result {
	o.Nine = w.nine
	r := result{first: true, found: true}
	before := ""
	for _, y := range w.parts(n) {
		c := d.Compose(o)
		c.Before(before)
		r.add(enterPart(c, y, w))
		before += y.text
	}
	return r
}

func enterPart(c *pinyin.Composer, y typing, w way) result {
	r := result{first: true}
	keys := y.all()
	if w.nine {
		keys = digits(keys)
	}
	for _, k := range keys {
		began := time.Now()
		taken := c.Key(k)
		c.Candidates(0, page)
		r.times = append(r.times, time.Since(began))
		r.taps++
		if !taken {
			r.first = false
			return r
		}
	}
	runes, at := []rune(y.text), 0
	var text string
	for at < len(runes) {
		from := 0
		shown := w.shown(c, from)
		i, n := piece(shown, y, at)
		for n == 0 {
			if w.nine && from == 0 && chooseSyllable(c, y, at) {
				r.taps++
			} else if from += len(shown); from >= tooFar || len(shown) == 0 {
				r.first = false
				return r
			} else {
				r.first = false
				r.taps++
			}
			shown = w.shown(c, from)
			i, n = piece(shown, y, at)
		}
		r.taps++
		at += n
		text = c.Choose(from + i)
	}
	r.found = text == y.text
	r.first = r.first && r.found
	return r
}

// shown returns the candidates on the page that begins at from. With a bar they are as
// many as have room in it, by the measures of ui/touch/keyboard where many stand beside
// each other: a character is 31 dp broad, there are 20 dp in a candidate beside its
// text and 3 between two, and none is narrower than 56.
func (w way) shown(c *pinyin.Composer, from int) []pinyin.Candidate {
	candidates, _ := c.Candidates(from, page)
	if w.bar == 0 {
		return candidates
	}
	used := -3
	for i, candidate := range candidates {
		used += max(56, 31*utf8.RuneCountInString(candidate.Text)+20) + 3
		if used > w.bar && i > 0 {
			return candidates[:i]
		}
	}
	return candidates
}

// piece returns the place on a page of the longest piece of the name, and how many
// characters it has.
func piece(shown []pinyin.Candidate, y typing, at int) (place, n int) {
	rest := string([]rune(y.text)[at:])
	for i, candidate := range shown {
		k := utf8.RuneCountInString(candidate.Text)
		if k > n && strings.HasPrefix(rest, candidate.Text) && candidate.Keys == y.count(at+k)-y.count(at) {
			place, n = i, k
		}
	}
	return place, n
}

// chooseSyllable decides with 9 keys the first syllable that is not decided yet, if it
// is offered and it belongs to a character from at on.
func chooseSyllable(c *pinyin.Composer, y typing, at int) bool {
	want := strings.Trim(y.keys[at], "'")
	i := slices.Index(c.Syllables(), want)
	if i < 0 || i >= page {
		return false
	}
	before := c.Syllables()
	c.ChooseSyllable(i)
	return !slices.Equal(before, c.Syllables())
}

// figures are those of a list of names entered in one way.
type figures struct {
	names, first, found, taps int
	times                     []time.Duration
}

func (f *figures) add(r result) {
	f.names++
	if r.first {
		f.first++
	}
	if r.found {
		f.found++
	}
	f.taps += r.taps
	f.times = append(f.times, r.times...)
}

func (f *figures) share() float64 { return 100 * float64(f.first) / float64(f.names) }
func (f *figures) mean() float64  { return float64(f.taps) / float64(f.names) }

// percentile of the time of a key.
func (f *figures) percentile(p int) time.Duration {
	if len(f.times) == 0 {
		return 0
	}
	slices.Sort(f.times)
	return f.times[min(len(f.times)-1, len(f.times)*p/100)]
}

func measure(d *pinyin.Dict, names []fullName, w way, o pinyin.Options) (figures, []string) {
	var f figures
	var missed []string
	for _, n := range names {
		r := enter(d, n, w, o)
		f.add(r)
		if !r.first {
			missed = append(missed, n.text())
		}
	}
	return f, missed
}

func dictionary(t testing.TB) *pinyin.Dict {
	t.Helper()
	d, err := pinyin.Default()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The promise of the keyboard: a common name can be entered without turning a page.
func TestNamesOnFirstPage(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	d := dictionary(t)
	for _, file := range []string{namesFile, citiesFile} {
		names := readNames(t, file)
		for i, w := range ways {
			f, missed := measure(d, names, w, pinyin.Options{Names: true})
			t.Logf("%s, %s: %.1f %% of %d names on the first page, %.2f taps a name", file, w.name, f.share(), f.names, f.mean())
			t.Logf("not on the first page: %s", strings.Join(missed, " "))
			if file == namesFile && i < 2 && f.share() < 95 {
				t.Errorf("%s, %s: %.1f %% of the names are on the first page, want 95 %%", file, w.name, f.share())
			}
			if i < 2 && f.found < f.names {
				t.Errorf("%s, %s: %d names cannot be entered at all", file, w.name, f.names-f.found)
			}
		}
	}
}

// BenchmarkNames enters the list of names in each way. Besides the time for a whole
// name it reports the time for one key with its page of candidates, at the median and
// at the 99th percentile, the share of names on the first page and the taps for a name.
func BenchmarkNames(b *testing.B) {
	d := dictionary(b)
	names := readNames(b, namesFile)
	for _, w := range ways {
		b.Run(strings.ReplaceAll(strings.ReplaceAll(w.name, ",", ""), " ", "-"), func(b *testing.B) {
			var f figures
			for i := 0; b.Loop(); i++ {
				f.add(enter(d, names[i%len(names)], w, pinyin.Options{Names: true}))
			}
			b.ReportMetric(float64(f.percentile(50).Nanoseconds())/1e3, "p50-µs/key")
			b.ReportMetric(float64(f.percentile(99).Nanoseconds())/1e3, "p99-µs/key")
			all, _ := measure(d, names, w, pinyin.Options{Names: true})
			b.ReportMetric(all.share(), "%first-page")
			b.ReportMetric(all.mean(), "taps/name")
		})
	}
}
