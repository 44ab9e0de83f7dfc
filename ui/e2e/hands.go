package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Hands do what fingers and eyes do, through the X server: the program cannot
// tell them from a mouse, a keyboard and a camera. What a finger does is in
// finger.go.
type Hands struct {
	display *Display
	window  string // xdotool's number of the booth's window
}

// FindWindow waits until the process shows a window of the given size ("1280x800"),
// and returns the hands for it. While a window is being opened, others come and go.
func FindWindow(ctx context.Context, d *Display, pid int, size string, patience time.Duration) (*Hands, error) {
	h := &Hands{display: d}
	deadline := time.Now().Add(patience)
	for {
		out, _ := h.tool(ctx, "xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(pid)) // fails as long as there is none
		for _, window := range strings.Fields(out) {
			shape, err := h.tool(ctx, "xdotool", "getwindowgeometry", window)
			if err == nil && strings.Contains(shape, "Geometry: "+size+"\n") {
				h.window = window
				return h, nil
			}
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("no window of %s appeared within %s", size, patience)
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// Type presses the keys for text, one after the other. Characters that are not on
// the keyboard must have been added to it by [Display.Teach].
func (h *Hands) Type(ctx context.Context, text string) error {
	_, err := h.tool(ctx, "xdotool", "type", "--clearmodifiers", "--delay", "40", "--", text)
	return err
}

// Key presses keys one after the other by their X names, such as "Return" or "ctrl+a".
func (h *Hands) Key(ctx context.Context, names ...string) error {
	_, err := h.tool(ctx, "xdotool", append([]string{"key"}, names...)...)
	return err
}

// Keys presses one key several times.
func (h *Hands) Keys(ctx context.Context, name string, times int) error {
	_, err := h.tool(ctx, "xdotool", "key", "--repeat", strconv.Itoa(times), "--delay", "12", name)
	return err
}

// Photograph writes a screenshot of the whole screen, without the pointer, to a PNG file.
func (h *Hands) Photograph(ctx context.Context, path string) error {
	img, err := h.Look()
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&data, img); err != nil {
		return fmt.Errorf("writing a screenshot: %w", err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing a screenshot: %w", err)
	}
	return ctx.Err()
}

// Look returns what the whole screen shows now.
func (h *Hands) Look() (*image.RGBA, error) { return h.display.wire.Screen() }

// tool runs one of the X tools on the display and returns what it printed.
func (h *Hands) tool(ctx context.Context, name string, args ...string) (string, error) {
	cmd := h.display.command(ctx, name, args...)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w: %s", name, args[0], err, strings.TrimSpace(problem.String()))
	}
	return out.String(), nil
}

// ReadCodes returns the contents of every QR code in a picture, read by zbarimg, which
// shares no code with the program. It is no error if there is none.
func ReadCodes(ctx context.Context, picture string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	err := cmd.Run()
	if exit := cmd.ProcessState; exit != nil && exit.ExitCode() == 4 {
		return nil, nil // the exit code by which zbarimg says that it found none
	}
	if err != nil {
		return nil, fmt.Errorf("zbarimg (package zbar-tools): %w: %s", err, strings.TrimSpace(problem.String()))
	}
	return strings.Fields(out.String()), nil
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// Press presses the keys for a text of ASCII letters, digits, hyphens, spaces and line ends (Enter) much faster than Type: it starts
// no program.
func (h *Hands) Press(ctx context.Context, text string) error {
	const shift = 50
	for _, r := range text {
		code, upper, err := h.display.key(r)
		if err != nil {
			return err
		}
		wire := h.display.wire
		if upper {
			if err := wire.KeyDown(shift); err != nil {
				return err
			}
		}
		if err := wire.KeyDown(code); err != nil {
			return err
		}
		if err := wire.KeyUp(code); err != nil {
			return err
		}
		if upper {
			if err := wire.KeyUp(shift); err != nil {
				return err
			}
		}
		if err := pause(ctx, 8*time.Millisecond); err != nil {
			return err
		}
	}
	return h.display.wire.Sync()
}
