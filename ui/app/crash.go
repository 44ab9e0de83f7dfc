package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"matchbooth/kiosk/session"
)

// crasher makes the program crash in the middle of a visitor's way, so that tests can look at
// everything it leaves behind. It exists at practice booths only, and only where the environment
// names a file: whenever somebody writes the name of a screen into that file, the program panics
// once that screen stands, in the goroutine that draws, or in another one where "background" stands
// behind the name. What it panics with is the worst that could be: all that the visitor has typed.
type crasher struct{ file string }

func newCrasher(practice bool) *crasher {
	path := os.Getenv("MATCHBOOTH_PANIC_AT")
	if path == "" || !practice {
		return nil
	}
	return &crasher{path}
}

// check reads the file. What it asked for is done once: the file is removed before.
func (d *crasher) check(b *Booth) {
	if d == nil {
		return
	}
	text, err := os.ReadFile(d.file)
	if err != nil {
		return
	}
	words := strings.Fields(string(text))
	if len(words) == 0 || words[0] != standing(b.state) || os.Remove(d.file) != nil {
		return
	}
	if len(words) > 1 && words[1] == "background" {
		go crash(typed(b), b.state)
		return
	}
	crash(typed(b), b.state)
}

// standing is the name of what stands on the screen: "form", "attract+gate".
func standing(s session.State) string {
	if s.Overlay != "" {
		return string(s.Screen) + "+" + string(s.Overlay)
	}
	return string(s.Screen)
}

// typed is all that a visitor has typed, in plain text.
func typed(b *Booth) string {
	var all []string
	for _, v := range b.state.Answers {
		all = append(all, string(v.Text), string(v.Person.Name), string(v.Person.Phone))
	}
	if b.page != nil {
		for _, f := range b.page.Fields {
			all = append(all, f.Text())
		}
	}
	return strings.Join(append(all, b.state.Code, b.state.ComeBack), " ")
}

// crash panics with the visitor's answers in its words, in its arguments and in what it holds.
//
//go:noinline
func crash(words string, s session.State) {
	held := []byte(words)
	defer func() { panic(fmt.Errorf("%s: %s", standing(s), held)) }() // a second one on top of the first
	panic(words)
}

// debug logs what happens, where logging in detail is asked for. The values in it know how to be
// silent about a visitor.
func (b *Booth) debug(what string, args ...any) {
	if b.verbose {
		slog.Debug(what, args...)
	}
}

// verbose reports whether a log in detail is asked for.
func verbose() bool { return slog.Default().Enabled(context.Background(), slog.LevelDebug) }
