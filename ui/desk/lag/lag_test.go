package lag

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/athub"
	"matchbooth/ui/work/hub"
)

func TestEveryStateOfTheHubHasItsSentence(t *testing.T) {
	all, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 5, 21, 12, 45, 0, 0, time.UTC)
	heard, since := now.Add(-5*time.Minute), now.Add(-14*time.Minute)
	for _, lang := range []string{"en", "zh", "ja"} {
		say := func(key string, args ...any) string {
			if s := all.In(lang).S(key, args...); s != key && s != "" {
				return s
			}
			t.Errorf("%s lacks %s", lang, key)
			return key
		}
		if s, late := Hub(say, hub.State{}, now); s != "" || late || HubHelp(say, hub.State{}) != nil {
			t.Errorf("without a hub it says %q", s)
		}
		for _, f := range append(hub.Faults, "") {
			st := hub.State{URL: "https://hub.example.org", Waiting: 3, Since: since, Heard: heard, Fault: f, Apart: 1}
			s, late := Hub(say, st, now)
			if bad := f == hub.Other || f == hub.NotAllowed || f == hub.Lies; late != bad {
				t.Errorf("%s: %v", f, late)
			} else if !bad && (!strings.Contains(s, "12:40") || !strings.Contains(s, "12:31") || !strings.Contains(s, "3")) {
				t.Errorf("%s %s: %q", lang, f, s)
			}
			if n := len(HubHelp(say, st)); n != map[bool]int{true: 2, false: 3}[f == ""] {
				t.Errorf("%s: %d lines", f, n)
			}
		}
		st := hub.State{URL: "https://hub.example.org", Heard: heard}
		if s, late := Hub(say, st, now); late || !strings.Contains(s, "12:40") {
			t.Errorf("%q", s)
		}
		st.Waiting, st.Since = 1, now.Add(-time.Hour)
		if _, late := Hub(say, st, now); !late {
			t.Error("an hour is not late")
		}
		st.Refused = make([]athub.Tray, 2)
		if s, late := Hub(say, st, now); !late || !strings.Contains(s, fmt.Sprint(2)) {
			t.Errorf("%q", s)
		}
	}
}
