//go:build e2e

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"matchbooth/kiosk/event/livepack"
)

// The download for Windows, under Wine: installed, used at the console and by a finger, refused while it runs, removed.
// .ci/release-test-windows.sh makes the prefix and says where it is:
//
//	MATCHBOOTH_WINE   the folder with prefix/ (a Windows 10 of Wine's), processes.exe, and room for pictures
//	MATCHBOOTH_SETUP  the installer
//
// What the Unix side knows of processes is not asked for the booth: it is Wine's, and tells of signals what Windows
// does not have.
func TestWindowsUnderWine(t *testing.T) {
	if os.Getenv("MATCHBOOTH_WINE") == "" {
		t.Skip("asked by make release-test")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 25*time.Minute)
	defer cancel()
	w := newWine(t, ctx)
	for _, step := range []struct {
		name string
		do   func(t *testing.T)
	}{
		{"installed into a Chinese path", w.installs},
		{"a booth at the console", w.console},
		{"the kiosk opens the booth that was set up", w.kiosk},
		{"installing and removing wait for a booth that runs", w.refuses},
		{"one visitor by finger, an interface that ends, the way out", w.visitor},
		{"a double click that fails says so in a box", w.box},
		{"the processor draws where Windows' OpenGL does not", w.soft},
		{"removed", w.removes},
	} {
		if !t.Run(step.name, step.do) {
			return
		}
	}
}

// wine is a Windows of Wine's, with the booth in it.
type wine struct {
	ctx      context.Context
	folder   string // MATCHBOOTH_WINE
	drive    string // C: as Unix sees it
	home     string // the user's folder in it
	program  string // where the booth is installed
	students string // where they work
	display  *Display
	native   string // what of Windows' own Wine is to leave to what lies there: more of WINEDLLOVERRIDES
}

const (
	programDir = `C:\学生 程序\Matchbooth`
	entryKey   = `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Matchbooth`
	phrase     = "wickerwork plankton 7 hullabaloo"
)

func newWine(t *testing.T, ctx context.Context) *wine {
	w := &wine{ctx: ctx, folder: os.Getenv("MATCHBOOTH_WINE")}
	w.drive = filepath.Join(w.folder, "prefix", "drive_c")
	who, err := user.Current()
	wants(t, err)
	w.home = filepath.Join(w.drive, "users", who.Username)
	w.program = filepath.Join(w.drive, "学生 程序", "Matchbooth")
	w.students = filepath.Join(w.drive, "学生 会")
	wants(t, os.MkdirAll(w.students, 0o755))
	w.display, err = OpenBareDisplay(ctx, "1280x800")
	wants(t, err)
	t.Cleanup(w.display.Close)
	t.Cleanup(func() { w.processes("end-parent", "matchbooth.exe") })
	return w
}

// command prepares a program of Windows, in the students' folder; it shows its windows on the display.
func (w *wine) command(program string, args ...string) *exec.Cmd {
	cmd := w.display.command(w.ctx, "wine", append([]string{program}, args...)...)
	cmd.Dir = w.students
	cmd.Env = append(cmd.Env, "WINEPREFIX="+filepath.Join(w.folder, "prefix"), "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml=;winemenubuilder.exe=d"+w.native, "LC_ALL=C.UTF-8", "LC_MESSAGES=", "LANG=")
	return cmd
}

// run runs one to its end and returns what it printed and its exit code.
func (w *wine) run(t *testing.T, program string, args ...string) (string, int) {
	t.Helper()
	cmd := w.command(program, args...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	// The first one after a stop has Wine's own services hold what it prints to.
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		t.Fatalf("%s %q: %v", program, args, err)
	}
	return strings.ReplaceAll(strings.TrimSpace(string(out)), "\r\n", "\n"), cmd.ProcessState.ExitCode()
}

// cli runs a command of the booth, which has to succeed, and returns what it printed.
func (w *wine) cli(t *testing.T, args ...string) string {
	t.Helper()
	out, code := w.run(t, filepath.Join(w.program, "matchbooth-cli.exe"), args...)
	if code != 0 {
		t.Fatalf("matchbooth %s: %d: %s", strings.Join(args, " "), code, out)
	}
	return out
}

// setup runs the installer, and the uninstaller that it left, as a script would.
func (w *wine) setup(t *testing.T) (string, int) {
	t.Helper()
	// /D= is the rest of the line, blanks and all, and never in quotes: two words here, so that Wine sets none.
	first, second, _ := strings.Cut("/D="+programDir, " ")
	return w.run(t, os.Getenv("MATCHBOOTH_SETUP"), "/S", first, second)
}

func (w *wine) uninstall(t *testing.T) (string, int) {
	t.Helper()
	first, second, _ := strings.Cut("_?="+programDir, " ") // in its place, so that its exit code can be had
	return w.run(t, filepath.Join(w.program, "uninstall.exe"), "/S", first, second)
}

// processes is processes.exe (packaging/windows/wine).
func (w *wine) processes(what, program string) string {
	out, _ := w.command(filepath.Join(w.folder, "processes.exe"), what, program).Output()
	return strings.TrimSpace(string(out))
}

// await asks until it is so.
func (w *wine) await(t *testing.T, patience time.Duration, what string, so func() bool) {
	t.Helper()
	for begun := time.Now(); !so(); wants(t, pause(w.ctx, 300*time.Millisecond)) {
		if time.Since(begun) > patience {
			t.Fatalf("%s: not within %s", what, patience)
		}
	}
}

// links lists the start menu's.
func (w *wine) links() []string {
	all, _ := filepath.Glob(filepath.Join(w.home, "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Matchbooth/*.lnk"))
	return all
}

// entry is what stands in the registry for Windows' list of programs, as an export of it; "" if nothing does.
func (w *wine) entry(t *testing.T) string {
	t.Helper()
	if _, code := w.run(t, "reg", "export", entryKey, `C:\entry.reg`, "/y"); code != 0 {
		return ""
	}
	raw, err := os.ReadFile(filepath.Join(w.drive, "entry.reg"))
	wants(t, err)
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
	wants(t, err)
	return string(text)
}

// picture keeps what the display shows.
func (w *wine) picture(t *testing.T, name string) {
	t.Helper()
	wants(t, os.MkdirAll(filepath.Join(w.folder, "pictures"), 0o755))
	wants(t, (&Hands{display: w.display}).Photograph(w.ctx, filepath.Join(w.folder, "pictures", name+".png")))
}

func (w *wine) installs(t *testing.T) {
	if out, code := w.setup(t); code != 0 {
		t.Fatalf("%d: %s", code, out)
	}
	for _, name := range []string{"matchbooth.exe", "matchbooth-cli.exe", "uninstall.exe", "LICENSE.txt", "kiosk/kiosk.ps1", "kiosk/shell-launcher.xml", "kiosk/README.md"} {
		if _, err := os.Stat(filepath.Join(w.program, name)); err != nil {
			t.Error(err)
		}
	}
	entry := w.entry(t)
	for value, want := range map[string]string{"DisplayName": "Matchbooth", "InstallLocation": programDir, "UninstallString": programDir + `\uninstall.exe`} {
		_, got, _ := strings.Cut(entry, fmt.Sprintf("%q=", value))
		got, _, _ = strings.Cut(got, "\n")
		if !strings.Contains(got, strings.ReplaceAll(want, `\`, `\\`)) {
			t.Errorf("the entry's %s is %s and not %s", value, got, want)
		}
	}
	if all := w.links(); len(all) != 5 {
		t.Errorf("%d links: %q", len(all), all)
	}
}

// console sets a booth up and does with it what is done at a console, with Chinese names and blanks in them.
func (w *wine) console(t *testing.T) {
	if out := w.cli(t, "version"); !strings.Contains(out, "windows/amd64") {
		t.Error(out)
	}
	put := func(name string, data []byte) {
		wants(t, os.WriteFile(filepath.Join(w.students, name), data, 0o600))
	}
	wants(t, livepack.Write(filepath.Join(w.students, "活动 包"), time.Now()))
	put("口令.txt", []byte(phrase+"\r\n"))
	put("pin.txt", []byte("482913\r\n"))
	table, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("name,phone,consents,signed_at\r\n张三,13800138000,notice,2026-05-21\r\n"))
	wants(t, err)
	put("名单.csv", table)
	w.cli(t, "check", "活动 包")
	out := w.cli(t, "setup", "--data", "登记 台", "--event", "活动 包", "--kiosk", "--passphrase-file", "口令.txt", "--pin-file", "pin.txt", "--recovery-out", "恢复.txt")
	if !strings.Contains(out, "kiosk.conf") {
		t.Error(out)
	}
	w.cli(t, "import", "--data", "登记 台", "名单.csv")
	w.cli(t, "export", "--data", "登记 台", "--format", "csv", "--out", "导出.csv", "--passphrase-file", "口令.txt")
	if got, err := os.ReadFile(filepath.Join(w.students, "导出.csv")); err != nil || !bytes.Contains(got, []byte("张三")) {
		t.Errorf("the export has not whom was imported: %v", err)
	}
	if out := w.cli(t, "status", "--data", "登记 台", "--json"); !strings.Contains(out, `"mode":"live"`) {
		t.Error(out)
	}
	if out := w.cli(t, "verify", "--data", "登记 台"); !strings.Contains(out, "sound") {
		t.Error(out)
	}
	w.cli(t, "backup", "--data", "登记 台", "--out", "备份 一.zip")
	// Wine 8 cannot remove a folder the way Go asks (os.RemoveAll: "Invalid function"); Windows can.
	wants(t, os.RemoveAll(filepath.Join(w.students, "登记 台", "backing-up")))
	w.cli(t, "restore", "备份 一.zip", "--data", "还原")
	wants(t, os.RemoveAll(filepath.Join(w.students, "还原", "backing-up")))
	if out := w.cli(t, "status", "--data", "还原", "--json"); !strings.Contains(out, `"mode":"live"`) {
		t.Error(out)
	}
	// In Chinese; by cmd, as Wine itself goes by this variable and may not know the language.
	cmd := w.command("cmd", "/c", "set LC_ALL=zh_CN.UTF-8&& matchbooth-cli.exe status --data none")
	cmd.Dir = w.program
	if said, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(said), "登记台") {
		t.Errorf("in Chinese: %v: %s", err, said)
	}
}

// opened waits until the booth that was set up is held by an interface.
func (w *wine) opened(t *testing.T) {
	t.Helper()
	w.await(t, 2*time.Minute, "the booth to open", func() bool {
		out, code := w.run(t, filepath.Join(w.program, "matchbooth-cli.exe"), "status", "--data", "登记 台")
		return code != 0 && strings.Contains(out, "The booth is open")
	})
}

func (w *wine) kiosk(t *testing.T) {
	all := w.links()
	at := slices.IndexFunc(all, func(link string) bool {
		data, _ := os.ReadFile(link)
		return bytes.Contains(data, wide("run --kiosk"))
	})
	if at < 0 {
		t.Fatalf("no link starts the kiosk: %q", all)
	}
	// What the link says, not the link: Wine goes by its old half, whose code page lacks the Chinese path ("Invalid name").
	wants(t, w.command("start", "/unix", filepath.Join(w.program, "matchbooth.exe"), "run", "--kiosk").Run())
	w.opened(t)
	if n := w.processes("count", "matchbooth.exe"); n != "2" {
		t.Errorf("%s processes instead of supervisor and interface", n)
	}
	wants(t, pause(w.ctx, 5*time.Second))
	w.picture(t, "kiosk")
	if got := w.processes("hold", "GLFW30"); got != "0x10009" {
		t.Errorf("a press that is held would become a right click: %s", got)
	}
}

// wide is a text as Windows keeps it.
func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func (w *wine) refuses(t *testing.T) {
	before, err := os.ReadFile(filepath.Join(w.program, "matchbooth-cli.exe"))
	wants(t, err)
	for what, do := range map[string]func(*testing.T) (string, int){"installing": w.setup, "removing": w.uninstall} {
		if out, code := do(t); code != 2 || !strings.Contains(out, "is running") {
			t.Errorf("%s beside a booth that runs: %d: %q", what, code, out)
		}
	}
	if after, err := os.ReadFile(filepath.Join(w.program, "matchbooth-cli.exe")); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was changed all the same: %v", err)
	}
	if n := len(w.links()); n != 5 {
		t.Errorf("%d links are left", n)
	}
	// The supervisor's end is the interface's.
	w.processes("end-parent", "matchbooth.exe")
	w.await(t, 20*time.Second, "the interface to end after its supervisor", func() bool { return w.processes("count", "matchbooth.exe") == "0" })
	if out, code := w.setup(t); code != 0 {
		t.Errorf("installing over it: %d: %s", code, out)
	}
	if n := len(w.links()); n != 5 {
		t.Errorf("%d links after installing twice", n)
	}
}

// booth starts a booth of its own in kiosk mode, as if it were a program of Unix, and waits for its first screen.
func (w *wine) booth(t *testing.T) *Kiosk {
	t.Helper()
	script := filepath.Join(t.TempDir(), "matchbooth")
	wine := w.command("")
	var env []string
	for _, e := range wine.Env {
		if strings.HasPrefix(e, "WINE") || strings.HasPrefix(e, "L") {
			name, value, _ := strings.Cut(e, "=")
			env = append(env, fmt.Sprintf("export %s='%s'\n", name, value))
		}
	}
	wants(t, os.WriteFile(script, []byte("#!/bin/sh\n"+strings.Join(env, "")+"exec wine '"+filepath.Join(w.program, "matchbooth.exe")+"' \"$@\"\n"), 0o700))
	k, err := NewKiosk(w.display, script, filepath.Join(t.TempDir(), "登记 台"), t.TempDir(), "zh")
	wants(t, err)
	k.env, k.work = nil, "" // folders of its own are Wine's to give; here it is on the drive that has all of Unix
	wants(t, k.Run(w.ctx))
	t.Cleanup(func() { w.processes("end-parent", "matchbooth.exe") })
	if _, err = k.Eyes.WaitFor(w.ctx, 2*time.Minute, "the first screen", func(Layout) bool { return true }); err != nil {
		t.Fatal(err)
	}
	return k
}

func (w *wine) visitor(t *testing.T) {
	const size = "1280x800"
	k := w.booth(t)
	pictures := filepath.Join(w.folder, "pictures")
	visit := Visit{Booth: k.Booth, Who: Touching("zh", size), Pictures: pictures, Say: func(s string) { t.Log(s) }}
	seen, err := visit.Walk(w.ctx)
	wants(t, err)
	_, err = k.On(w.ctx, 3*time.Minute, "attract")
	wants(t, err)

	wants(t, k.Eyes.Blink())
	begun := time.Now()
	if said := w.processes("end-child", "matchbooth.exe"); said != "1 ended" {
		t.Fatalf("ending the interface: %s", said)
	}
	_, err = k.On(w.ctx, time.Minute, "attract")
	wants(t, err)
	t.Logf("a new interface after %.1f s", time.Since(begun).Seconds())
	wants(t, pause(w.ctx, rested))

	k.gate(w.ctx, t, "attract")
	k.staff(w.ctx, t)
	l, _, err := k.Eyes.Now()
	wants(t, err)
	leave, ok := l.Target("staff.leave")
	if !ok {
		t.Fatalf("there is no way out on %s", l)
	}
	x, y := leave.Middle()
	wants(t, k.Hands.LongPress(w.ctx, Point{x, y}, 4*time.Second))
	if code, err := k.Wait(w.ctx, 30*time.Second); err != nil || code != 0 {
		t.Fatalf("left with %d, %v; it said: %s", code, err, k.Said())
	}
	if strings.Contains(k.Said(), bySoftware) {
		t.Errorf("the processor drew although OpenGL does: %s", k.Said())
	}
	reports, err := filepath.Glob(filepath.Join(k.folder, "crash", "*"))
	wants(t, err)
	if len(reports) != 1 || !strings.Contains(reports[0], "MB-11") {
		t.Errorf("reports of the one interface that was ended: %q", reports)
	}
	rows, err := k.Export(w.ctx)
	wants(t, err)
	_, err = visit.Who.Agrees(rows, seen)
	wants(t, err)
	wants(t, k.KeepsNothingReadable(visit.Who.Secrets()))
}

// box: whoever starts it from the menu has no console to read what is wrong in.
func (w *wine) box(t *testing.T) {
	// `start` gives it no handles, as the shell of Windows does.
	wants(t, w.command("start", "/unix", filepath.Join(w.program, "matchbooth.exe"), "run", "--dispaly", "2").Run())
	var window string
	w.await(t, 30*time.Second, "a box", func() bool {
		window, _ = (&Hands{display: w.display}).tool(w.ctx, "xdotool", "search", "--onlyvisible", "--name", "^Matchbooth$")
		return strings.TrimSpace(window) != ""
	})
	wants(t, pause(w.ctx, time.Second))
	w.picture(t, "box")
	if out, code := w.uninstall(t); code != 2 || !strings.Contains(out, "is running") {
		t.Errorf("removing while the box stands: %d: %q", code, out)
	}
	w.processes("end-parent", "matchbooth.exe")
}

// bySoftware is what the program logs when it turns to the drawing in software.
const bySoftware = "the processor does"

// graphics is what doctor finds of them.
func (w *wine) graphics(t *testing.T) (level, text string) {
	t.Helper()
	out, _ := w.run(t, filepath.Join(w.program, "matchbooth-cli.exe"), "doctor", "--data", "登记 台", "--json")
	var found []struct{ ID, Level, Text string }
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	at := slices.IndexFunc(found, func(f struct{ ID, Level, Text string }) bool { return f.ID == "gl" })
	if at < 0 {
		t.Fatalf("doctor says nothing of graphics: %s", out)
	}
	return found[at].Level, found[at].Text
}

// stop ends all of Wine: its desktop stays on the display that it began on.
func (w *wine) stop(t *testing.T) {
	t.Helper()
	for _, flag := range []string{"-k", "-w"} {
		server := w.display.command(w.ctx, "wineserver", flag)
		server.Env = append(server.Env, "WINEPREFIX="+filepath.Join(w.folder, "prefix"))
		_ = server.Run() // there may be none
	}
}

// soft: a display without GLX is to Wine what a computer without a graphics driver is to Windows.
func (w *wine) soft(t *testing.T) {
	library := filepath.Join(w.program, "soft", "opengl32.dll")
	if _, err := os.Stat(library); err != nil {
		t.Fatal(err) // MATCHBOOTH_NO_SOFT=1 makes no release that is tried
	}
	if level, text := w.graphics(t); level == "fault" || strings.Contains(text, "processor") {
		t.Errorf("with a driver doctor says %s, %s", level, text)
	}
	blind, err := openDisplay(w.ctx, "1280x800", "", "-extension", "GLX")
	wants(t, err)
	w.stop(t)
	sees := w.display
	// Wine takes its own library for Windows' even where another was loaded by its path; Windows does not.
	w.display, w.native = blind, ";opengl32=n,b"
	t.Cleanup(func() {
		w.processes("end-parent", "matchbooth.exe")
		w.stop(t)
		w.display, w.native = sees, ""
		blind.Close()
	})
	// Wine takes its time over the first window on another display, and doctor gives the trials 24 seconds.
	w.await(t, time.Minute, "doctor to say that the processor draws", func() bool {
		level, text := w.graphics(t)
		if level != "warning" {
			t.Errorf("without a driver doctor says %s, %s", level, text)
		}
		return strings.Contains(text, "Mesa")
	})

	// In a window: one process has another do it, and ends as that does.
	const cli = "matchbooth-cli.exe"
	cmd := w.command(filepath.Join(w.program, cli), "run", "--data", "登记 台")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	wants(t, cmd.Start())
	w.opened(t)
	w.await(t, time.Minute, "a window", func() bool {
		window, _ := (&Hands{display: w.display}).tool(w.ctx, "xdotool", "search", "--onlyvisible", "--name", "Matchbooth")
		return strings.TrimSpace(window) != ""
	})
	wants(t, pause(w.ctx, 5*time.Second))
	w.picture(t, "soft")
	if said := w.processes("end-child", cli); said != "1 ended" {
		t.Errorf("ending the process that draws: %s", said)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(said.String(), bySoftware) {
		t.Errorf("it ended with %d, as the one that draws did not, or said nothing of it: %s", code, &said)
	}

	// In kiosk mode the supervisor sees to it, for each interface anew.
	k := w.booth(t)
	visit := Visit{Booth: k.Booth, Who: Touching("zh", "1280x800"), Until: "form", Pictures: filepath.Join(w.folder, "pictures", "soft"), Say: func(s string) { t.Log(s) }}
	wants(t, os.MkdirAll(visit.Pictures, 0o755))
	_, err = visit.Walk(w.ctx)
	wants(t, err)
	wants(t, k.Eyes.Blink())
	if said := w.processes("end-child", "matchbooth.exe"); said != "1 ended" {
		t.Fatalf("ending the interface: %s", said)
	}
	_, err = k.On(w.ctx, 2*time.Minute, "attract")
	wants(t, err)
	w.processes("end-parent", "matchbooth.exe")
	_, err = k.Wait(w.ctx, 30*time.Second)
	wants(t, err)
	if n := strings.Count(k.Said(), bySoftware); n != 2 {
		t.Errorf("it turned to the processor %d times for two interfaces: %s", n, k.Said())
	}

	// Without what draws it stays as it was: the code, and an end.
	wants(t, os.Rename(library, library+".away"))
	out, code := w.run(t, filepath.Join(w.program, cli), "run", "--data", "登记 台")
	wants(t, os.Rename(library+".away", library))
	if code != 8 || !strings.Contains(out, "MB-42") {
		t.Errorf("without it: %d: %s", code, out)
	}
}

func (w *wine) removes(t *testing.T) {
	conf := filepath.Join(w.home, "AppData", "Roaming", "Matchbooth", "kiosk.conf")
	if out, code := w.uninstall(t); code != 0 {
		t.Fatalf("%d: %s", code, out)
	}
	// In its place it cannot take itself away.
	if left, _ := os.ReadDir(w.program); len(left) > 1 || len(left) == 1 && left[0].Name() != "uninstall.exe" {
		t.Errorf("left behind: %v", left)
	}
	if all := w.links(); len(all) != 0 {
		t.Errorf("links left behind: %q", all)
	}
	if left := w.entry(t); left != "" {
		t.Errorf("the entry is left: %s", left)
	}
	for _, path := range []string{filepath.Join(w.students, "登记 台", "booth.db"), conf} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("what is the booth's went too: %v", err)
		}
	}
}
