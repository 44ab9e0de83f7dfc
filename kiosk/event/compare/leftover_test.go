package compare

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
)

// changed is the built-in pack with some of its words replaced.
func changed(t *testing.T, pairs ...string) *event.Source {
	t.Helper()
	files := fstest.MapFS{}
	r := strings.NewReplacer(pairs...)
	err := fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Event(), name)
		files[name] = &fstest.MapFile{Data: []byte(r.Replace(string(b)))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src, faults, err := event.ReadFS(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return src
}

// copied is what somebody has who copied the built-in pack and changed its id only, so that it may go live.
var copied = []string{"practice = true", "practice = false", `"love-to-medicine-521"`, `"spring-2027"`}

// elsewhere is the same, held at another school in another city, under another title.
var elsewhere = slices.Concat(copied, []string{
	`title = { zh = "5.21 爱医游园会", en = "5.21 Love to Medicine" }`, `title = { zh = "春日集市", en = "Spring fair" }`,
	`place = { zh = "上海交通大学医学院", en = "Shanghai Jiao Tong University School of Medicine" }`, `place = { zh = "北京大学", en = "Peking University" }`,
	`branch = { zh = "上海分库", en = "Shanghai branch" }`, `branch = { zh = "北京分库", en = "Beijing branch" }`,
})

func leftovers(t *testing.T, src *event.Source) []event.Fault {
	t.Helper()
	list, err := Leftovers(src)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// found reports whether something was found in a line.
func found(list []event.Fault, file string, line int, what string) bool {
	return slices.ContainsFunc(list, func(f event.Fault) bool {
		return f.File == file && f.Line == line && strings.Contains(f.What, what)
	})
}

// Every line of the built-in pack that bears one of its marks is named once the pack is to go live.
func TestEveryMarkOfTheExampleIsFound(t *testing.T) {
	list := leftovers(t, changed(t, copied...))
	marks := map[string]*regexp.Regexp{ // looked for in the files themselves, not as the program does
		"the mark of an example":               regexp.MustCompile(`示例）|example\)`),
		"an address that is reserved":          regexp.MustCompile(`example\.org`),
		"a phone number that cannot be called": regexp.MustCompile(`021-0000-`),
		"a sentence of practice":               regexp.MustCompile(`(?i)练习|practice[^ ]* booth|is practice`),
	}
	n := map[string]int{}
	err := fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Event(), name)
		for i, line := range strings.Split(string(b), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for what, mark := range marks {
				if mark.MatchString(line) {
					n[what]++
					if !found(list, name, i+1, what) {
						t.Errorf("%s:%d: %s is not found in: %s", name, i+1, what, line)
					}
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n["the mark of an example"] < 20 || n["an address that is reserved"] < 10 || n["a phone number that cannot be called"] < 3 || n["a sentence of practice"] < 5 {
		t.Errorf("too few marks in the built-in pack for this test to mean something: %v", n)
	}
	for _, f := range list {
		if strings.Contains(f.What, "own line") {
			t.Errorf("the same school may hold the same event again: %v", f)
		}
	}
}

// The built-in pack itself, and any other for practice, has nothing left over.
func TestAPracticePackMaySayAnything(t *testing.T) {
	if list := leftovers(t, changed(t)); len(list) > 0 {
		t.Error(list)
	}
}

// What names the example's event, school or city is left over where another event has none of them; what is true of the
// world stays, whatever places it names.
func TestLinesThatNameTheExampleAreFoundElsewhere(t *testing.T) {
	src := changed(t, elsewhere...)
	list := leftovers(t, src)
	places := regexp.MustCompile(`(?i)上海|松江|交大|本校|shanghai|songjiang|sjtu|this school|爱医|love to medicine`)
	n := 0
	for _, w := range src.Texts {
		at := 0
		for _, line := range strings.SplitAfter(w.Text, "\n") {
			no := w.LineAt(at)
			at += len(line)
			if !places.MatchString(line) || strings.HasSuffix(w.Path, ".id") {
				continue
			}
			if general := regexp.MustCompile(`^(risks|figures)\[`).MatchString(w.Path); general == found(list, w.File, no, "own line") {
				t.Errorf("%s:%d (%s): found %v: %s", w.File, no, w.Path, !general, line)
			}
			n++
		}
	}
	if n < 40 {
		t.Errorf("only %d lines of the built-in pack name where it is held", n)
	}
}

// A line that lost its mark, or has another sentence behind it, is the example's all the same.
func TestALineIsFoundWithoutItsMark(t *testing.T) {
	list := leftovers(t, changed(t, slices.Concat(elsewhere, []string{
		"{registry}上海分库，{registry_phone}（示例）", "{registry}上海分库，{registry_phone}",
		"告诉上海分库就行，不用讲理由。", "别急。告诉上海分库就行，不用讲理由！",
	})...))
	for _, want := range []string{"{registry}上海分库，{registry_phone}", "告诉上海分库就行，不用讲理由"} {
		if !slices.ContainsFunc(list, func(f event.Fault) bool { return strings.Contains(f.What, want) }) {
			t.Errorf("%s is not found", want)
		}
	}
}

// Every word for what the example is stands in it: a change of the built-in pack changes what is looked for.
func TestTheWordsForTheExampleStandInIt(t *testing.T) {
	src := changed(t)
	all := strings.Builder{}
	for _, w := range src.Texts {
		all.WriteString(strings.ToLower(w.Text) + "\n")
	}
	for _, id := range identities {
		for _, w := range id.words {
			if !strings.Contains(all.String(), w) {
				t.Errorf("%q stands nowhere in the built-in pack", w)
			}
		}
	}
	for i, shared := range shares(src.Pack) {
		if !shared {
			t.Errorf("the built-in pack does not count as %s of itself", identities[i].what)
		}
	}
}

func TestNumbersAndAddressesThatNobodyHas(t *testing.T) {
	for s, want := range map[string]bool{
		"021-0000-0999": true, "0755-0123 4567": true, "+86 10 0123 4567": true, "+1 202-555-0143": true, "+44 20 7946 0123": true, "+49 30 23125 123": true,
		"021-6384-6590": false, "010-6381 1157": false, "13800138000": false, "138 0013 8000": false, "400-010-1234": false, "+49 221 940582 0": false,
		"+44 330 012 3456": false, "2027-05-21": false, "18,963": false,
		"a@example.org": true, "https://enrol.example.com/x": true, "a@b.invalid": true, "https://my.test/": true,
		"a@example.cn": false, "https://exampleorg.cn": false, "https://test.edu.cn/a.test.html": false, "for example.organ": false,
	} {
		if got := Reserved(s); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
	for line, want := range map[string]bool{
		"（示例）": true, "x (example)": true, "({registry_phone}, example)": true, "Someone (for example, a parent)": false, "（示例图片）": false,
	} {
		if got := exampleMark.MatchString(line); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

// day is one on which the built-in pack is not yet held.
var day = time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)

func TestWarnings(t *testing.T) {
	usual := []string{"more than three years old: 2021-04"}
	for name, c := range map[string]struct {
		pairs []string
		on    time.Time
		want  []string
	}{
		"nothing but what is right": {},
		"the form asks what nobody is told": {
			pairs: []string{"微信", "某某", "WeChat", "Chatter"},
			want:  nil, // the label says Chatter too, and so does the notice
		},
		"a field that the notice does not name": {
			pairs: []string{`id = "campus"`, `id = "bloodgroup"`, `label = { zh = "校区", en = "Campus" }`, `label = { zh = "血型", en = "Blood group" }`},
			want:  []string{`the form asks for "bloodgroup", and neither the notice nor a consent names it in Chinese and in English`, `"校区" is named here, and the form does not ask for it`},
		},
		"in one language only": {
			pairs: []string{"graduation month", "month", "Graduation month", "Month", "graduates", "leaves", "before you graduate", "before you leave"},
			want:  []string{`the form asks for "graduation", and neither the notice nor a consent names it in English`},
		},
		"a column that the hand-over does not name": {
			pairs: []string{`{ field = "name", title = { zh = "姓名", en = "Name" } },`, `"name", "campus", "check_kit",`, "校区、毕业时间、第二个号码，还有志愿者", "毕业时间、第二个号码，还有志愿者", "Campus, graduation", "Graduation"},
			want:  []string{`"campus" goes to the registry, and the consent to the hand-over does not name it in Chinese and in English`},
		},
		"over":              {on: time.Date(2027, 5, 22, 0, 0, 0, 0, time.UTC), want: []string{"the event was over on 2027-05-21"}},
		"today is not over": {on: time.Date(2027, 5, 21, 23, 0, 0, 0, time.UTC)},
		"Chinese in English": {
			pairs: []string{`place = { zh = "上海交通大学医学院", en = "Shanghai Jiao Tong University School of Medicine" }`, `place = { zh = "四平路校区", en = "四平路校区北楼 A" }`},
			want:  []string{"the English text is in Chinese"},
		},
		"far away":        {on: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), want: []string{"more than a year from now"}},
		"from the future": {pairs: []string{`date = "2025-05-14"`, `date = "2027-05-14"`}, want: []string{"the source is dated in the future: 2027-05-14"}},
		"never comes":     {pairs: []string{"after_days = 7", "after_days = 1095"}, want: []string{`the contact "day7": people with the consent "followup" are erased 1095 days after the event, and it never comes`}},
	} {
		t.Run(name, func(t *testing.T) {
			on := c.on
			if on.IsZero() {
				on = day
			}
			list := Warnings(changed(t, c.pairs...), on)
			want := slices.Concat(usual, c.want)
			for _, w := range want {
				if !slices.ContainsFunc(list, func(f event.Fault) bool { return strings.Contains(f.What, w) }) {
					t.Errorf("not warned of: %s", w)
				}
			}
			for _, f := range list {
				if !slices.ContainsFunc(want, func(w string) bool { return strings.Contains(f.What, w) }) {
					t.Errorf("warned: %v", f)
				}
			}
		})
	}
}
