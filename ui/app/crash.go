package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"matchbooth/kiosk/session"
)

// crasher makes the program crash in the middle of a visit, so that tests can examine everything it
// leaves behind. It exists at practice booths only, and only if the environment names a file: when
// the name of a screen is written into that file, the program panics once that screen is shown, in
// the drawing goroutine, or in another one if "background" follows the name. It panics with the
// worst possible value: everything that the visitor has typed.
type crasher struct{ file string }

func newCrasher(practice bool) *crasher {
	path := os.Getenv("MATCHBOOTH_PANIC_AT")
	if path == "" || !practice {
		return nil
	}
	return &crasher{path}
}

// check reads the file. Each request is carried out once: the file is removed first.
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

// standing returns the name of what is on the screen: "form", "attract+gate".
func standing(s session.State) string {
	if s.Overlay != "" {
		return string(s.Screen) + "+" + string(s.Overlay)
	}
	return string(s.Screen)
}

// typed returns everything that a visitor has typed, in plain text.
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
	all = append(all, string(b.state.Compared.Name), string(b.state.Compared.Phone))
	return strings.Join(append(all, b.state.Code, b.state.ComeBack), " ")
}

// crash panics with the visitor's answers in the panic value, in its arguments and in its locals.
//
//go:noinline
func crash(words string, s session.State) {
	held := []byte(words)
	defer func() { panic(fmt.Errorf("%s: %s", standing(s), held)) }() // a second panic on top of the first
	panic(words)
}

// debug logs what happens, if detailed logging is on. The values in it know to redact a visitor's
// data.
func (b *Booth) debug(what string, args ...any) {
	if b.verbose {
		slog.Debug(what, args...)
	}
}

// verbose reports whether detailed logging is on.
func verbose() bool { return slog.Default().Enabled(context.Background(), slog.LevelDebug) }
