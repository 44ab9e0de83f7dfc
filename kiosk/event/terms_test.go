package event

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// followup is a consent with a term of its own, and a contact that needs it.
const followup = `
[[consents]]
id = "followup"
kind = "consent"
retain_days = 1095
sentence = { zh = "我同意留{retain_term}。", en = "You may keep this for {retain_term} ({retain_days} days)." }
rows = [ { label = { zh = "多久", en = "How long" }, value = { zh = "{retain_term}", en = "{retain_term}" } } ]

[[contacts]]
id = "yearly"
every_months = 12
times = 2
consent = "followup"
title = { zh = "每年", en = "Yearly" }
say = { zh = "你好。", en = "Hello." }
`

func withTerm(t *testing.T, more string) fstest.MapFS {
	t.Helper()
	fsys := goodPack(t)
	fsys[mainFile].Data = append(fsys[mainFile].Data, followup+more...)
	fsys["consents/followup.zh.md"] = &fstest.MapFile{Data: []byte("留{retain_term}；其他人留 {retention_days} 天，最多{longest_term}。\n")}
	fsys["consents/followup.en.md"] = &fstest.MapFile{Data: []byte("Kept for {retain_term}; others for {retention_days} days, {longest_term} at most.\n")}
	return fsys
}

func adviceOf(t *testing.T, fsys fstest.MapFS) (out []string) {
	t.Helper()
	for _, a := range mustLoad(t, fsys).Advice() {
		out = append(out, a.String())
	}
	return out
}

func TestAConsentHasItsOwnTerm(t *testing.T) {
	p := mustLoad(t, withTerm(t, ""))
	c := p.Consent("followup")
	if zh, en := c.Shown("zh"), c.Shown("en"); !strings.HasPrefix(zh, "我同意留三年。\n\n多久: 三年\n") || !strings.Contains(zh, "最多三年。") ||
		!strings.HasPrefix(en, "You may keep this for 3 years (1095 days).\n\nHow long: 3 years\n") || !strings.Contains(en, "Kept for 3 years; others for 60 days, 3 years at most.") {
		t.Errorf("%s\n%s", zh, en)
	}
	if got := fmt.Sprint(p.Terms(), p.LongestTerm(), p.Term(c), p.Term(p.Consent("handover")), p.Term(nil)); got != "map[followup:1095] 1095 1095 60 60" {
		t.Error(got)
	}
	if p := mustLoad(t, goodPack(t)); p.Terms() != nil || p.LongestTerm() != p.Handler.RetentionDays {
		t.Error(p.Terms(), p.LongestTerm())
	}
}

func TestDurationsInWords(t *testing.T) {
	for days, want := range map[int]string{1: "1 天|1 day", 90: "90 天|90 days", 364: "364 天|364 days", 365: "一年|1 year", 400: "400 天|400 days",
		730: "两年|2 years", 1095: "三年|3 years", 3650: "十年|10 years"} {
		if got := Duration(ZH, days) + "|" + Duration(EN, days); got != want {
			t.Errorf("%d: %s", days, got)
		}
	}
}

func TestTermsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ about, file, old, new, want string }{
		{"none", mainFile, "retain_days = 1095", "retain_days = 0", "write a number from 1 to 3650"},
		{"beyond", mainFile, "retain_days = 1095", "retain_days = 3651", "write a number from 1 to 3650"},
		{"the notice", mainFile, "id = \"notice\"\nkind", "id = \"notice\"\nretain_days = 400\nkind", "the notice cannot have retain_days"},
		{"no term to fill in", mainFile, "retain_days = 1095\n", "", "{retain_term} has no value: the consent has no retain_days"},
		{"somewhere else", "pages/notice.en.md", "\n", "\n{retain_term} ", "{retain_term} is filled in only where a consent says what is agreed to"},
	} {
		fsys := withTerm(t, "")
		f := fsys[c.file]
		f.Data = []byte(strings.Replace(string(f.Data), c.old, c.new, 1))
		p, faults, err := LoadFS(fsys)
		if err != nil || p != nil || !strings.Contains(fmt.Sprint(faults), c.want) {
			t.Errorf("%s: %v %v", c.about, faults, err)
		}
	}
	for _, n := range []int{1, 3650} {
		fsys := withTerm(t, "")
		edit(t, fsys, mainFile, "retain_days = 1095", fmt.Sprintf("retain_days = %d", n))
		mustLoad(t, fsys)
	}
}

// A term that nobody is told of, that changes nothing or that no contact needs is advice.
func TestTermsWorthAThought(t *testing.T) {
	if got := adviceOf(t, withTerm(t, "")); len(got) > 1 || len(got) == 1 && !strings.Contains(got[0], "email") {
		t.Error(got)
	}
	for _, c := range []struct{ about, old, new, want string }{
		{"shorter than for everybody", "retain_days = 1095", "retain_days = 60", `the consent "followup" has people kept for 60 days, and everybody is kept for 60 days`},
		{"needed by nothing", "[[contacts]]\nid = \"yearly\"\nevery_months = 12\ntimes = 2\nconsent = \"followup\"", "[[contacts]]\nid = \"yearly\"\nafter_days = 3", "no planned contact needs it"},
		{"too often", "times = 2", "times = 3", `the contact "yearly": people with the consent "followup" are erased 1095 days after the event, and it comes 2 times and not 3 times; raise retain_days of that consent`},
	} {
		fsys := withTerm(t, "")
		edit(t, fsys, mainFile, c.old, c.new)
		if got := adviceOf(t, fsys); !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: %q", c.about, got)
		}
	}
	fsys := withTerm(t, "")
	for _, f := range []string{mainFile, "consents/followup.zh.md"} {
		fsys[f].Data = []byte(strings.NewReplacer("我同意留{retain_term}", "我同意", `zh = "{retain_term}"`, `zh = "很久"`, "留{retain_term}", "留", "最多{longest_term}", "").Replace(string(fsys[f].Data)))
	}
	if got := adviceOf(t, fsys); !strings.Contains(strings.Join(got, "\n"), `the consent "followup" has people kept for 1095 days, and does not say so`) {
		t.Errorf("only in English: %q", got)
	}
}

// What is asked because somebody might call years later is asked for nothing where nobody has it then.
func TestAFieldThatNobodyNeeds(t *testing.T) {
	const month, second = graduation, `
[[fields]]
id = "home"
step = "who"
kind = "phone"
channel = "second"
label = { zh = "另一个号码", en = "A second number" }
`
	const before = `
[[contacts]]
id = "leaving"
before = "graduation"
days = 30
consent = "CONSENT"
title = { zh = "毕业前", en = "Before graduation" }
say = { zh = "快毕业了。", en = "You leave soon." }
`
	named := func(fsys fstest.MapFS, id string) bool {
		return strings.Contains(strings.Join(adviceOf(t, fsys), "\n"), fmt.Sprintf("the field %q is asked for nothing", id))
	}
	short := func(more string) fstest.MapFS {
		fsys := goodPack(t)
		fsys[mainFile].Data = append(fsys[mainFile].Data, more...)
		return fsys
	}
	for _, c := range []struct {
		about string
		fsys  fstest.MapFS
		id    string
		named bool
	}{
		{"a month that no contact asks about", short(month), "graduation", true},
		{"a month behind the erasure", short(month + strings.Replace(before, "CONSENT", "handover", 1)), "graduation", true},
		{"a month within a consent's term", withTerm(t, month+strings.Replace(before, "CONSENT", "followup", 1)), "graduation", false},
		{"a second number that is kept 60 days", short(second), "home", true},
		{"a second number within a consent's term", withTerm(t, second), "home", false},
		{"what is handed over", short(""), "friend", false},
		{"what is required", short(""), "phone", false},
	} {
		if got := named(c.fsys, c.id); got != c.named {
			t.Errorf("%s: named %v", c.about, got)
		}
	}
	fsys := short("")
	edit(t, fsys, mainFile, `columns = ["name", "phone", "friend"]`, `columns = ["name", "phone"]`)
	if !named(fsys, "friend") {
		t.Error("a person who is neither handed over nor ever called is not named")
	}
	fsys = short("")
	edit(t, fsys, mainFile, `columns = ["name", "phone", "friend"]`, `columns = ["name", "phone", "friend_phone"]`)
	if named(fsys, "friend") {
		t.Error("a person whose number is handed over is named")
	}
}
