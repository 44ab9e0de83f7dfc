package doctor

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/kiosk/host"
	"matchbooth/ui/work/hub"
)

var shanghai = time.FixedZone("CST", 8*3600)

// tree adds files below root: a path and its content; "-> path" is a link to a path below root.
func tree(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		var err error
		if to, ok := strings.CutPrefix(content, "-> "); ok {
			err = os.Symlink(filepath.Join(root, to), at)
		} else {
			err = os.WriteFile(at, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sound is a computer with which nothing is wrong: a laptop with a touch screen, X alone, an
// encrypted disk. Its data folder is not made yet.
func sound(t *testing.T) *Computer {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("stands for a Linux computer, with folders of its own kind")
	}
	root := t.TempDir()
	tree(t, root, map[string]string{
		"usr/lib/x86_64-linux-gnu/libGL.so.1":       "",
		"usr/lib/x86_64-linux-gnu/libGLX_mesa.so.0": "",
		"sys/bus/pci/drivers/i915/bind":             "",
		"sys/class/drm/renderD128/device/driver":    "-> sys/bus/pci/drivers/i915",
		"dev/dri/renderD128":                        "",
		"proc/bus/input/devices":                    touchDevice,
		"proc/sys/kernel/sysrq":                     "0\n",
		"boot/grub/grub.cfg":                        "set superusers=\"admin\"\npassword_pbkdf2 admin grub.pbkdf2.sha512.10000.00\n",
		"proc/swaps":                                "Filename\tType\tSize\tUsed\tPriority\n/dev/zram0 partition 100 0 100\n",
		"proc/meminfo":                              "MemTotal:  8000000 kB\nMemFree: 1 kB\nMemAvailable:   4000000 kB\n",
		"proc/self/mountinfo":                       "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/mapper/root rw,errors=remount-ro\n",
		// a LUKS volume on the partition of a solid-state disk
		"sys/devices/pci/nvme0n1/removable":               "0",
		"sys/devices/pci/nvme0n1/queue/rotational":        "0",
		"sys/devices/pci/nvme0n1/nvme0n1p2/partition":     "2",
		"sys/devices/virtual/block/dm-0/dm/uuid":          "CRYPT-LUKS2-00ff-root",
		"sys/devices/virtual/block/dm-0/slaves/nvme0n1p2": "-> sys/devices/pci/nvme0n1/nvme0n1p2",
		"sys/dev/block/254:0":                             "-> sys/devices/virtual/block/dm-0",
		"sys/dev/block/259:2":                             "-> sys/devices/pci/nvme0n1/nvme0n1p2",
		"sys/class/block/dm-0":                            "-> sys/devices/virtual/block/dm-0",
		"sys/class/block/nvme0n1p2":                       "-> sys/devices/pci/nvme0n1/nvme0n1p2",
	})
	noon := time.Date(2027, 5, 21, 12, 0, 0, 0, shanghai)
	c := &Computer{
		OS: "linux", Root: root, User: 1000, Data: filepath.Join(t.TempDir(), "booth"),
		Env:  env("DISPLAY=:0"),
		Font: assets.Font,
		Probe: host.Probe{
			Now: func() time.Time { return noon }, Built: noon.AddDate(0, -2, 0),
			Space: func(string) (uint64, uint64, error) { return 50 << 30, 100 << 30, nil },
			Power: func() host.Battery { return host.Battery{} },
		},
		Hold: holds(),
		Screens: func(context.Context) (Screens, error) {
			return Screens{Lit: []Screen{{"eDP-1", 1920, 1080, 344, 193}}, Touches: 1}, nil
		},
		Digital: func() (bool, bool) { return false, false },
		Adapter: func() string { return "" },
		Sync:    keeps(3 * time.Millisecond),
		Locked:  func(string) (bool, error) { return false, nil },
		Synced:  func() (bool, bool) { return true, true },
		Owner:   func(os.FileInfo) (int, bool) { return 1000, true },
		AskHub:  func(context.Context, hub.Joined) error { panic("a booth without a hub asks nobody") },
	}
	c.Volume = func(dir string) (Volume, error) { return c.mount(dir) }
	c.Memory = c.meminfo
	return c
}

const touchDevice = `I: Bus=0018 Vendor=04f3 Product=2234 Version=0100
N: Name="ELAN Touchscreen"
P: Phys=i2c-ELAN
B: PROP=2
B: EV=1b
B: KEY=400 0 0 0 0 0
B: ABS=3273800000000003

`

func env(lines ...string) func(string) string {
	return func(name string) string {
		for _, l := range lines {
			if v, ok := strings.CutPrefix(l, name+"="); ok {
				return v
			}
		}
		return ""
	}
}

func holds(cannot ...string) func(context.Context) (func(), []string) {
	return func(context.Context) (func(), []string) { return func() {}, cannot }
}

func keeps(median time.Duration) func(context.Context, string) (Pace, error) {
	return func(context.Context, string) (Pace, error) { return Pace{median, 2 * median}, nil }
}

func lit(all ...Screen) func(context.Context) (Screens, error) {
	return func(context.Context) (Screens, error) { return Screens{Lit: all, Touches: 1}, nil }
}

// settings gives the data folder a booth's settings, as data keeps them.
func settings(t *testing.T, c *Computer, meta string) {
	t.Helper()
	line := `{"meta":` + meta + `,"booths":{}}`
	tree(t, c.Data, map[string]string{"event-key.age": "locked", "booth.settings": fmt.Sprintf("%s\n%x\n", line, sha256.Sum256([]byte(line)))})
}

// boothWith makes a practice booth of the computer's data folder, and does something with it.
func boothWith(t *testing.T, c *Computer, with func(*data.Store) error) {
	t.Helper()
	if err := data.CreatePractice(c.Data, "love-to-medicine-521", data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(c.Data, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if with != nil {
		err = with(s)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

const (
	toyKeyboard = "I: Bus=0003 Vendor=feed Product=0001 Version=0100\nN: Name=\"Toy keys\"\nP: Phys=usb-1.1/input0\nB: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe\n\n"
	toyMouse    = "I: Bus=0003 Vendor=feed Product=0001 Version=0100\nN: Name=\"Toy mouse\"\nP: Phys=usb-1.2/input1\nB: REL=903\nB: KEY=1f0000 0 0 0 0\n\n"
	toyScreen   = "I: Bus=0003 Vendor=0eef Product=0001 Version=0100\nN: Name=\"Toy screen\"\nP: Phys=usb-1.3/input0\nB: PROP=2\nB: ABS=3273800000000003\nB: KEY=400 0 0 0 10000000\n\n"
)

// plugged gives the computer input devices.
func plugged(devices ...string) func(*testing.T, *Computer) {
	return func(t *testing.T, c *Computer) {
		remove(t, c, "proc/bus")
		tree(t, c.Root, map[string]string{"proc/bus/input/devices": strings.Join(devices, "")})
	}
}

// ends is a trial that ends with this code.
func ends(code int) func(context.Context) int {
	return func(context.Context) int { return code }
}
