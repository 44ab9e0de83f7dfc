// Command e2e takes one visitor through the real booth by input alone.
//
// It starts the program that `make build` built, on a virtual display of its own,
// and then only does what a person could do: look at the screen, move the pointer,
// press the button, press keys. It takes a screenshot of every screen, reads the QR
// code off the take-home screen with zbarimg and the receipt code off its pixels,
// closes the booth, and runs the program's own export. What was typed, what the
// screen said and what was stored must agree.
//
// # How it knows where things are
//
// A booth in practice mode that is started with MATCHBOOTH_TRACE_LAYOUT=FILE
// writes one line of JSON to FILE after each change of screen: the screen's name
// and where its controls are, in pixels of the window. It contains no value of any
// kind, and a live booth never writes it.
//
// # In kiosk mode
//
// The tests whose names begin with TestKiosk do the same with a supervisor and the interface that it
// starts (see [Kiosk]): they try every way out, kill and hang the interface, go through the staff
// gate, walk away, look for traces of what was typed, and simulate a day's visitors (see [Day]).
// With MATCHBOOTH_LONG=1, as `make soak` sets it, they take half an hour.
//
// # What it needs
//
// Xvfb, openbox, xdotool, ImageMagick's import and zbarimg; `make run` and
// `make test` install them. Only Linux has them all.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	binary := flag.String("booth", "./matchbooth", "the program to visit")
	out := flag.String("out", "out/visit", "folder for the pictures, the booth's data and the export; emptied first")
	size := flag.String("size", "1280x800", "size of the screen")
	lang := flag.String("lang", "zh", "language of the booth: zh or en")
	kiosk := flag.Bool("kiosk", false, "the booth in kiosk mode, under its supervisor")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := visitOnce(ctx, *binary, *out, *size, *lang, *kiosk); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
}

// visitOnce takes a visitor through a booth on a display of its own, and prints the result.
func visitOnce(ctx context.Context, binary, out, size, lang string, kiosk bool) error {
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("emptying %s: %w", out, err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", out, err)
	}
	display, err := OpenDisplay(ctx, size)
	if err != nil {
		return err
	}
	defer display.Close()
	who := Example(lang)
	if err := display.Teach(ctx, who.Secrets()...); err != nil {
		return err
	}
	var booth *Booth
	var closing func() error
	if kiosk {
		k, err := OpenKiosk(ctx, display, binary, filepath.Join(out, "data"), filepath.Join(out, "home"), lang)
		if err != nil {
			return err
		}
		booth, closing = k.Booth, k.Close
	} else {
		if booth, err = OpenBooth(ctx, display, binary, filepath.Join(out, "data"), size, lang); err != nil {
			return err
		}
		closing = booth.Close
	}
	defer closing()

	visit := Visit{Booth: booth, Who: who, Pictures: out, Say: func(s string) { fmt.Println("  " + s) }}
	fmt.Printf("A visitor at the booth (%s, %s, display %s):\n", size, lang, display.Name)
	seen, err := visit.Walk(ctx)
	if err != nil {
		return fmt.Errorf("%w; the pictures so far lie in %s", err, out)
	}
	if err := closing(); err != nil {
		return err
	}
	rows, err := booth.Export(ctx)
	if err != nil {
		return err
	}
	row, err := visit.Who.Agrees(rows, seen)
	if err != nil {
		return err
	}
	if err := booth.KeepsNothingReadable(visit.Who.Secrets()); err != nil {
		return err
	}
	fmt.Println()
	fmt.Println("receipt code:", seen.Code)
	for _, link := range seen.Links {
		fmt.Println("QR code:     ", link)
	}
	fmt.Println("exported row:", row)
	fmt.Println("pictures:    ", absolute(out))
	return nil
}

// absolute returns the absolute path, or the path itself if that cannot be determined.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}
