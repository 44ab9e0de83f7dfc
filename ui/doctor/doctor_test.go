package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/supervisor"
)

func TestEveryCheckBothWays(t *testing.T) {
	sound(t) // says once that it cannot be tried here
	tried := map[string]map[Level]bool{}
	for _, test := range cases {
		t.Run(test.check+"/"+test.name, func(t *testing.T) {
			c := sound(t)
			if test.with != nil {
				test.with(t, c)
			}
			i := slices.IndexFunc(checks, func(k Check) bool { return k.ID == test.check })
			if i < 0 {
				t.Fatalf("there is no check %s", test.check)
			}
			var got []string
			for _, f := range checks[i].Run(t.Context(), c) {
				got = append(got, string(f.Level)+" "+f.Key)
				if tried[test.check] == nil {
					tried[test.check] = map[Level]bool{}
				}
				tried[test.check][f.Level] = true
			}
			if s := strings.Join(got, ", "); s != test.want {
				t.Errorf("found %q, want %q", s, test.want)
			}
		})
	}
	for _, check := range checks {
		if !tried[check.ID][OK] || !tried[check.ID][Warning] && !tried[check.ID][Fault] {
			t.Errorf("%s was tried one way only: %v", check.ID, tried[check.ID])
		}
	}
}

func TestASoundComputerHasNothingButGood(t *testing.T) {
	c := sound(t)
	for _, f := range Examine(t.Context(), c) {
		if f.Level != OK {
			t.Errorf("%s: %s %s", f.ID, f.Level, f.Key)
		}
	}
	if exists(c.Data) {
		t.Error("the examination made the data folder")
	}
}

// Every sentence that a check names stands in the catalogue, with what to do where something
// is wrong; and the catalogue has no others.
func TestEveryFindingHasItsSentence(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"cli.doctor.summary": true}
	for _, l := range []Level{OK, Warning, Fault} {
		want["cli.doctor.level."+string(l)] = true
	}
	for _, c := range checks {
		want["cli.doctor.label."+c.ID] = true
	}
	said := regexp.MustCompile(`\b(good|warn|fault)\("([a-z.]+)"`)
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(source), -1) {
			want["cli.doctor."+m[2]] = true
			if m[1] != "good" {
				want["cli.doctor."+m[2]+".todo"] = true
			}
		}
	}
	if len(want) < 120 {
		t.Fatalf("only %d sentences found: the pattern looks past them", len(want))
	}
	for _, lang := range []string{"zh", "en"} {
		keys := texts.Keys(lang)
		for key := range want {
			if !slices.Contains(keys, key) {
				t.Errorf("%s: %s is missing", lang, key)
			}
		}
		for _, key := range keys {
			if strings.HasPrefix(key, "cli.doctor.") && !want[key] {
				t.Errorf("%s: %s is said by nobody", lang, key)
			}
		}
	}
	for _, key := range []string{host.NoScreen, host.NoSleep, host.NoLid} {
		if !slices.Contains(texts.Keys("zh"), key) {
			t.Errorf("%s is missing", key)
		}
	}
}

// What a sentence wants to be told, the finding tells it.
func TestEveryFindingTellsWhatItsSentenceAsks(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range cases {
		c := sound(t)
		if test.with != nil {
			test.with(t, c)
		}
		i := slices.IndexFunc(checks, func(k Check) bool { return k.ID == test.check })
		for _, f := range checks[i].Run(t.Context(), c) {
			sentences := []string{"cli.doctor." + f.Key}
			if f.Level != OK {
				sentences = append(sentences, "cli.doctor."+f.Key+".todo")
			}
			for _, key := range sentences {
				for _, lang := range []string{"zh", "en"} {
					if s := texts.In(lang).S(key, f.Args...); strings.Contains(s, "<no value>") || strings.Contains(s, "⟦") {
						t.Errorf("%s %s: %s", lang, key, s)
					}
				}
			}
		}
	}
}

func TestACheckThatHangsOrBreaksStopsNoOther(t *testing.T) {
	checks := []Check{
		{"hangs", func(context.Context, *Computer) []Finding { select {} }},
		{"breaks", func(context.Context, *Computer) []Finding { panic("a check broke") }},
		{"heeds", func(ctx context.Context, _ *Computer) []Finding { <-ctx.Done(); return []Finding{good("x")} }},
		{"works", func(context.Context, *Computer) []Finding { return []Finding{good("y")} }},
	}
	began := time.Now()
	all := examine(t.Context(), sound(t), checks, 100*time.Millisecond)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%s %s %s", f.ID, f.Level, f.Key))
	}
	want := []string{"hangs warning silent", "breaks warning failed", "heeds ok x", "works ok y"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if Faulty(all) || !Faulty([]Finding{good("x"), fault("y")}) {
		t.Error("only a fault is a fault")
	}
}

// A trial of the other drawing that was cut short is no fault of it.
func TestATrialThatWasCutShortIsNoFault(t *testing.T) {
	c := sound(t)
	c.OS, c.Adapter = "windows", func() string { return "Microsoft Basic Display Adapter" }
	ctx, cut := context.WithCancel(t.Context())
	c.Drawn = ends(supervisor.ExitNoGraphics)
	c.DrawnSoft = func(context.Context) int { cut(); return -1 }
	if found := graphics(ctx, c); len(found) != 1 || found[0].Key != "silent" || found[0].Level != Warning {
		t.Errorf("%v", found)
	}
}
