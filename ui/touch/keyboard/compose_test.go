package keyboard

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/touch/field"
)

func TestConfirmingNeverMovesOn(t *testing.T) {
	for _, id := range []string{"26", "nine"} {
		r := newRig(t, windows[0], field.Name, "zh")
		if id == "nine" {
			r.tap("nine", "n9", "n2", "n6", "n4")
		} else {
			r.tapText("wang")
		}
		if label := r.labelOf("go"); label != r.words.Confirm {
			t.Errorf("%s: the action key says %q while letters are composed", id, label)
		}
		r.tap("go")
		if r.acted != 0 || r.Pending() || r.field.before != "王" || r.field.composed != "" {
			t.Errorf("%s: acted %d times, %q with %q pending", id, r.acted, r.field.before, r.field.composed)
		}
		if label := r.labelOf("go"); label != "下一项" {
			t.Errorf("%s: the action key says %q", id, label)
		}
		r.tap("go")
		if r.acted != 1 {
			t.Errorf("%s: the action key does not move on", id)
		}
	}
}

func TestTheSpaceBarTakesTheFirstCandidate(t *testing.T) {
	r := newRig(t, windows[0], field.FreeText, "zh")
	r.tapText("nihao")
	first := r.labelOf("cand0")
	r.tap("space")
	r.want(first)
	r.tap("space")
	r.want(first + " ")
	r.field.before = ""
	r.tapText("shi")
	r.tap("next", "next")
	first = r.labelOf("cand0")
	r.tap("space") // on a later page: the one that is emphasised there
	r.want(first)
	r.tapText("shi")
	r.tap("next")
	second := r.labelOf("cand0")
	r.tap("go")
	r.want(first + second)
}

func TestPagingReachesEveryCandidateOnce(t *testing.T) {
	for _, w := range windows {
		for _, c := range []struct{ lang, letters string }{{"zh", "shi"}, {"zh", "ouyangnana"}, {"en", "zhuang"}, {"zh", ""}} {
			r := newRig(t, w, field.Name, c.lang)
			if c.lang == "en" {
				r.tap("lang")
			}
			r.tapText(c.letters)
			want, _ := r.composer.Candidates(0, 400)
			var got []string
			for pages := 0; pages < 100; pages++ {
				for _, k := range r.Keys() {
					if strings.HasPrefix(k.ID, "cand") {
						got = append(got, k.Label)
					}
				}
				if !r.more || len(got) > len(want) {
					break
				}
				r.tap("next")
			}
			for i := range min(len(want), len(got)) {
				if want[i].Text != got[i] {
					t.Fatalf("%v %q: candidate %d is %q, not %q", w, c.letters, i, got[i], want[i].Text)
				}
			}
			if len(got) < len(want) {
				t.Errorf("%v %q: %d of %d candidates are reached", w, c.letters, len(got), len(want))
			}
			for range 100 {
				if r.from == 0 {
					break
				}
				r.tap("prev")
			}
			if r.from != 0 || len(want) > 0 && r.labelOf("cand0") != want[0].Text {
				t.Errorf("%v %q: paging back ends at %d", w, c.letters, r.from)
			}
		}
	}
}

func TestACharacterThatCannotBeFoundKeepsItsPinyin(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	r.tapText("wang")
	r.pick("王")
	r.tapText("zhexx")
	var told []string
	r.OnMissing = func(raw string) { told = append(told, raw) }
	r.tap("missing")
	r.want("王zhexx")
	if len(told) != 1 || told[0] != "zhexx" {
		t.Errorf("told of %q", told)
	}
	if r.has("missing") || r.Pending() {
		t.Error("something is still being composed")
	}
}

func TestBackspaceTakesLettersBeforeText(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	r.field.before = "王"
	r.tapText("zh")
	r.tap("back")
	if r.field.before != "王" || r.field.composed != "z" {
		t.Errorf("%q with %q pending", r.field.before, r.field.composed)
	}
	r.tap("back")
	r.want("王")
	r.tap("back")
	r.want("")
	r.tap("back")
	r.want("")
}

func TestSwitchingConfirmsWhatIsComposed(t *testing.T) {
	for _, id := range []string{"lang", "nine", "sym", "·"} {
		r := newRig(t, windows[0], field.Name, "zh")
		r.tapText("wang")
		r.tap(id)
		r.want("王" + map[string]string{"·": "·"}[id])
	}
	r := newRig(t, windows[0], field.Name, "zh")
	r.tapText("wang")
	other := &target{kind: field.Phone}
	r.Use(other, Use{})
	if r.want("王"); other.before != "" || r.page != phone {
		t.Errorf("the next field holds %q on %s", other.before, r.page)
	}
}

func TestNineKeys(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	r.tap("nine", "n9", "n2", "n6", "n4")
	if r.labelOf("syll0") == "" {
		t.Fatal("there is no reading to choose")
	}
	for _, k := range r.Keys() {
		if strings.HasPrefix(k.ID, "syll") && k.Label == "wang" {
			r.tap(k.ID)
		}
	}
	r.pick("王")
	r.want("王")
	r.tap("n9", "clear")
	r.want("王")
	r.tap("syll0")
	r.want("王·")
	r.tap("nine")
	if r.page != pinyinName {
		t.Errorf("the page is %s", r.page)
	}
	r.Use(&target{kind: field.FreeText}, Use{Lang: "zh"})
	if r.page != pinyinFree {
		t.Errorf("the page is %s", r.page)
	}
}

func TestTheChoiceOfNineKeysLastsForTheVisit(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	r.tap("nine")
	r.Use(&target{kind: field.Phone}, Use{Lang: "zh"})
	r.Use(&target{kind: field.FreeText}, Use{Lang: "zh"})
	if r.page != nineFree {
		t.Errorf("the page is %s", r.page)
	}
	r.Reset()
	r.Use(&target{kind: field.FreeText}, Use{Lang: "zh"})
	if r.page != pinyinFree {
		t.Errorf("after Reset the page is %s", r.page)
	}
}

func TestResetLeavesNothing(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	r.tapText("wang")
	r.tap("next")
	r.Reset()
	r.want("") // dropped, not confirmed
	if r.Pending() {
		t.Error("letters are pending")
	}
	for _, k := range r.Keys() {
		if strings.HasPrefix(k.ID, "cand") || k.Label == "下一项" {
			t.Errorf("%q is left of the visitor before", k.Label)
		}
	}
	for i := range r.face.keys {
		if c := r.face.keys[i].text; strings.ContainsAny(c.Text, "王网往望汪旺") {
			t.Errorf("%q is still there to be drawn", c.Text)
		}
	}
	for f := range r.face.fits {
		if strings.ContainsAny(f.text, "王网往望汪旺") {
			t.Errorf("the width of %q is still known", f.text)
		}
	}
	r.tapText("qwe") // nothing to type into, and no harm
	r.tap("space", "go", "back")
	if r.acted != 0 {
		t.Error("the action of the visitor before is called")
	}
}

func TestNothingIsLearned(t *testing.T) {
	r := newRig(t, windows[0], field.FreeText, "zh")
	r.tapText("shi")
	first := r.labelOf("cand0")
	r.tap("cand5")
	for range 5 {
		r.tapText("shi")
		r.tap("cand5")
	}
	r.tapText("shi")
	if got := r.labelOf("cand0"); got != first {
		t.Errorf("the first candidate was %q and is %q", first, got)
	}
}

func TestWithoutADictionaryThereIsLatin(t *testing.T) {
	app()
	broken := errors.New("cut off")
	for name, load := range map[string]func() (*pinyin.Dict, error){
		"an error": func() (*pinyin.Dict, error) { return nil, broken }, "none": nil,
	} {
		k := New(nil, load, Warm(false), Chinese())
		var told int
		k.OnFault = func(err error) { told++ }
		k.Resize(fyne.NewSize(1280, 396))
		f := &target{kind: field.Name}
		r := &rig{Keyboard: k, t: t, field: f}
		k.Use(f, Use{Lang: "zh"})
		r.down(r.where("q"))
		r.up(r.where("q"))
		r.tap("lang")
		r.tap("w")
		r.want("Qw")
		if told != 1 || k.Err() == nil || k.page != latinName {
			t.Errorf("%s: told %d times of %v, on %s", name, told, k.Err(), k.page)
		}
		if name == "an error" && !errors.Is(k.Err(), broken) {
			t.Errorf("%v does not hold its cause", k.Err())
		}
	}
}
