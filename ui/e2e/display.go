package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"matchbooth/ui/e2e/x11"
)

// Display is a virtual screen with a window manager on it. Nobody sees it; the
// programs on it cannot tell that.
type Display struct {
	Name string // ":7"

	wire    *x11.Conn // for input and screenshots
	server  *exec.Cmd
	manager *exec.Cmd
	folder  string
}

// windowRules makes openbox behave like a booth's session: no title bars, every
// window at the top left corner, focus on what opens.
//
// The empty mouse section removes openbox's own bindings: with them it would hold back every press
// until it has inspected it, and on a busy computer what follows such a press is lost.
const windowRules = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><keepBorder>no</keepBorder></theme>
  <focus><focusNew>yes</focusNew></focus>
  <mouse></mouse>
  <applications>
    <application class="*"><decor>no</decor><focus>yes</focus><position force="yes"><x>0</x><y>0</y></position></application>
  </applications>
</openbox_config>
`

// OpenDisplay starts Xvfb on a free display number, and openbox on it, which gives the keyboard focus
// to the window. size is in pixels, such as "1280x800".
func OpenDisplay(ctx context.Context, size string) (*Display, error) {
	return openDisplay(ctx, size, windowRules)
}

// OpenDesktop starts Xvfb, and openbox with its default configuration: its menus, its window
// switcher and its shortcuts, four desktops, and a mouse that moves windows.
func OpenDesktop(ctx context.Context, size string) (*Display, error) {
	rules, err := os.ReadFile("/etc/xdg/openbox/rc.xml")
	if err != nil {
		return nil, fmt.Errorf("reading openbox's own rules (package openbox): %w", err)
	}
	return openDisplay(ctx, size, string(rules))
}

// OpenBareDisplay starts Xvfb alone, as a booth's session may be: nothing comes between a finger
// and the window, and there is no keyboard.
func OpenBareDisplay(ctx context.Context, size string) (*Display, error) {
	return openDisplay(ctx, size, "")
}

// openDisplay starts Xvfb, with further arguments, and openbox with the given rules; rules "" means no
// window manager.
func openDisplay(ctx context.Context, size, rules string, more ...string) (*Display, error) {
	folder, err := os.MkdirTemp("", "matchbooth-display-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the display: %w", err)
	}
	d := &Display{folder: folder}
	if err := d.start(ctx, size, rules, more); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *Display) start(ctx context.Context, size, rules string, more []string) error {
	reader, writer, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("making a pipe to Xvfb: %w", err)
	}
	defer reader.Close()
	d.server = exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp", "-noreset")
	d.server.Args = append(d.server.Args, more...)
	d.server.ExtraFiles = []*os.File{writer}
	err = d.server.Start()
	writer.Close()
	if err != nil {
		d.server = nil
		return fmt.Errorf("starting Xvfb (package xvfb): %w", err)
	}
	if err := reader.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return fmt.Errorf("waiting for Xvfb: %w", err)
	}
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		return fmt.Errorf("waiting for Xvfb to say its display: %w", err)
	}
	d.Name = ":" + strings.TrimSpace(number)

	if d.wire, err = x11.Open(d.Name); err != nil {
		return err
	}
	if rules == "" {
		return nil
	}
	file := filepath.Join(d.folder, "rc.xml")
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		return fmt.Errorf("writing the window manager's rules: %w", err)
	}
	d.manager = d.command(ctx, "openbox", "--config-file", file)
	if err := d.manager.Start(); err != nil {
		d.manager = nil
		return fmt.Errorf("starting openbox: %w", err)
	}
	return nil
}

// command prepares a program to run on this display. Its settings folder is the
// display's, so that nothing of this computer's user is read or changed.
func (d *Display) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(),
		"DISPLAY="+d.Name, "WAYLAND_DISPLAY=", "XDG_SESSION_TYPE=x11",
		"XDG_CONFIG_HOME="+d.folder, "XDG_CACHE_HOME="+d.folder,
		"FYNE_SCALE=1", "FYNE_DISABLE_DPI_DETECTION=true",
	)
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// Close ends the window manager and the screen. It may be called twice.
func (d *Display) Close() {
	if d.wire != nil {
		d.wire.Close()
	}
	end(d.manager)
	end(d.server)
	d.manager, d.server = nil, nil
	os.RemoveAll(d.folder)
}

// end asks a program to stop and waits. If it has not stopped after ten seconds it is
// forced to: by SIGQUIT first, which makes a Go program print where it hangs.
func end(cmd *exec.Cmd) {
	if cmd == nil || cmd.Process == nil || cmd.ProcessState != nil {
		return
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		cmd.Process.Kill()
	}
	hangs := time.AfterFunc(10*time.Second, func() { cmd.Process.Signal(syscall.SIGQUIT) })
	dead := time.AfterFunc(13*time.Second, func() { cmd.Process.Kill() })
	cmd.Wait()
	hangs.Stop()
	dead.Stop()
}
