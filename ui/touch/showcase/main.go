// Command showcase opens one window with widgets of the touch kit on it, for people who
// want to try them by finger and for the tests that do so in a real window.
//
//	go build -tags x11,gles,no_emoji,migrated_fynedo -o out/showcase ./ui/touch/showcase
//	out/showcase --show scroller
//
// With --log FILE every widget that acts appends a line of JSON to the file: its name and how
// often it has acted, or a number that belongs to it, such as a scroller's offset. With --trace
// FILE the positions of all touch targets are written whenever they change, in window pixels. A
// number on standard input is echoed in the log as "pong" once everything touched before it has
// been handled. Neither file contains text that was typed.
//
// Built without a window, it draws pictures of all of them instead:
//
//	go run -tags ci ./ui/touch/showcase --shots out/touch/kit
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/theme"
)

// scenes are what can be shown; each places its widgets on the stage.
var scenes = map[string]func(*stage){
	"button":    buttons,
	"field":     fields,
	"hold":      holds,
	"keys-en":   keysIn("en"),
	"keys-zh":   keysIn("zh"),
	"paragraph": paragraphs,
	"picker":    pickers,
	"scroller":  scrolls,
	"shield":    shielded,
}

func main() {
	names := strings.Join(slices.Sorted(maps.Keys(scenes)), ", ")
	show := flag.String("show", "button", "what to show: "+names)
	size := flag.String("size", "800x600", "size of the window in dp")
	log := flag.String("log", "", "file that gets a line of JSON for each thing that acts")
	trace := flag.String("trace", "", "file that gets a line of JSON whenever things lie elsewhere")
	shots := flag.String("shots", "", "folder to draw a picture of each scene into, instead of opening a window")
	flag.Parse()
	if err := run(*show, *size, *log, *trace, *shots); err != nil {
		fmt.Fprintln(os.Stderr, "showcase:", err)
		os.Exit(1)
	}
}

func run(show, size, log, trace, shots string) error {
	var w, h float32
	if _, err := fmt.Sscanf(size, "%fx%f", &w, &h); err != nil {
		return fmt.Errorf("reading the size %q: %w", size, err)
	}
	app.SetMetadata(fyne.AppMetadata{ID: "org.matchbooth.showcase", Name: "Showcase", Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID("org.matchbooth.showcase")
	a.Settings().SetTheme(theme.Fyne{})
	if shots != "" {
		return drawAll(a, shots, fyne.NewSize(w, h))
	}
	scene := scenes[show]
	if scene == nil {
		return fmt.Errorf("there is no %q to show", show)
	}
	s := newStage(a, show, fyne.NewSize(w, h))
	if err := s.record(log, trace); err != nil {
		return err
	}
	scene(s)
	s.win.SetCloseIntercept(func() { supervisor.Shutdown(0, nil) })
	a.Lifecycle().SetOnStarted(func() {
		supervisor.ShutdownOnSignal(0, nil)
		s.watch()
		go s.answer(os.Stdin)
	})
	s.win.ShowAndRun()
	return nil
}
