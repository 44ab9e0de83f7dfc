package event

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/assets"
)

// Whatever a visitor can read that is a figure, a date or a name stands in docs/content.md with its source. The page
// has two tables for it: one by place, whose second column holds every figure and date of that place, and one of names.

// words are the texts of one place, such as "risks.1", in both languages.
type words struct{ zh, en string }

// claimsPage is docs/content.md, as far as tests read it.
type claimsPage struct {
	said  map[string][]string // by place: figures and dates
	names map[Lang][]string   // longest first
}

func readClaims(page string) claimsPage {
	c := claimsPage{said: map[string][]string{}, names: map[Lang][]string{}}
	table := ""
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "#") {
			table = strings.TrimSpace(strings.TrimLeft(line, "# "))
		}
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 5 || strings.Contains(line, "---") {
			continue
		}
		switch table {
		case "Every claim":
			for place := range strings.SplitSeq(cells[1], ",") {
				place = strings.Trim(place, " `")
				c.said[place] = append(c.said[place], figuresIn(EN, cells[2])...)
			}
		case "Every name":
			for i, l := range Langs {
				for name := range strings.SplitSeq(cells[i+1], " / ") {
					if name = strings.TrimSpace(name); name != "" {
						c.names[l] = append(c.names[l], name)
					}
				}
			}
		}
	}
	for _, l := range Langs {
		slices.SortFunc(c.names[l], func(a, b string) int { return len(b) - len(a) })
	}
	return c
}

// faults says what a place claims that the page does not list, what the page lists that the place does not say, and
// where the two languages differ.
func (c claimsPage) faults(place string, w words) []string {
	var out []string
	zh, en := figuresIn(ZH, w.zh), figuresIn(EN, w.en)
	for _, f := range zh {
		if !slices.Contains(en, f) {
			out = append(out, fmt.Sprintf("%s: %s is in Chinese only", place, f))
		}
		if !slices.Contains(c.said[place], f) {
			out = append(out, fmt.Sprintf("%s: %s (Chinese) is not listed", place, f))
		}
	}
	for _, f := range en {
		if !slices.Contains(zh, f) {
			out = append(out, fmt.Sprintf("%s: %s is in English only", place, f))
		}
		if !slices.Contains(c.said[place], f) {
			out = append(out, fmt.Sprintf("%s: %s (English) is not listed", place, f))
		}
	}
	for _, f := range c.said[place] {
		if !slices.Contains(zh, f) && !slices.Contains(en, f) {
			out = append(out, fmt.Sprintf("%s: %s is listed and not said", place, f))
		}
	}
	for _, n := range c.strangers(ZH, w.zh) {
		out = append(out, fmt.Sprintf("%s: the name in %q is not listed", place, n))
	}
	for _, n := range c.strangers(EN, w.en) {
		out = append(out, fmt.Sprintf("%s: the name %q is not listed", place, n))
	}
	return out
}

var (
	fill      = regexp.MustCompile(`\{\{[^}]*\}\}`)
	address   = regexp.MustCompile(`https://\S+|[a-z]+@[a-z.]+`)
	telephone = regexp.MustCompile(`\d{3}-\d{4}-\d{4}`)
	isoDate   = regexp.MustCompile(`\d{4}-\d{2}(?:-\d{2})?`)
	zhMonths  = regexp.MustCompile(`(\d{4}) 年 (\d{1,2}) 月到 (\d{1,2}) 月`)
	zhDate    = regexp.MustCompile(`(\d{4}) 年 (\d{1,2}) 月(?: (\d{1,2}) 日)?`)
	month     = `(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*`
	enMonths  = regexp.MustCompile(month + `(?:–| and )` + month + ` (\d{4})`)
	enDate    = regexp.MustCompile(`(?:(\d{1,2}) )?` + month + ` (\d{4})`)
	large     = regexp.MustCompile(`(\d[\d,.]*) ?(多?万|million)`)
	number    = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?%?`)
	grades    = regexp.MustCompile(`[IVX]+–[IVX]+`)
	zhShare   = regexp.MustCompile(`([一二三四五六七八九十])人中有([一二三四五六七八九十])人`)
	zhCount   = regexp.MustCompile(`(第?)([一二两三四五六七八九十]+)(年|个月|周|天|小时)`)
	enCount   = regexp.MustCompile(`(?i)\b(a|one|two|three|four|five|six|seven|eight|nine|ten)[ -]years?\b|\b(one|two|three|four|five|six|seven|eight|nine|ten)[ -](?:month|week|day|hour)s?\b`)
	zhPart    = regexp.MustCompile(`([二三四五六七八九])?([百万])分之一`)
	zhThousan = regexp.MustCompile(`一万(分之一)?`)
	enThousan = regexp.MustCompile(`(?i)ten thousand`)
)

const zhDigits = "零一二三四五六七八九十"

var enDigits = []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// figuresIn finds the figures and dates of a text, written in one way for both languages: 2025-05-14, 3600000, 97.55%.
func figuresIn(l Lang, s string) []string {
	s = address.ReplaceAllString(fill.ReplaceAllString(strings.ReplaceAll(s, "\u00a0", " "), " "), " ")
	var out []string
	take := func(form *regexp.Regexp, read func(m []string) []string) {
		s = form.ReplaceAllStringFunc(s, func(hit string) string {
			out = append(out, read(form.FindStringSubmatch(hit))...)
			return " "
		})
	}
	whole := func(m []string) []string { return m[:1] }
	date := func(y, mo, d string) string {
		if i := slices.Index([]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}, mo); i >= 0 {
			mo = strconv.Itoa(i + 1)
		}
		out := y + "-" + fmt.Sprintf("%02s", mo)
		if d != "" {
			out += "-" + fmt.Sprintf("%02s", d)
		}
		return out
	}
	take(telephone, whole)
	take(isoDate, whole)
	take(zhMonths, func(m []string) []string { return []string{date(m[1], m[2], ""), date(m[1], m[3], "")} })
	take(zhDate, func(m []string) []string { return []string{date(m[1], m[2], m[3])} })
	take(enMonths, func(m []string) []string { return []string{date(m[3], m[1], ""), date(m[3], m[2], "")} })
	take(enDate, func(m []string) []string { return []string{date(m[3], m[2], m[1])} })
	take(large, func(m []string) []string {
		n, _ := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		return []string{strconv.FormatFloat(n*map[bool]float64{true: 1e6, false: 1e4}[m[2] == "million"], 'f', -1, 64)}
	})
	take(number, func(m []string) []string { return []string{strings.ReplaceAll(strings.TrimRight(m[0], ","), ",", "")} })
	take(grades, whole)
	if l == ZH {
		digit := func(s string) string {
			return strconv.Itoa(strings.Index(zhDigits, strings.Replace(s, "两", "二", 1)) / len("零"))
		}
		take(zhShare, func(m []string) []string { return []string{digit(m[1]), digit(m[2])} })
		take(zhThousan, func(m []string) []string {
			if m[1] != "" {
				return []string{"10000", "1"}
			}
			return []string{"10000"}
		})
		take(zhPart, func(m []string) []string { // 四百分之一 is 1 in 400, 百分之一 is 1%
			switch {
			case m[2] == "万":
				return []string{digit(cmp.Or(m[1], "一")) + "0000", "1"}
			case m[1] == "":
				return []string{"1%"}
			}
			return []string{digit(m[1]) + "00", "1"}
		})
		take(zhCount, func(m []string) []string {
			if m[1] != "" { // the second day is no count
				return nil
			}
			return []string{digit(m[2])}
		})
	} else {
		take(enThousan, func([]string) []string { return []string{"10000"} })
		take(enCount, func(m []string) []string {
			return []string{strconv.Itoa(max(1, slices.Index(enDigits, strings.ToLower(m[1]+m[2]))))}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var (
	// What ends like an institution, stands between title marks, is an author, or is in Latin letters.
	zhName = regexp.MustCompile(`\p{Han}{0,8}(?:红十字会|分会|医院|大学|学院|中心|资料库|分库|新华社|日报|学会|协会|研究所|委员会|公司|杂志)|《[^》]*》|\p{Han}{2,4}等，[\dA-Z《]|[A-Za-z][A-Za-z.]+`)
	// A capital where no sentence begins.
	enName = regexp.MustCompile(`[\p{L}\p{N},;’”)–—] [(]?([A-Z][\p{L}’-]+)`)
	// Words in Latin letters, or with a capital, that name nobody.
	ordinary = regexp.MustCompile(`\b(?:WeChat|English|ID|PIN|MB|Matchbooth|matchbooth verify|event-key\.age|example\.com|practice)\b`)
)

// strangers returns what looks like a name and is not listed. A listed name that begins with "…" is one that says
// little by itself, and counts only where no character belonging to it stands before.
func (c claimsPage) strangers(l Lang, s string) []string {
	s = address.ReplaceAllString(fill.ReplaceAllString(strings.ReplaceAll(s, "\u00a0", " "), " "), " ")
	s = ordinary.ReplaceAllString(grades.ReplaceAllString(strings.ReplaceAll(s, "**", ""), " "), " · ")
	for _, name := range c.names[l] {
		if rest, ok := strings.CutPrefix(name, "…"); ok {
			s = regexp.MustCompile(`(^|[^\p{Han}]|[在和由向给的])`+regexp.QuoteMeta(rest)).ReplaceAllString(s, "$1 x ")
			continue
		}
		s = strings.ReplaceAll(s, name, " x ")
	}
	var out []string
	if l == ZH {
		return zhName.FindAllString(s, -1)
	}
	s = enDate.ReplaceAllString(enMonths.ReplaceAllString(s, " "), " ")
	for _, m := range enName.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	return out
}

// places are all texts of a pack that visitors read.
func places(p *Pack) map[string]words {
	out := map[string]words{}
	add := func(place string, texts ...Text) {
		w := out[place]
		for _, t := range texts {
			w.zh, w.en = w.zh+t[ZH]+"\n", w.en+t[EN]+"\n"
		}
		out[place] = w
	}
	add("event", p.Title, p.Short, p.Place)
	add("attract", p.Attract.What, p.Attract.Headline, p.Attract.Line, p.Attract.Source)
	h, r := p.Handler, p.Registry
	add("handler", h.Name, h.Contact, h.Purpose, h.Kinds, h.Erasure)
	add("handler", Text{ZH: h.Phone + " " + h.Email, EN: h.Phone + " " + h.Email})
	add("registry", r.Name, r.Branch, r.Hours, r.Sample, Text{ZH: r.Phone, EN: r.Phone})
	for _, c := range p.Conditions {
		add("conditions."+c.ID, c.Text, c.Source, Text{ZH: string(c.Date), EN: string(c.Date)})
	}
	for _, w := range p.Ways {
		add("ways."+w.Outcome, w.Private, w.Headline, w.Body)
	}
	for _, s := range p.Steps {
		add("form", s.Title, s.Help)
	}
	for _, f := range p.Fields {
		add("form", f.Label, f.Help)
		for _, o := range f.Options {
			add("form", o.Label)
		}
	}
	for _, c := range p.Consents {
		add("consents."+c.ID, c.Sentence, c.Body)
		for _, row := range c.Rows {
			add("consents."+c.ID, row.Label, row.Value)
		}
	}
	for _, k := range p.Contacts {
		add("contacts."+k.ID, k.Title, k.Say)
	}
	for _, k := range p.Checks {
		add("checks", k.Title, k.Help)
	}
	for _, t := range p.TakeHome {
		add("takehome", t.Label, t.Name, Text{ZH: t.Phone, EN: t.Phone})
	}
	for i, n := range p.NextSteps {
		add(fmt.Sprint("next_steps.", i+1), n.Title, n.Line)
	}
	for i, s := range p.Stages {
		add(fmt.Sprint("stages.", i+1), s.Title, s.Line, s.Time)
	}
	for i, r := range p.Risks {
		add(fmt.Sprint("risks.", i+1), r.Title, r.Line, r.Source)
	}
	for _, f := range p.Figures {
		add("figures."+f.ID, f.Topic, f.Value, f.Means, f.Lit, f.Source, Text{ZH: string(f.Date), EN: string(f.Date)})
	}
	for i, w := range p.Worries {
		add(fmt.Sprint("worries.", i+1), w.Q, w.A)
	}
	add("pages.parents", p.Parents.Title, p.Parents.Body)
	add("pages.decide", p.Decide.Title, p.Decide.Body)
	add("pages.notice", p.Notice.Title, p.Notice.Body)
	for _, s := range p.Stories {
		add("stories."+s.ID, s.Name, s.Who, s.Title, s.Source, Text{ZH: string(s.SourceDate), EN: string(s.SourceDate)})
		for _, st := range s.Stations {
			add("stories."+s.ID, st.When, st.Short, st.Title, st.Body)
		}
	}
	return out
}

// booths are the booth's own texts that visitors read, by catalogue.
func booths(t *testing.T) map[string]words {
	t.Helper()
	out := map[string]words{}
	for _, name := range []string{"frame", "way", "read", "signup", "form", "staff"} {
		var both [2]string
		for i, l := range Langs {
			data, err := os.ReadFile(filepath.Join("..", "..", "assets", "text", name+"."+string(l)+".toml"))
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string]string{}
			if err := toml.Unmarshal(data, &texts); err != nil {
				t.Fatal(err)
			}
			for _, s := range texts {
				both[i] += s + "\n"
			}
		}
		out["text."+name] = words{both[0], both[1]}
	}
	return out
}

func TestEveryClaimIsListedWithItsSource(t *testing.T) {
	data, err := os.ReadFile("../../docs/content.md")
	if err != nil {
		t.Fatal(err)
	}
	c := readClaims(string(data))
	p, faults, err := LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	all := places(p)
	for place, w := range booths(t) {
		all[place] = w
	}
	if len(all) < 50 || len(c.said) < 30 || len(c.names[ZH]) < 10 {
		t.Fatalf("only %d places, %d of them listed, %d names: something is looked past", len(all), len(c.said), len(c.names[ZH]))
	}
	for place, w := range all {
		for _, f := range c.faults(place, w) {
			t.Error(f)
		}
	}
	for place := range c.said {
		if _, ok := all[place]; !ok && place != "where" {
			t.Errorf("docs/content.md lists %s, which is no place", place)
		}
	}
}

// The test above is worth what it finds.
func TestAClaimThatIsNotListedIsFound(t *testing.T) {
	c := readClaims("# Every claim\n| where | said | source |\n|---|---|---|\n| `a` | 43.7% of 71; 2025-05-14; 10,000; 2 years | x |\n" +
		"# Every name\n| Chinese | English | source |\n|---|---|---|\n| 上海市红十字会 / 新华社 | Shanghai Red Cross / Xinhua | x |\n| …红十字会 | Red Cross | x |\n")
	good := words{"71 人中为 43.7%（新华社，2025-05-14），1 万人，两年。红十字会和上海市红十字会。", "In 14 May 2025 43.7% of 71 (Xinhua), 10,000, two years. Red Cross and Shanghai Red Cross."}
	if got := c.faults("a", good); len(got) > 0 {
		t.Errorf("what is listed is not taken for it: %q", got)
	}
	for _, change := range []struct{ lang, old, new, want string }{
		{"zh", "43.7%", "43.9%", "43.9% (Chinese) is not listed"},
		{"en", "43.7%", "43.9%", "43.9% (English) is not listed"},
		{"en", "43.7%", "43.7", "43.7 (English) is not listed"},
		{"zh", "1 万", "2 万", "20000 (Chinese) is not listed"},
		{"zh", "两年", "三年", "3 (Chinese) is not listed"},
		{"en", "two years", "three years", "3 is in English only"},
		{"en", "14 May 2025", "15 May 2025", "2025-05-15 (English) is not listed"},
		{"zh", "71 人中为 43.7%", "43.7%", "71 is in English only"},
		{"zh", "上海市红十字会", "中国红十字会上海分会", "分会"},
		{"zh", "上海市红十字会", "浦东新区红十字会", "浦东新区红十字会"},
		{"zh", "新华社", "《健康报》", "《健康报》"},
		{"zh", "新华社", "WMDA", "WMDA"},
		{"zh", "新华社", "张三等，2010", "张三等"},
		{"en", "Xinhua", "WMDA", "WMDA"},
		{"en", "and Shanghai Red Cross", "and Huashan Hospital", "Huashan"},
	} {
		bad := good
		if change.lang == "zh" {
			bad.zh = strings.Replace(good.zh, change.old, change.new, 1)
		} else {
			bad.en = strings.Replace(good.en, change.old, change.new, 1)
		}
		if got := strings.Join(c.faults("a", bad), "; "); bad == good || !strings.Contains(got, change.want) {
			t.Errorf("%s for %s: want …%s…, got %q", change.new, change.old, change.want, got)
		}
	}
	if got := strings.Join(c.faults("a", words{}), "; "); !strings.Contains(got, "71 is listed and not said") {
		t.Errorf("a row that nothing says any more is not found: %q", got)
	}
}
