package newpack

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
)

var now = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

func catalogue(t *testing.T) *text.Catalogue {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The questions of the pages are all the questions, in the order of the terminal, on few pages.
func TestThePagesAskEveryQuestionOnce(t *testing.T) {
	var asked []draft.Question
	seen := map[string]bool{}
	for _, p := range draft.Pages() {
		if seen[p.ID] || len(p.Questions) == 0 || len(p.Questions) > 5 {
			t.Errorf("the page %s has %d questions", p.ID, len(p.Questions))
		}
		seen[p.ID] = true
		asked = append(asked, p.Questions...)
		for _, l := range []string{"zh", "en"} {
			say := catalogue(t).In(l)
			for _, key := range []string{".title", ".why"} {
				if s := say.S("newpack." + p.ID + key); s == "" || strings.Contains(s, "⟦") {
					t.Errorf("%s: the page %s has no %s", l, p.ID, key)
				}
			}
		}
	}
	if !slices.Equal(asked, draft.Questions()) {
		t.Errorf("asked are %v", asked)
	}
}

// A place that cannot be written to says so, and nothing is left there.
func TestAPackIsWrittenWholeOrNotAtAll(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a link that leads nowhere")
	}
	home := t.TempDir()
	link := filepath.Join(home, "stick")
	if err := os.Symlink(filepath.Join(home, "gone", "away"), link); err != nil {
		t.Fatal(err)
	}
	w := &Window{Home: home, Now: now, Texts: catalogue(t)}
	_, err := w.Write(filepath.Join(link, "pack"), draft.Answers{}, event.EN)
	var r *Refused
	if !errors.As(err, &r) || r.Key != "cli.new.unwritten" || Say(w.Texts.In("zh"), err) == "" {
		t.Fatalf("%v", err)
	}
	if list, err := os.ReadDir(home); err != nil || len(list) != 1 {
		t.Errorf("left: %v, %v", list, err)
	}
	got, err := w.Write(filepath.Join(home, "deep", "pack"), draft.Answers{}, event.EN)
	if err != nil || len(got.Faults) > 0 || len(got.Open) == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if list, err := os.ReadDir(filepath.Join(home, "deep")); err != nil || len(list) != 1 {
		t.Errorf("beside the pack: %v, %v", list, err)
	}
	if _, err := w.Write(got.Dir, draft.Answers{}, event.EN); !errors.As(err, &r) || r.Key != "cli.new.notempty" {
		t.Errorf("a second pack in its place: %v", err)
	}
}

// Documents go to where the person keeps them, under whatever name, and never into something that is there.
func TestAFolderIsProposedAmongTheDocuments(t *testing.T) {
	for _, name := range []string{"", "Documents", "文档"} {
		home := t.TempDir()
		base := filepath.Join(home, name)
		if err := os.MkdirAll(base, 0o700); err != nil {
			t.Fatal(err)
		}
		w := &Window{Home: home}
		if got := w.Proposed("fair-2027"); got != filepath.Join(base, "fair-2027") {
			t.Errorf("%q: %s", name, got)
		}
		if err := os.MkdirAll(filepath.Join(base, "fair-2027", "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		if got := w.Proposed("fair-2027"); got != filepath.Join(base, "fair-2027-2") {
			t.Errorf("%q, taken: %s", name, got)
		}
	}
	if got := (&Window{Dir: "mine", Home: t.TempDir()}).Proposed("fair"); got != "mine" {
		t.Errorf("of what was given: %s", got)
	}
}

// What is proposed in the other language belongs to what is proposed in one's own: beside another answer nothing is proposed.
func TestAProposalBesideAnotherAnswerIsNone(t *testing.T) {
	for own, words := range map[event.Lang][3]string{event.ZH: {"同济大学", "Tongji University", "北楼门口"}, event.EN: {"Tongji University", "同济大学", "North gate"}} {
		i := NewInterview(now)
		i.Give(Place{"school", own}, words[0])
		i.Give(Place{"school", Other(own)}, words[1])
		place := Place{"place", Other(own)}
		if got := i.Shown(place, own); got != words[1] {
			t.Errorf("%s: untouched it shows %q", own, got)
		}
		i.Give(Place{"place", own}, words[2])
		if got := i.Shown(place, own); got != "" {
			t.Errorf("%s: beside %q it proposes %q", own, words[2], got)
		}
		i.Give(Place{"place", own}, words[0])
		if got := i.Shown(place, own); got != words[1] {
			t.Errorf("%s: beside what was proposed it shows %q", own, got)
		}
	}
}

// What is accepted stays as it stands, whatever it was proposed by changes to; what is wrong is named, and nothing is taken.
func TestWhatIsAcceptedStays(t *testing.T) {
	i := NewInterview(now)
	first := draft.Pages()[0].Questions
	if i.Typed() {
		t.Error("somebody has typed")
	}
	i.Give(Place{"title", event.EN}, " Spring fair ")
	i.Give(Place{"title", event.ZH}, "=")
	i.Give(Place{ID: "starts"}, "soon")
	if wrong := i.Accept(first, event.EN); wrong[Place{ID: "starts"}] != "draft.bad.date" || len(wrong) != 1 {
		t.Errorf("%v", wrong)
	}
	if got := i.Shown(Place{"title", event.ZH}, event.EN); got != "=" {
		t.Errorf("refused, and it shows %q", got)
	}
	i.Give(Place{ID: "starts"}, "2027-04-10")
	if wrong := i.Accept(first, event.EN); len(wrong) > 0 {
		t.Errorf("%v", wrong)
	}
	i.Give(Place{"title", event.EN}, "Summer fair")
	for p, want := range map[Place]string{{"title", event.ZH}: "Spring fair", {ID: "id"}: "spring-fair-2027", {ID: "ends"}: "2027-04-10"} {
		if got := i.Shown(p, event.ZH); got != want {
			t.Errorf("%v shows %q, not %q", p, got, want)
		}
	}
}
