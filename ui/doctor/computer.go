package doctor

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"matchbooth/assets"
	"matchbooth/kiosk/host"
	"matchbooth/ui/work/hub"
)

// Computer is everything that the checks examine.
type Computer struct {
	OS   string // as in runtime.GOOS
	Root string // of /sys, /proc, /etc, /usr
	Data string // the data folder; it need not exist
	User int    // user ID; -1 if there is none

	Env   func(string) string
	Probe host.Probe // clock and disk space
	Font  func(bold bool) []byte
	Hold  func(context.Context) (release func(), said []string)

	Screens func(context.Context) (Screens, error) // of a reachable display
	Digital func() (touch bool, known bool)        // does the system itself report a touch screen? (Windows)
	Drawn   func(context.Context) int              // tries to draw a window: the exit code of that, as in kiosk/supervisor; nil: not tried
	// The same by the drawing in software that lies beside the program; nil: there is none, or it was asked for.
	DrawnSoft func(context.Context) int
	SoftGL    bool // it was asked for, and is there

	Adapter func() string                               // the graphics adapter's name, if the system tells it (Windows)
	Volume  func(dir string) (Volume, error)            // of an existing folder
	Sync    func(context.Context, string) (Pace, error) // writes a small file in a folder, and removes it
	Locked  func(dir string) (bool, error)              // is a booth on this folder open?
	Synced  func() (synced, known bool)                 // is the clock set from the network?
	Memory  func() (total, free uint64)                 // bytes; 0 when unknown
	Owner   func(os.FileInfo) (uid int, known bool)
	AskHub  func(context.Context, hub.Joined) error // is it there, and the same?
}

// Screens is what a display reported.
type Screens struct {
	Lit     []Screen
	DPI     int // that the session asks programs to use, 0 for none
	Touches int // number of touch devices known to the display; -1 if it cannot tell
	Dark    int // seconds until it goes dark by itself, 0 for never
}

// Screen is one of them.
type Screen struct {
	Name              string
	Width, Height     int // pixels
	MMWidth, MMHeight int // 0 when unknown
}

// Volume is the disk that a folder is on.
type Volume struct {
	Type      string // "ext4", "tmpfs", "nfs", "ntfs", …
	Device    string // "major:minor" (Linux), of the block device below; "" when there is none
	Options   string // mount options: "rw,nobarrier"
	Encrypted bool   // the file system itself encrypts this folder
	Removable bool   // as reported by the system (Windows)
}

// Pace is how long single writes took until the disk reported them as synced.
type Pace struct{ Median, Worst time.Duration }

// This returns the computer that we run on.
func This(data string) *Computer {
	c := &Computer{
		OS: runtime.GOOS, Root: "/", Data: data, User: os.Getuid(),
		Env: os.Getenv, Font: assets.Font, Hold: host.Hold,
		Sync:    pace,
		AskHub:  hub.Ask,
		Digital: func() (bool, bool) { return false, false },
		Adapter: func() string { return "" },
		Synced:  func() (bool, bool) { return false, false },
		Memory:  func() (uint64, uint64) { return 0, 0 },
		Owner:   func(os.FileInfo) (int, bool) { return 0, false },
	}
	c.system()
	return c
}

// read returns a small system file with surrounding white space trimmed; "" if it cannot be read.
func (c *Computer) read(name string) string {
	raw, err := os.ReadFile(filepath.Join(c.Root, name))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(raw))
}

// there reports whether a system file matches any of the patterns.
func (c *Computer) there(patterns ...string) bool {
	for _, p := range patterns {
		if found, _ := filepath.Glob(filepath.Join(c.Root, p)); len(found) > 0 {
			return true
		}
	}
	return false
}

// dir returns the data folder, or the nearest existing folder above it.
func (c *Computer) dir() string { return host.Existing(c.Data) }
