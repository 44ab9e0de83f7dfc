package pinyin

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Rare characters of names by their parts, as people name them on the telephone.
var byParts = []struct{ parts, char string }{
	{"longtian", "䶮"}, {"huohuohuohuo", "燚"}, {"fangfangtu", "堃"}, {"jiji", "喆"}, {"rijian", "暕"}, {"fengdaonv", "㛃"},
	{"zhaoye", "𫖯"}, {"yiqi", "褀"}, {"yuzhong", "翀"}, {"tututu", "垚"}, {"niuniuniu", "犇"}, {"shuishuishui", "淼"},
	{"junjin", "鋆"}, {"risheng", "昇"}, {"wangjun", "珺"}, {"yuyue", "玥"}, {"wenwubei", "赟"}, {"binbei", "赟"},
	{"mingkong", "曌"}, {"liujin", "鎏"}, {"mamama", "骉"}, {"zizi", "孖"}, {"shishi", "禔"}, {"zhuqing", "箐"}, {"yanxitu", "𬤇"},
	{"wanghang", "珩"}, {"nvyu", "妤"}, {"nvhua", "婳"},
}

func TestCharactersByTheirParts(t *testing.T) {
	d := load(t)
	for _, tt := range byParts {
		for _, o := range everyOptions() {
			c := d.Compose(o)
			c.Before("张")
			if o.Nine {
				c.Key('8')
				c.ChooseSyllable(slices.Index(c.Syllables(), "u"))
			} else {
				c.Key('u')
			}
			for _, r := range tt.parts {
				if o.Nine {
					r = rune(digits(string(r))[0])
				}
				c.Key(r)
			}
			pages := 1
			if o.Nine { // keys that may be many parts
				pages = 5
			}
			if got := texts(c, 10*pages); !slices.Contains(got, tt.char) {
				t.Errorf("%+v: u and %s: %s is not among %v", o, tt.parts, tt.char, got)
			}
		}
		// Who does not know of u finds it behind the first page of a name.
		c := compose(d, Options{Names: true}, tt.parts)
		c.Before("张")
		if got := texts(c, 24); !slices.Contains(got, tt.char) {
			t.Errorf("%s: %s is not on the second page %v", tt.parts, tt.char, got)
		}
	}
}

// The parts are offered while they are typed, exact ones first; what comes out is the character alone.
func TestPartsAreComposedLikeEverythingElse(t *testing.T) {
	d := load(t)
	c := compose(d, Options{Names: true}, "urijian")
	if got := c.Shown(); got != "u ri jian" {
		t.Errorf("shown: %q", got)
	}
	if got := c.Raw(); got != "urijian" {
		t.Errorf("raw: %q", got)
	}
	for range "jian" {
		c.Backspace()
	}
	if got := texts(c, 10); !slices.Contains(got, "明") {
		t.Errorf("ri alone: %v", got)
	}
	for _, r := range "jian" {
		c.Key(r)
	}
	if got := c.Choose(0); got != "暕" || !c.Empty() {
		t.Errorf("came out: %q", got)
	}
	for keys, want := range map[string]string{"ulongtian": "䶮", "urij": "昕", "uri'jian": "暕"} {
		if got := texts(compose(d, Options{Names: true}, keys), 1)[0]; got != want {
			t.Errorf("%s: first comes %s, want %s", keys, got, want)
		}
	}
	for _, sameSound := range []string{"uzhitian", "usisi"} { // zh and z, s and sh
		exact, fuzzy := texts(compose(d, Options{}, sameSound), 400), texts(compose(d, Options{Fuzzy: true}, sameSound), 400)
		if len(fuzzy) <= len(exact) {
			t.Errorf("%s: %d characters, and %d where syllables sound alike", sameSound, len(exact), len(fuzzy))
		}
	}
}

// After u a syllable is as long as it can be, and on 9 keys all of them are syllables that there are.
func TestPartsAreShownAsSyllables(t *testing.T) {
	d := load(t)
	if got := compose(d, Options{}, "uxian").Shown(); got != "u xian" {
		t.Errorf("uxian is shown as %q", got)
	}
	c := compose(d, Options{Nine: true}, "u")
	c.ChooseSyllable(slices.Index(c.Syllables(), "u"))
	for _, r := range digits("rijian") {
		c.Key(r)
	}
	shown := strings.Fields(c.Shown())
	if len(shown) != 3 || shown[0] != "u" || !d.named(shown[1]) || !d.named(shown[2]) || digits(shown[1]+shown[2]) != digits("rijian") {
		t.Errorf("u and the keys of rijian are shown as %q", shown)
	}
}

// A character that has no reading at all comes last, even where its parts were all typed and those of others were not.
func TestWhatHasNoReadingComesLast(t *testing.T) {
	d := load(t)
	if got := d.Readings().Of('㘳'); got != nil {
		t.Fatalf("㘳 is read %v", got)
	}
	all := texts(compose(d, Options{}, "ubeitu"), 300)
	if at := slices.Index(all, "㘳"); at < 4 || at != len(all)-2 { // before the letter u
		t.Errorf("ubeitu: 㘳 is number %d of %v", at, all)
	}
}

// Parts that are whole syllables are no initials: 艹 and 耳 are cao er, and cao e is something else.
func TestPartsThatAreSpelledOutAreNoInitials(t *testing.T) {
	d := load(t)
	for keys, want := range map[string]bool{"ucaoer": true, "ucaoe": false} {
		if got := texts(compose(d, Options{}, keys), 300); slices.Contains(got, "茸") != want {
			t.Errorf("%s offers %v", keys, got)
		}
	}
}

// Letters after u that are no parts stay what they were, and so does u.
func TestUStaysALetter(t *testing.T) {
	d := load(t)
	for _, o := range []Options{{}, {Names: true}} {
		for _, keys := range []string{"u", "uk", "usb", "uui", "unihao", "uv"} {
			got := texts(compose(d, o, keys), 1)[0]
			if !strings.HasPrefix(got, "u") {
				t.Errorf("%+v: %s: first comes %s", o, keys, got)
			}
		}
		c := compose(d, o, "urijian")
		all := texts(c, 1000)
		if last := all[len(all)-1]; last != "u" {
			t.Errorf("%+v: last comes %s", o, last)
		}
		if c.Choose(len(all) - 1); c.Shown() != "uri jian" {
			t.Errorf("%+v: after the letter u: %q", o, c.Shown())
		}
	}
}

// standardReadings returns the characters of the table of general standard characters by each of their readings.
func standardReadings(t *testing.T) map[string][]rune {
	t.Helper()
	out := map[string][]rune{}
	for _, f := range tableOf(t, "testdata/standard.tsv") {
		out[f[0]] = []rune(f[1])
	}
	return out
}

// Every character of the table of general standard characters is on one of the first three pages for each of its
// readings, in a given name, or else on one of those for its parts.
func TestEveryStandardCharacterIsWithinThreePages(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	d := load(t)
	const three = 30
	said := saidFor(t, d)
	all, behind, first := 0, 0, 0
	tried := map[rune]int{}
	for syllable, chars := range standardReadings(t) {
		c := compose(d, Options{Names: true}, syllable)
		c.Before("张")
		near := texts(c, three)
		for _, char := range chars {
			all++
			if slices.Contains(near, string(char)) {
				continue
			}
			if !d.readAs(string(char), syllable) {
				t.Errorf("%c cannot be typed as %s", char, syllable)
				continue
			}
			behind++
			at, ok := tried[char]
			if !ok {
				at = d.placeByParts(char, said)
				tried[char] = at
			}
			if at < 0 || at >= three {
				t.Errorf("%c is behind three pages of %s, and its parts do not lead to it: place %d", char, syllable, at)
			} else if at < 10 {
				first++
			}
		}
	}
	t.Logf("%d readings; %d behind the third page, all to be had by their parts, %d of these on the first page", all, behind, first)
	if all < 8105 {
		t.Errorf("only %d readings were tried", all)
	}
}

// placeByParts returns the place of a character among what its parts are typed for, or -1 if it has none.
func (d *Dict) placeByParts(char rune, said []string) int {
	i, ok := slices.BinarySearchFunc(d.parts.made, char, func(c composed, r rune) int { return cmp.Compare(c.char, r) })
	if !ok {
		return -1
	}
	keys := string(apart)
	for _, p := range d.parts.made[i].parts {
		keys += said[p] + "'"
	}
	c := compose(d, Options{Names: true}, keys)
	c.Before("张")
	return slices.Index(texts(c, 60), string(char))
}

// saidFor returns what people type for each part: what radicals.tsv calls it, else its commonest reading.
func saidFor(t *testing.T, d *Dict) []string {
	t.Helper()
	usual := map[string]string{}
	least := map[string]float32{}
	for syl, name := range d.syllables {
		for w := d.first[syl]; w < d.first[syl+1]; w++ {
			if cost, ok := least[d.text(w)]; !ok || d.cost[w] < cost {
				usual[d.text(w)], least[d.text(w)] = name, d.cost[w]
			}
		}
	}
	for _, f := range tableOf(t, "../../assets/pinyin/names/radicals.tsv") {
		usual[f[0]] = strings.Fields(f[1])[0]
	}
	out := make([]string, len(d.parts.components))
	for _, f := range tableOf(t, "../../assets/pinyin/names/parts.tsv") {
		char, _ := utf8.DecodeRuneInString(f[0])
		i, ok := slices.BinarySearchFunc(d.parts.made, char, func(c composed, r rune) int { return cmp.Compare(c.char, r) })
		if !ok {
			t.Errorf("%s has no parts in the dictionary", f[0])
			continue
		}
		for j, p := range []rune(f[1]) {
			out[d.parts.made[i].parts[j]] = usual[string(p)]
		}
	}
	return out
}

// tableOf returns the fields of a table of lines, without those that begin with #.
func tableOf(t *testing.T, path string) (lines [][]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.Split(line, "\t"))
		}
	}
	return lines
}
