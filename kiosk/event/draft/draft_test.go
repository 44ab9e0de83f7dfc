package draft

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
)

func catalogue(t *testing.T) *text.Catalogue {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// built is a new pack, loaded; it may have no faults.
func built(t *testing.T, a Answers, l event.Lang) (*event.Source, map[string][]byte) {
	t.Helper()
	files, err := Build(a, catalogue(t), l)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	src, faults, err := event.ReadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("%v\n\t%s", f, strings.Split(string(files[f.File]), "\n")[f.Line-1])
	}
	if src == nil {
		t.FailNow()
	}
	return src, files
}

var now = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// answered are answers to all questions, of an event that is like the example in nothing.
func answered(cmdp string) Answers {
	two := func(zh, en string) event.Text { return event.Text{event.ZH: zh, event.EN: en} }
	return Answers{
		"title": two("春日集市", "Spring fair"), "id": Both("spring-fair-2027"), "ref": Both("fair27"), "school": two("长江大学", "River University"),
		"city": two("武汉", "Wuhan"), "place": two("操场", "Playing field"), "starts": Both("2027-04-10"), "ends": Both("2027-04-11"), "cmdp": Both(cmdp),
		"registry_name": two("中华骨髓库", "CMDP"), "registry_branch": two("湖北分库", "Hubei branch"), "registry_phone": Both("027-8765 4321"),
		"registry_link": Both("https://enrol.booth-of-this-test.cn/{ref}"), "handler_name": two("长江大学红十字会学生分会", "the Red Cross students of River University"),
		"handler_contact": two("摊位上的志愿者，“小组长”", `A volunteer, or "the lead"`), "handler_phone": Both("+86 27 8765 4322"), "handler_email": Both("a@booth-of-this-test.cn"),
		"retention_days": Both("60"), "followup_days": Both("730"), "erasure": two("写信给我们，附上回执码。", "Write to us with your receipt code."), "campuses": two("东区、西区", "East, West"),
		"student_number": Both("yes"), "wechat": Both("yes"), "email": Both("yes"), "graduation": Both("yes"), "second_number": Both("yes"), "contacts": Both("yes"),
		"parents_link": Both("https://parents.booth-of-this-test.cn/"),
	}
}

// notFor are words of the example, its school, its city and its stories, and of practice.
var notFor = regexp.MustCompile(`(?i)example|示例|上海|松江|shanghai|songjiang|sjtu|交大|交通大学|jiao tong|浦东|黄浦|5\.21|爱医|zhang ke|吴钧翔|this is practice|这是练习|021-0000|本校|this school`)

// Whatever is answered or not, a new pack has no fault, and nothing in it is left over from the example.
func TestANewPackHasNoFaultAndNothingLeftOver(t *testing.T) {
	for _, l := range event.Langs {
		for name, a := range map[string]Answers{
			"all": answered("yes"), "all, abroad": answered("no"), "nothing": {}, "nothing of China's": {"cmdp": Both("yes")},
			"one language": {"title": {event.ZH: "春日集市"}, "campuses": {event.EN: "East, East"}, "handler_name": {event.EN: "The team"}},
		} {
			t.Run(name+" "+string(l), func(t *testing.T) {
				src, files := built(t, a, l)
				left, err := compare.Leftovers(src)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range left {
					t.Error(f)
				}
				for file, data := range files {
					for i, line := range strings.Split(string(data), "\n") {
						if hit := notFor.FindString(line); hit != "" {
							t.Errorf("%s:%d: %s", file, i+1, hit)
						}
						if strings.Contains(line, "⟦") || strings.Contains(line, "<%") || strings.Contains(line, "<no value>") {
							t.Errorf("%s:%d: %s", file, i+1, line)
						}
					}
				}
				longer := src.Pack.LongestTerm() > src.Pack.Handler.RetentionDays
				for file, data := range files {
					if said := strings.Contains(string(data), "{longest_term}"); said && !longer {
						t.Errorf("%s speaks of a longer term, and nobody is kept for longer", file)
					}
				}
				if asks := a.Yes("graduation"); asks != longer {
					t.Errorf("asks for graduation: %t, keeps anybody for longer: %t", asks, longer)
				}
				if src.Pack.Practice {
					t.Error("a new pack is for practice only: nobody would get it live")
				}
			})
		}
	}
}

// Once all is answered, only what the branch has to say is still to be written, and nothing is warned of.
func TestAPackWithAllAnswersWaitsForTheBranchOnly(t *testing.T) {
	src, _ := built(t, answered("yes"), event.EN)
	allowed := []string{"ask your branch and date it", "向分库确认", "date of the source", "opening hours", "开放时间", "how the sample is taken", "采样方法", "what to bring", "要带什么"}
	for _, p := range src.Pack.Placeholders() {
		if !slices.ContainsFunc(allowed, func(a string) bool { return strings.Contains(p, a) }) {
			t.Error(p)
		}
	}
	for _, w := range compare.Warnings(src, now) {
		t.Error(w)
	}
	age := src.Pack.AgeCondition()
	if age == nil || !strings.Contains(age.Source[event.EN], "[[ask your branch and date it]]") {
		t.Error("the general condition about age does not say that the branch has to be asked")
	}
	if n := len(src.Pack.Risks); n < 5 {
		t.Errorf("only %d risks came along", n)
	}
}

// What was not answered is asked for in its place, in both languages, and such a pack may be practised with.
func TestWhatWasNotAnsweredIsAskedForInItsPlace(t *testing.T) {
	src, _ := built(t, Answers{"title": {event.ZH: "春日集市"}}, event.ZH)
	p := src.Pack
	if p.Title[event.ZH] != "春日集市" || p.Title[event.EN] != "[[the event’s title]]" {
		t.Errorf("title: %v", p.Title)
	}
	if p.Starts != "[[第一天，如 2027-04-10]]" || p.Handler.Phone != "[[负责方电话]]" {
		t.Errorf("starts %s, phone %s", p.Starts, p.Handler.Phone)
	}
	all := strings.Join(p.Placeholders(), "\n")
	for _, want := range []string{"[[第一天", "[[负责方电话]]", "[[the registry’s full name]]", "[[请决定保存多少天]]"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not on the list of what is to be written", want)
		}
	}
}

// The school stands in the pack, unless the place says it already, in each language.
func TestTheSchoolIsNamed(t *testing.T) {
	river := event.Text{event.ZH: "长江大学", event.EN: "River University"}
	for name, c := range map[string]struct {
		place event.Text
		want  event.Text // what is said beside the place
	}{
		"apart":       {event.Text{event.ZH: "操场", event.EN: "Playing field"}, river},
		"in both":     {event.Text{event.ZH: "长江大学操场", event.EN: "Playing field, River University"}, event.Text{}},
		"in one":      {event.Text{event.ZH: "长江大学操场", event.EN: "Playing field"}, event.Text{event.EN: "River University"}},
		"as proposed": {river, event.Text{}},
	} {
		a := answered("yes")
		a["school"], a["place"] = river, c.place
		src, _ := built(t, a, event.ZH)
		for _, l := range event.Langs {
			if got := src.Pack.SchoolApart(l); got != c.want[l] {
				t.Errorf("%s: %s: %q, want %q", name, l, got, c.want[l])
			}
		}
	}
	a := answered("yes")
	delete(a, "school")
	if src, _ := built(t, a, event.ZH); src.Pack.School != nil {
		t.Errorf("nobody has named a school, and it is %v", src.Pack.School)
	}
}

// A new pack reads as if somebody had written it: no word runs into the same one, no blank stands within Chinese, no clause
// begins twice in one sentence, and the lines of a list stand below each other. What only a screen can do is said by the
// screen: the words of a field are printed as well.
func TestANewPackIsWellWritten(t *testing.T) {
	bad := map[string]*regexp.Regexp{
		"the same word twice":       regexp.MustCompile(`会会|的的|了了|在在|。。|，，|；；`),
		"a blank within Chinese":    regexp.MustCompile(`\p{Han}[。，；：、！？] +\p{Han}|\p{Han} +\p{Han}`),
		"a clause that begins anew": regexp.MustCompile(`你另外同意了[^。]*你另外同意了`),
		"two sentences run on":      regexp.MustCompile(`[a-z]\.[A-Z]`),
	}
	for _, cmdp := range []string{"yes", "no"} {
		for name, a := range map[string]Answers{"answered": answered(cmdp), "open": {"cmdp": Both(cmdp)}} {
			if name == "answered" {
				a["handler_name"] = event.Text{event.ZH: "长江大学红十字学生会", event.EN: "the Red Cross students of River University"}
				a["erasure"] = event.Text{event.ZH: "写信给我们，附上回执码", event.EN: "Write to us with your receipt code"}
			}
			for _, days := range []string{"60", "730"} {
				a["followup_days"] = Both(days)
				src, files := built(t, a, event.ZH)
				for _, text := range src.Texts {
					said := strings.ReplaceAll(text.Text, "{handler}", a.In("handler_name", text.Lang))
					for what, re := range bad {
						for _, line := range strings.Split(said, "\n") {
							if hit := re.FindString(line); hit != "" {
								t.Errorf("%s, %s:%d: %s: %s", name, text.File, text.Line, what, hit)
							}
						}
					}
				}
				for i, line := range strings.Split(string(files["event.toml"]), "\n") {
					if strings.HasPrefix(line, "{") {
						t.Errorf("%s: event.toml:%d is not indented: %.40s", name, i+1, line)
					}
				}
				for _, f := range src.Pack.Fields {
					if help := f.Help[event.ZH] + " " + f.Help[event.EN]; regexp.MustCompile(`点一下|一按|核对一遍|\btap\b|once more`).MatchString(help) {
						t.Errorf("%s: what stands on paper as well: %s", f.ID, help)
					}
				}
			}
		}
	}
}

// What is not asked for is named nowhere.
func TestOnlyWhatIsAskedIsNamed(t *testing.T) {
	a := answered("yes")
	for _, id := range []string{"student_number", "wechat", "email", "graduation", "second_number", "contacts"} {
		a[id] = Both("no")
	}
	delete(a, "campuses")
	src, _ := built(t, a, event.EN)
	if n := len(src.Pack.Fields); n != 2 {
		t.Errorf("%d fields", n)
	}
	for _, w := range compare.Warnings(src, now) {
		t.Error(w)
	}
}

func TestAnswersAreChecked(t *testing.T) {
	for id, cases := range map[string]map[string]string{
		"title":          {"Fair": "", "": "", "a {ref}": "text", "a\u200bb": "text", "two\nlines": "text", strings.Repeat("x", 301): "text", "[[later]]": ""},
		"id":             {"fair-2027": "", "Fair": "id", "a_b": "id", "[[x]]": "id"},
		"ref":            {"fair27": "", "a b": "ref"},
		"starts":         {"2027-04-10": "", "2027-02-30": "date", "next week": "date", "2027-04": "date", "[[later]]": ""},
		"ends":           {"2027-04-10": "", "2027-04-09": "ends"},
		"registry_phone": {"027-8765 4321": "", "call us": "phone", "021-0000-0521": "reserved", "[[later]]": ""},
		"registry_link":  {"https://a.cn/{ref}": "", "http://a.cn": "link", "a.cn": "link", "https://enrol.example.org/": "reserved", "https://a.cn/" + strings.Repeat("x", 150): "link"},
		"handler_email":  {"a@b.cn": "", "a": "email", "booth@example.org": "reserved"},
		"retention_days": {"90": "", "0": "days", "3651": "days", "many": "days"},
		"wechat":         {"yes": "", "no": "", "perhaps": "yesno"},
	} {
		q, ok := Find(id)
		if !ok {
			t.Errorf("no question %s", id)
		}
		for s, want := range cases {
			if want != "" {
				want = "draft.bad." + want
			}
			if got := q.Check(s, Answers{"starts": Both("2027-04-10")}); got != want {
				t.Errorf("%s %q: %s, want %s", id, s, got, want)
			}
		}
	}
}

// Every question is asked in both languages, says why, and has what stands in its place; what is proposed is good.
func TestEveryQuestionHasItsWords(t *testing.T) {
	texts := catalogue(t)
	for _, l := range event.Langs {
		p := texts.In(string(l))
		for _, q := range Questions() {
			for _, key := range []string{"draft." + q.ID, "draft." + q.ID + ".why", "draft." + q.ID + ".open"} {
				if s := p.S(key); strings.Contains(s, "⟦") {
					t.Errorf("%s: no %s", l, key)
				}
			}
			if s := q.Propose(answered("yes"), l, now); q.Check(s, answered("yes")) != "" {
				t.Errorf("%s proposes %q, which is none", q.ID, s)
			}
		}
		for _, bad := range []string{"text", "id", "ref", "date", "ends", "phone", "link", "email", "days", "yesno", "reserved"} {
			if s := p.S("draft.bad." + bad); strings.Contains(s, "⟦") {
				t.Errorf("%s: no sentence for %s", l, bad)
			}
		}
	}
	q, _ := Find("id")
	if got := q.Propose(answered("yes"), event.ZH, now); got != "spring-fair-2027" {
		t.Errorf("the id that is proposed: %s", got)
	}
}
