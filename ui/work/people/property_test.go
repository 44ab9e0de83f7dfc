package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"matchbooth/data/record"
	"matchbooth/kiosk/pinyin"
)

// Whoever is in the list is found by every beginning of every way to type their name: whole syllables in any reading and any
// spelling, initials, the characters themselves, and all of them mixed, from any character on.
func TestEverybodyIsFoundByEveryBeginningOfTheirName(t *testing.T) {
	d, err := pinyin.Default()
	if err != nil {
		t.Fatal(err)
	}
	readings := d.Readings()
	list := crowd(300)
	l := New(practicePack(t), list, Options{})
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.IntRange(0, len(list)-1).Draw(rt, "who")
		name := string(list[at].Fields["name"].Text)
		var typed strings.Builder
		rest := []rune(name)
		if strings.ContainsFunc(name, func(r rune) bool { return !han(r) }) {
			typed.WriteString(rapid.SampledFrom([]string{name, strings.ToUpper(name), strings.ReplaceAll(name, " ", ""), strings.ToLower(name)}).Draw(rt, "as"))
			rest = nil
		}
		if len(rest) > 0 {
			rest = rest[rapid.IntRange(0, len(rest)-1).Draw(rt, "from"):]
		}
		for _, r := range rest {
			syl := rapid.SampledFrom(readings.Of(r)).Draw(rt, "reading")
			s := rapid.SampledFrom(pinyin.Spellings(syl)).Draw(rt, "spelling")
			how := []string{s, string(r), s[:1]}
			if len(s) > 1 && s[1] == 'h' {
				how = append(how, s[:2])
			}
			typed.WriteString(rapid.SampledFrom(how).Draw(rt, "how") + rapid.SampledFrom([]string{"", "", "", " ", "'"}).Draw(rt, "then"))
		}
		text := typed.String()
		for n := 1; n <= len(text); n++ {
			if !utf8.RuneStart(append([]byte(text), 'x')[n]) {
				continue
			}
			if hits := l.Find(text[:n], ""); !slices.ContainsFunc(hits, func(h Hit) bool { return h.At == at }) {
				rt.Fatalf("%s is not found by %q", name, text[:n])
			}
		}
	})
}

// Any two or more digits of a number in a row find whose it is, however they are grouped.
func TestEverybodyIsFoundByEveryPartOfTheirNumber(t *testing.T) {
	list := crowd(300)
	l := New(practicePack(t), list, Options{})
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.IntRange(0, len(list)-1).Draw(rt, "who")
		phone := string(list[at].Fields["phone"].Text)
		if p := list[at].Fields["contact1"].Person; p != nil && rapid.Bool().Draw(rt, "contact") {
			phone = string(p.Phone)
		}
		from := rapid.IntRange(0, len(phone)-2).Draw(rt, "from")
		part := phone[from : from+rapid.IntRange(2, len(phone)-from).Draw(rt, "digits")]
		if from == 0 {
			part = rapid.SampledFrom([]string{"", "+86", "0086 ", "86", "+86-"}).Draw(rt, "country") + part
		}
		var typed strings.Builder
		for _, c := range part {
			typed.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "-"}).Draw(rt, "group") + string(c))
		}
		if !slices.Contains(found(l, typed.String()), at) {
			rt.Fatalf("%s is not found by %q", phone, typed.String())
		}
	})
}

// Names of a hundred characters are allowed, and somebody may lean on a key: trying all ways to read them would take years.
func TestLongNamesAndTextsTakeNoTime(t *testing.T) {
	var list []record.Record
	for i, name := range []string{strings.Repeat("啊", 100), strings.Repeat("ab ", 33), strings.Repeat("万", 100), strings.Repeat("乐行长重", 25), strings.Repeat("a", 100), strings.Repeat("安娜", 50)} {
		list = append(list, someone(i, map[string]string{"name": name, "note": strings.Repeat(name, 2)}))
	}
	l := New(practicePack(t), list, Options{})
	for _, text := range []string{"a", "ab", "ba", "w", "yxzc", "an", "anna", "a b", "yuexingzhangchong", "啊", "万w", "13"} {
		for _, end := range []string{"", "x", "?", "万"} {
			for _, times := range []int{1, 5, 31, 63, 64, 500} {
				typed := strings.Repeat(text, times) + end
				began := time.Now()
				l.Find(typed, "")
				if took := time.Since(began); took > time.Second {
					t.Errorf("%d times %q and %q takes %v", times, text, end, took)
				}
			}
		}
	}
}

// FuzzFind types anything into the search box.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"zk", "张ke", "+86 138", "ABCD-EFGH-2", "\xff\xfe", "ü̈̈", "a\u0308", strings.Repeat("a", 70), strings.Repeat("啊 ", 90), "''''", "0", "00", "+", "\x00"} {
		f.Add(s)
	}
	list := crowd(60)
	list = append(list, someone(90, map[string]string{"name": strings.Repeat("啊", 100)}), someone(91, map[string]string{"name": strings.Repeat("ab ", 33)}), someone(92, nil))
	l := New(practicePack(f), list, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[int]bool{}
		for _, h := range l.Find(text, "") {
			if h.At < 0 || h.At >= len(list) || seen[h.At] {
				t.Fatalf("%q finds %v", text, h)
			}
			seen[h.At] = true
			for _, s := range l.Underline(text, h.At) {
				if s.Found < 0 || s.Found > len(s.Text) || !utf8.ValidString(string(s.Text[:s.Found])) {
					t.Fatalf("%q marks %d of %d bytes", text, s.Found, len(s.Text))
				}
			}
		}
	})
}

func TestNothingOfAnybodyIsPrinted(t *testing.T) {
	const canary = "鸣谦"
	r := someone(1, map[string]string{"name": canary, "phone": "13800138000", "contact_name": canary, "contact_phone": "13800138001"})
	r.Checks = []record.Check{{Kit: "KIT1"}, {Kit: "KIT2"}}
	l := New(practicePack(t), []record.Record{r, r}, Options{})
	q := queryOf(canary)
	for _, v := range []any{l, *l, l.people, l.people[0], l.people[0].units, *l.people[0].units[0].read, q, q.keys, l.Differences(0, 1), l.Underline("mq", 0), l.KitClashes(), l.Find("mq", "")} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if s := fmt.Sprintf(verb, v); strings.Contains(s, canary) || strings.Contains(s, "13800") || strings.Contains(s, "mingqian") || strings.Contains(s, "KIT1") {
				t.Errorf("%T prints %s", v, s)
			}
		}
	}
}
