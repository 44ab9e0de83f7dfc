package app

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/e2e/trail"
)

// canaries is what the visitor of these tests types, found nowhere else.
var canaries = map[string]string{
	"name": "Quillfeather 欧阳", "phone": "13887654321", "email": "quillfeather@example.org",
	"contact1.name": "Vexworthy 买买提", "contact1.phone": "13776543210",
}

// everyScreen is all that can stand on the screen, and the questions laid over it.
var everyScreen = []string{
	"attract", "home", "stories", "story", "how", "numbers", "worries", "parents", "notice", "decide", "conditions", "ways", "way",
	"birthdate", "form", "readback", "consent", "official", "saving", "saved", "takehome", "morecodes", "check", "think", "already",
	"desk", "keeping", "pause", "closed", "night", "staff", "about", "form+idle", "form+next", "form+nottoday", "takehome+end", "takehome+pin", "attract+gate",
}

// A booth without a window crashes at every screen, with all that the visitor typed in the words
// of the panic, in the drawing goroutine and in another, while it logs in detail: nothing of it
// stands in any report, log or file. One that leaks on purpose is found out.
func TestACrashTellsNothingOfTheVisitor(t *testing.T) {
	plan := slices.Clone(everyScreen)
	for _, s := range []string{"form", "saving", "check", "form+idle"} {
		plan = append(plan, s+" background")
	}
	if testing.Short() {
		plan = plan[:5]
	}
	texts := []string{"Quillfeather", "Vexworthy", "欧阳", "买买提"}
	for _, v := range canaries {
		texts = append(texts, v)
	}
	for part := range slices.Chunk(plan, 10) { // twenty reports are kept
		dir, said := crashed(t, part...)
		look := trail.New(texts...)
		if err := look.Below(dir, nil); err != nil {
			t.Error(err)
		}
		if err := look.In("what the booth printed", said); err != nil {
			t.Error(err)
		}
		if n := strings.Count(string(said), "level=DEBUG"); n < 10*len(part) || !bytes.Contains(said, []byte("[redacted]")) {
			t.Errorf("only %d lines of log in detail: the test proves little", n)
		}
		reports, err := filepath.Glob(filepath.Join(dir, "crash", "*"))
		if err != nil || len(reports) != len(part) {
			t.Errorf("%d crash reports of %d crashes: %v", len(reports), len(part), err)
		}
		for _, r := range reports {
			text, err := os.ReadFile(r)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(text, []byte("ui/app.crash\n")) || !bytes.Contains(text, []byte("panic: [redacted]")) {
				t.Errorf("this report is not of the crash that was asked for:\n%s", text)
			}
		}
	}
	if _, said := crashed(t, "form leak"); trail.New(texts...).In("", said) == nil {
		t.Error("a log that holds a name is not noticed")
	}
}

// crashed runs a booth under its supervisor until it has crashed once for each line of the plan, and
// gives its folder and what both printed.
func crashed(t *testing.T, plan ...string) (dir string, said []byte) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	env := append(os.Environ(), "MATCHBOOTH_TEST_CRASHES="+strings.Join(plan, ","), "MATCHBOOTH_TEST_DIR="+dir)
	for _, name := range []string{"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"} {
		env = append(env, name+"="+dir)
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	var out bytes.Buffer
	code := supervisor.Run(ctx, supervisor.Options{
		Program: program, Args: []string{"-test.run=^TestBoothThatCrashes$"}, Env: env, Data: dir, Version: "v0", Stderr: &out,
		FaultsAllowed: 1000, MostWait: time.Millisecond, Patience: 2 * time.Minute, FirstPatience: 2 * time.Minute,
	})
	if code != 0 {
		t.Fatalf("the supervisor ended with %d:\n%s", code, out.String())
	}
	return dir, out.Bytes()
}

// TestBoothThatCrashes is the interface of the test above, in a process of its own: its n-th start
// crashes at the n-th line of the plan.
func TestBoothThatCrashes(t *testing.T) {
	plan, dir := os.Getenv("MATCHBOOTH_TEST_CRASHES"), os.Getenv("MATCHBOOTH_TEST_DIR")
	if plan == "" {
		t.Skip("only in a process of its own")
	}
	n := 0
	counter := filepath.Join(dir, "starts")
	if b, err := os.ReadFile(counter); err == nil {
		n, _ = strconv.Atoi(string(b))
	}
	steps := strings.Split(plan, ",")
	if n == len(steps) {
		os.Exit(supervisor.ExitDone)
	}
	if err := os.WriteFile(counter, strconv.AppendInt(nil, int64(n+1), 10), 0o600); err != nil {
		t.Fatal(err)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})))
	file := filepath.Join(dir, "crash-at")
	t.Setenv("MATCHBOOTH_PANIC_AT", file)
	b, store, now := booth(t)
	b.Store, b.desk = counted{store}, b.deskOver(counted{store})
	supervisor.NewPulse(os.Stdout).Beat(string(b.state.Screen))

	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll),
		answer("name", canaries["name"]), ev(session.NextStep), answer("phone", canaries["phone"]), answer("email", canaries["email"]), ev(session.NextStep),
		session.Event{Kind: session.SetAnswer, Arg: "contact1", Value: form.Value{Person: form.Person{
			Name: form.Name(canaries["contact1.name"]), Relation: "parent", Phone: form.Phone(canaries["contact1.phone"])}}},
		ev(session.NextStep), ev(session.NextStep))
	if b.state.Screen != session.ReadBack {
		t.Fatalf("the visitor stands on %s", b.state.Screen) // this is a crash of another kind, and noticed as such
	}
	at, how, _ := strings.Cut(steps[n], " ")
	b.state = stands(b, at)
	b.shown = ""
	b.show()
	if how == "leak" {
		slog.Info("the booth leaks", "name", string(b.state.Answers["name"].Text))
		os.Exit(supervisor.ExitAgain)
	}
	if err := os.WriteFile(file, []byte(steps[n]), 0o600); err != nil {
		t.Fatal(err)
	}
	b.crasher.check(b)
	time.Sleep(time.Minute) // the other goroutine ends it
}

// stands is the visitor's state as it would be on a screen.
func stands(b *Booth, at string) session.State {
	s := b.state
	screen, overlay, _ := strings.Cut(at, "+")
	s.Screen, s.Overlay = session.Screen(screen), session.Overlay(overlay)
	s.StoryID, s.Outcome, s.Code, s.PersonID = b.Pack.Stories[0].ID, "unsure", "7K4M-92QX-D", "p"
	s.ComeBack, s.Saving = "2027-11-23", screen == "saving"
	if screen == "form" {
		s.FormStep = 1
	}
	return s
}

// counted is a store that also tells its counts, for the screens that show some.
type counted struct{ *memory }

func (counted) Status(context.Context) (data.Status, error) {
	return data.Status{Mode: "practice"}, nil
}
