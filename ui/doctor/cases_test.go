package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/entry"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/work/hub"
)

// withHub makes a booth that has joined a hub, at which this is wrong.
func withHub(t *testing.T, c *Computer, wrong hub.Fault) {
	boothWith(t, c, func(s *data.Store) error {
		return hub.Join(t.Context(), s, hub.Joined{URL: "https://hub.example.org", Key: make([]byte, 32)})
	})
	c.AskHub = func(context.Context, hub.Joined) error {
		if wrong == "" {
			return nil
		}
		return hub.ErrHub{Fault: wrong, Err: errors.New("no")}
	}
}

// cases change one thing of a sound computer; want is what the check then finds: "" nothing,
// else "level key" joined by commas.
var cases = []struct {
	check, name string
	with        func(t *testing.T, c *Computer)
	want        string
}{
	{"passphrase", "no booth yet", nil, ""},
	{"passphrase", "an easy one", func(t *testing.T, c *Computer) { settings(t, c, `{"store.mode":"live","store.weak_passphrase":"1"}`) }, "warning passphrase.weak"},
	{"passphrase", "a good one", func(t *testing.T, c *Computer) { settings(t, c, `{"store.mode":"live"}`) }, "ok passphrase.good"},
	{"passphrase", "practice", func(t *testing.T, c *Computer) { settings(t, c, `{"store.mode":"practice"}`) }, ""},

	{"hub", "no booth yet", nil, ""},
	{"hub", "none was joined", func(t *testing.T, c *Computer) { boothWith(t, c, nil) }, ""},
	{"hub", "there", func(t *testing.T, c *Computer) { withHub(t, c, "") }, "ok hub.good"},
	{"hub", "gone", func(t *testing.T, c *Computer) { withHub(t, c, hub.Gone) }, "warning hub.gone"},
	{"hub", "something else there", func(t *testing.T, c *Computer) { withHub(t, c, hub.Foreign) }, "warning hub.foreign"},
	{"hub", "its certificate", func(t *testing.T, c *Computer) { withHub(t, c, hub.Cert) }, "warning hub.cert"},
	{"hub", "another", func(t *testing.T, c *Computer) { withHub(t, c, hub.Other) }, "warning hub.other"},
	{"hub", "it refused some", func(t *testing.T, c *Computer) {
		withHub(t, c, "")
		book, err := athub.Open(c.Data, entry.BoothID(make([]byte, 32)))
		if err == nil {
			err = book.Note(athub.Answer{Refused: []athub.Refusal{{Entry: &entry.Entry{}, Code: "booth"}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}, "warning hub.refused"},

	{"pack", "no booth yet", nil, ""},
	{"pack", "the built-in event", func(t *testing.T, c *Computer) { boothWith(t, c, nil) }, "ok pack.good"},
	{"pack", "its own, gone", func(t *testing.T, c *Computer) {
		boothWith(t, c, func(s *data.Store) error { return s.SetMeta("pack_digest", strings.Repeat("7", 64)) })
	}, "fault pack.gone"},
	{"pack", "its own, changed", func(t *testing.T, c *Computer) {
		boothWith(t, c, func(s *data.Store) error {
			return errors.Join(s.SetMeta("pack_digest", strings.Repeat("7", 64)), os.CopyFS(filepath.Join(c.Data, "pack"), assets.Event()))
		})
	}, "fault pack.changed"},
	{"pack", "changed at another booth, and both versions elsewhere", func(t *testing.T, c *Computer) {
		boothWith(t, c, func(s *data.Store) error {
			key, _, err := s.TryPassphrase(t.Context(), []byte("practice"))
			if err != nil {
				return err
			}
			desk, err := s.DeskOf(key)
			if err != nil {
				return err
			}
			defer desk.Close()
			err = s.ChangePack(t.Context(), desk, data.PackChange{Digest: strings.Repeat("2", 64), Prev: strings.Repeat("1", 64), Zip: []byte("b"), PrevZip: []byte("a")})
			return errors.Join(err, os.RemoveAll(filepath.Join(c.Data, "packs")))
		})
	}, "warning pack.lacks, warning pack.lost"},

	{"display", "a laptop's", nil, "ok display.good"},
	{"display", "no variable", func(t *testing.T, c *Computer) { c.Env = env() }, "fault display.none"},
	{"display", "Wayland alone", func(t *testing.T, c *Computer) { c.Env = env("WAYLAND_DISPLAY=wayland-0") }, "fault display.xwayland"},
	{"display", "does not answer", func(t *testing.T, c *Computer) {
		c.Screens = func(context.Context) (Screens, error) { return Screens{}, errors.New("refused") }
	}, "fault display.unreachable"},
	{"display", "nothing lit", func(t *testing.T, c *Computer) { c.Screens = lit() }, "fault display.off"},
	{"display", "a small panel", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"VGA-1", 1024, 600, 0, 0}) }, "ok display.lowered"},
	{"display", "too small", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"VGA-1", 640, 400, 0, 0}) }, "warning display.small"},
	{"display", "an eight-inch panel", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"DSI-1", 1280, 800, 172, 107}) }, "ok display.lowered"},
	{"display", "upright totem", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"HDMI-1", 1080, 1920, 0, 0}) }, "ok display.good"},
	{"display", "smallest of the four sizes", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"HDMI-1", 1280, 800, 0, 0}) }, "ok display.good"},
	{"display", "a dense screen", func(t *testing.T, c *Computer) { c.Screens = lit(Screen{"eDP-1", 1920, 1080, 200, 112}) }, "ok display.lowered"},
	{"display", "a dense screen, told not to", func(t *testing.T, c *Computer) {
		c.Screens, c.Env = lit(Screen{"eDP-1", 1920, 1080, 200, 112}), env("DISPLAY=:0", "FYNE_DISABLE_DPI_DETECTION=1")
	}, "ok display.good"},
	{"display", "a scale asked for", func(t *testing.T, c *Computer) { c.Env = env("DISPLAY=:0", "FYNE_SCALE=2") }, "ok display.lowered"},
	{"display", "two", func(t *testing.T, c *Computer) {
		c.Screens = lit(Screen{"eDP-1", 1920, 1080, 0, 0}, Screen{"HDMI-1", 1920, 1080, 0, 0})
	}, "ok display.good, ok display.good, warning display.many"},
	{"display", "a system that cannot be asked", func(t *testing.T, c *Computer) {
		c.OS, c.Screens = "plan9", func(context.Context) (Screens, error) { return Screens{}, errors.ErrUnsupported }
	}, ""},

	{"session", "X alone", nil, "ok session.bare"},
	{"session", "a desktop on X", func(t *testing.T, c *Computer) { c.Env = env("DISPLAY=:0", "XDG_CURRENT_DESKTOP=XFCE") }, "warning session.desktop"},
	{"session", "a desktop on Wayland", func(t *testing.T, c *Computer) {
		c.Env = env("DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0", "XDG_CURRENT_DESKTOP=GNOME")
	}, "warning session.wayland"},
	{"session", "cage", func(t *testing.T, c *Computer) { c.Env = env("DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0") }, "ok session.compositor"},
	{"session", "none", func(t *testing.T, c *Computer) { c.Env = env() }, ""},
	{"session", "Windows", func(t *testing.T, c *Computer) { c.OS = "windows" }, ""},

	{"gl", "a chip", nil, "ok gl.good"},
	{"gl", "no library", func(t *testing.T, c *Computer) { remove(t, c, "usr/lib/x86_64-linux-gnu/libGL.so.1") }, "fault gl.none"},
	{"gl", "no driver", func(t *testing.T, c *Computer) { remove(t, c, "usr/lib/x86_64-linux-gnu/libGLX_mesa.so.0") }, "fault gl.nodriver"},
	{"gl", "no chip", func(t *testing.T, c *Computer) { remove(t, c, "sys/class/drm") }, "warning gl.software"},
	{"gl", "no device file", func(t *testing.T, c *Computer) { remove(t, c, "dev/dri") }, "warning gl.software"},
	{"gl", "a trial that draws", func(t *testing.T, c *Computer) { c.Drawn = ends(0) }, "ok gl.good"},
	{"gl", "a trial that nobody can make", func(t *testing.T, c *Computer) { c.Drawn = ends(-1) }, "ok gl.good"},
	{"gl", "a trial that draws nothing", func(t *testing.T, c *Computer) {
		c.Drawn = ends(supervisor.ExitNoGraphics)
	}, "fault gl.undrawn"},
	{"gl", "an adapter of another name that draws nothing", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "VirtualBox Graphics Adapter (WDDM)" }
		c.Drawn = ends(supervisor.ExitNoGraphics)
	}, "fault gl.undrawn"},
	{"gl", "software asked for", func(t *testing.T, c *Computer) { c.Env = env("LIBGL_ALWAYS_SOFTWARE=1") }, "warning gl.forced"},
	{"gl", "software not asked for", func(t *testing.T, c *Computer) { c.Env = env("LIBGL_ALWAYS_SOFTWARE=0", "GALLIUM_DRIVER=iris") }, "ok gl.good"},
	{"gl", "llvmpipe asked for", func(t *testing.T, c *Computer) { c.Env = env("GALLIUM_DRIVER=llvmpipe") }, "warning gl.forced"},
	{"gl", "NVIDIA", func(t *testing.T, c *Computer) {
		remove(t, c, "sys/class/drm")
		tree(t, c.Root, map[string]string{"usr/lib64/libGLX_nvidia.so.0": "", "dev/nvidia0": ""})
	}, "ok gl.good"},
	{"gl", "Windows with a driver", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Intel(R) UHD Graphics 620" }
	}, "ok gl.good"},
	{"gl", "Windows without a driver", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Microsoft Basic Display Adapter" }
	}, "fault gl.basic"},
	{"gl", "Windows far away", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Microsoft Remote Display Adapter" }
	}, "fault gl.basic"},
	{"gl", "Windows without a driver, with another drawing", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Microsoft Basic Display Adapter" }
		c.Drawn, c.DrawnSoft = ends(supervisor.ExitNoGraphics), ends(0)
	}, "warning gl.soft"},
	{"gl", "an adapter of another name, with another drawing", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "VirtualBox Graphics Adapter (WDDM)" }
		c.Drawn, c.DrawnSoft = ends(supervisor.ExitNoGraphics), ends(0)
	}, "warning gl.soft"},
	{"gl", "Windows without a driver, where the other does not draw either", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Microsoft Basic Display Adapter" }
		c.Drawn, c.DrawnSoft = ends(supervisor.ExitNoGraphics), ends(supervisor.ExitNoGraphics)
	}, "fault gl.basic"},
	{"gl", "an adapter of another name, where the other does not draw either", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "VirtualBox Graphics Adapter (WDDM)" }
		c.Drawn, c.DrawnSoft = ends(supervisor.ExitNoGraphics), ends(-1)
	}, "fault gl.undrawn"},
	{"gl", "Windows with a driver, and another drawing that nobody needs", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter = "windows", func() string { return "Intel(R) UHD Graphics 620" }
		c.Drawn, c.DrawnSoft = ends(0), func(context.Context) int { t.Error("it was tried"); return 0 }
	}, "ok gl.good"},
	{"gl", "Windows, where the other drawing was asked for", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter, c.SoftGL, c.Drawn = "windows", func() string { return "Microsoft Basic Display Adapter" }, true, ends(0)
	}, "warning gl.forced"},
	{"gl", "Windows, where the other drawing was asked for in vain", func(t *testing.T, c *Computer) {
		c.OS, c.Adapter, c.SoftGL, c.Drawn = "windows", func() string { return "Microsoft Basic Display Adapter" }, true, ends(supervisor.ExitNoGraphics)
	}, "fault gl.undrawn"},
	{"gl", "Windows that does not say", func(t *testing.T, c *Computer) { c.OS = "windows" }, "warning gl.unknown"},

	{"touch", "a touch screen", nil, "ok touch.good"},
	{"touch", "none", func(t *testing.T, c *Computer) {
		remove(t, c, "proc/bus")
		c.Screens = func(context.Context) (Screens, error) { return Screens{}, nil }
	}, "warning touch.none"},
	{"touch", "the display sees none", func(t *testing.T, c *Computer) {
		c.Screens = func(context.Context) (Screens, error) { return Screens{}, nil }
	}, "warning touch.unseen"},
	{"touch", "the display cannot tell", func(t *testing.T, c *Computer) {
		c.Screens = func(context.Context) (Screens, error) { return Screens{Touches: -1}, nil }
	}, "ok touch.good"},
	{"touch", "only the display sees one", func(t *testing.T, c *Computer) { remove(t, c, "proc/bus") }, "ok touch.display"},
	{"touch", "Windows with", func(t *testing.T, c *Computer) { c.Digital = func() (bool, bool) { return true, true } }, "ok touch.windows"},
	{"touch", "Windows without", func(t *testing.T, c *Computer) { c.Digital = func() (bool, bool) { return false, true } }, "warning touch.none"},

	{"input", "a touch screen that is built in", nil, "ok input.good"},
	{"input", "a keyboard and a mouse", plugged(toyKeyboard, toyMouse), "ok input.good"},
	{"input", "both in one node", plugged("I: Bus=0003 Vendor=feed Product=0001 Version=0100\nN: Name=\"Toy\"\nP: Phys=usb-1.1/input0\nB: REL=3\nB: KEY=10000 0 0 0 7ffffffffffffffe\n\n"), "warning input.both"},
	{"input", "both in one plug", plugged(strings.ReplaceAll(toyKeyboard, "usb-1.1/", "usb-1.2/"), toyMouse), "warning input.both"},
	{"input", "a mouse with a few keys", plugged("I: Bus=0005 Vendor=feed Product=0001 Version=0100\nN: Name=\"Toy\"\nP: Phys=aa:bb\nB: REL=3\nB: KEY=10000 0 0 0 10000000\n\n"), "warning input.both"},
	{"input", "both, and deaf", func(t *testing.T, c *Computer) {
		plugged(strings.ReplaceAll(toyKeyboard, "usb-1.1/", "usb-1.2/"), toyMouse)(t, c)
		tree(t, c.Root, map[string]string{"etc/udev/rules.d/61-matchbooth-keyboards.rules": ""})
	}, "ok input.deaf"},
	{"input", "built in, both", plugged("I: Bus=0011 Vendor=0001 Product=0001 Version=0100\nN: Name=\"Laptop\"\nP: Phys=isa0060/serio0\nB: REL=3\nB: KEY=10000 0 0 0 7ffffffffffffffe\n\n"), "ok input.good"},
	{"input", "a touch screen with keys", plugged(toyScreen), "warning input.touch"},
	{"input", "a touch screen with keys that is kept", func(t *testing.T, c *Computer) {
		plugged(toyScreen)(t, c)
		tree(t, c.Root, map[string]string{"etc/udev/rules.d/61-matchbooth-keyboards.rules": `ENV{ID_VENDOR_ID}=="0eef", GOTO="end"`})
	}, "ok input.deaf"},
	{"input", "Windows", func(t *testing.T, c *Computer) { c.OS = "windows" }, ""},

	{"boot", "a password", nil, "ok boot.good"},
	{"boot", "no password", func(t *testing.T, c *Computer) {
		remove(t, c, "boot")
		tree(t, c.Root, map[string]string{"boot/grub/grub.cfg": "menuentry 'Debian' {\n}\n"})
	}, "warning boot.open"},
	{"boot", "a user without a password", func(t *testing.T, c *Computer) {
		remove(t, c, "boot")
		tree(t, c.Root, map[string]string{"boot/grub/grub.cfg": "set superusers=\"admin\"\n"})
	}, "warning boot.open"},
	{"boot", "systemd-boot", func(t *testing.T, c *Computer) {
		remove(t, c, "boot")
		tree(t, c.Root, map[string]string{"boot/efi/loader/loader.conf": "timeout 3\neditor no\n"})
	}, "ok boot.good"},
	{"boot", "systemd-boot as it comes", func(t *testing.T, c *Computer) {
		remove(t, c, "boot")
		tree(t, c.Root, map[string]string{"boot/efi/loader/loader.conf": "timeout 3\n#editor no\n"})
	}, "warning boot.open"},
	{"boot", "nothing to be seen", func(t *testing.T, c *Computer) { remove(t, c, "boot") }, "warning boot.unknown"},
	{"boot", "SysRq", func(t *testing.T, c *Computer) {
		remove(t, c, "proc/sys/kernel/sysrq")
		tree(t, c.Root, map[string]string{"proc/sys/kernel/sysrq": "438\n"})
	}, "ok boot.good, warning boot.sysrq"},
	{"boot", "Windows", func(t *testing.T, c *Computer) { c.OS = "windows" }, ""},

	{"fonts", "built in", nil, "ok fonts.good"},
	{"fonts", "damaged", func(t *testing.T, c *Computer) {
		c.Font = func(bold bool) []byte { return []byte("no font") }
	}, "fault fonts.broken"},
	{"fonts", "the bold one cut short", func(t *testing.T, c *Computer) {
		whole := c.Font
		c.Font = func(bold bool) []byte {
			if bold {
				return whole(bold)[:1000]
			}
			return whole(bold)
		}
	}, "fault fonts.broken"},

	{"power", "no battery", nil, "ok power.mains"},
	{"power", "plugged in", func(t *testing.T, c *Computer) { battery(c, true, 3) }, "ok power.charging"},
	{"power", "not plugged in", func(t *testing.T, c *Computer) { battery(c, false, 90) }, "warning power.battery"},
	{"power", "nearly empty", func(t *testing.T, c *Computer) { battery(c, false, 5) }, "fault power.empty"},

	{"sleep", "all held", nil, "ok sleep.good"},
	{"sleep", "held, and dark afterwards", func(t *testing.T, c *Computer) {
		c.Screens = func(context.Context) (Screens, error) { return Screens{Dark: 601}, nil }
	}, "ok sleep.held"},
	{"sleep", "the screen cannot be held", func(t *testing.T, c *Computer) { c.Hold = holds(host.NoScreen) }, "warning sleep.screen"},
	{"sleep", "nobody sends it to sleep", func(t *testing.T, c *Computer) { c.Hold = holds(host.NoSleep) }, "ok sleep.nobody"},
	{"sleep", "a desktop may", func(t *testing.T, c *Computer) {
		c.Hold, c.Env = holds(host.NoSleep), env("XDG_CURRENT_DESKTOP=KDE")
	}, "warning sleep.system"},
	{"sleep", "Windows that refuses", func(t *testing.T, c *Computer) { c.OS, c.Hold = "windows", holds(host.NoScreen, host.NoSleep) }, "warning sleep.screen, warning sleep.system"},
	{"sleep", "logind does", func(t *testing.T, c *Computer) {
		c.Hold = holds(host.NoSleep)
		tree(t, c.Root, map[string]string{"etc/systemd/logind.conf": "[Login]\n#IdleAction=ignore\nIdleAction=suspend\n"})
	}, "warning sleep.idle"},
	{"sleep", "a drop-in says no", func(t *testing.T, c *Computer) {
		c.Hold = holds(host.NoSleep)
		tree(t, c.Root, map[string]string{
			"etc/systemd/logind.conf":                  "[Login]\nIdleAction=suspend\n",
			"usr/lib/systemd/logind.conf.d/50-no.conf": "[Login]\nIdleAction=ignore\n",
		})
	}, "ok sleep.nobody"},
	{"sleep", "the drop-in in /etc counts", func(t *testing.T, c *Computer) {
		c.Hold = holds(host.NoSleep)
		tree(t, c.Root, map[string]string{
			"etc/systemd/logind.conf.d/50-no.conf":     "[Login]\nIdleAction=hibernate\n",
			"usr/lib/systemd/logind.conf.d/50-no.conf": "[Login]\nIdleAction=ignore\n",
		})
	}, "warning sleep.idle"},
	{"sleep", "another section", func(t *testing.T, c *Computer) {
		c.Hold = holds(host.NoSleep)
		tree(t, c.Root, map[string]string{"etc/systemd/logind.conf": "[Other]\nIdleAction=suspend\n"})
	}, "ok sleep.nobody"},
	{"sleep", "the lid", func(t *testing.T, c *Computer) { c.Hold = holds(host.NoLid) }, "warning sleep.lid"},
	{"sleep", "the lid that is ignored", func(t *testing.T, c *Computer) {
		c.Hold = holds(host.NoLid)
		tree(t, c.Root, map[string]string{"etc/systemd/logind.conf": "[Login]\nHandleLidSwitch = ignore\n"})
	}, "ok sleep.good"},

	{"folder", "not made yet", nil, "ok folder.missing"},
	{"folder", "empty", func(t *testing.T, c *Computer) { mkdir(t, c, 0o700) }, "ok folder.empty"},
	{"folder", "a booth", booth, "ok folder.good"},
	{"folder", "with signed keys", func(t *testing.T, c *Computer) { booth(t, c); keys(t, c, signedKeys(t)) }, "ok folder.good"},
	{"folder", "with keys from before there were signatures", func(t *testing.T, c *Computer) {
		booth(t, c)
		keys(t, c, unsigned(t, signedKeys(t)))
	}, "warning folder.unsigned"},
	{"folder", "with keys that were changed", func(t *testing.T, c *Computer) {
		booth(t, c)
		keys(t, c, strings.Replace(signedKeys(t), "serial = 1", "serial = 2", 1))
	}, "fault folder.keys"},
	{"folder", "with other things in it", func(t *testing.T, c *Computer) { tree(t, c.Data, map[string]string{"a.jpg": ""}) }, "fault folder.foreign"},
	{"folder", "somebody else's", func(t *testing.T, c *Computer) { booth(t, c); c.User = 1001 }, "fault folder.owner"},
	{"folder", "others may write", func(t *testing.T, c *Computer) { mkdir(t, c, 0o777) }, "fault folder.open"},
	{"folder", "the group may write", func(t *testing.T, c *Computer) { mkdir(t, c, 0o770) }, "fault folder.open"},
	{"folder", "others may look", func(t *testing.T, c *Computer) { mkdir(t, c, 0o755) }, "warning folder.readable"},
	{"folder", "root", func(t *testing.T, c *Computer) {
		booth(t, c)
		c.User, c.Owner = 0, func(os.FileInfo) (int, bool) { return 0, true }
	}, "warning folder.root"},
	{"folder", "where owners are unknown", func(t *testing.T, c *Computer) {
		mkdir(t, c, 0o777)
		c.Owner = func(os.FileInfo) (int, bool) { return 0, false }
	}, "ok folder.empty"},

	{"instance", "no booth", nil, "ok instance.none"},
	{"instance", "closed", booth, "ok instance.none"},
	{"instance", "open", func(t *testing.T, c *Computer) {
		booth(t, c)
		c.Locked = func(string) (bool, error) { return true, nil }
	}, "warning instance.open"},
	{"instance", "cannot be asked", func(t *testing.T, c *Computer) {
		booth(t, c)
		c.Locked = func(string) (bool, error) { return false, os.ErrPermission }
	}, "warning instance.unknown"},

	{"place", "built in", nil, "ok place.good"},
	{"place", "OneDrive by its variable", func(t *testing.T, c *Computer) { c.Env = env("OneDrive=" + filepath.Dir(c.Data)) }, "fault place.synced"},
	{"place", "another folder is OneDrive's", func(t *testing.T, c *Computer) { c.Env = env("OneDrive=" + c.Data + "X") }, "ok place.good"},
	{"place", "OneDrive of a university", func(t *testing.T, c *Computer) { c.Data = "/home/a/OneDrive - Some University/booth" }, "fault place.synced"},
	{"place", "Dropbox", func(t *testing.T, c *Computer) { c.Data = "/home/a/Dropbox (Personal)/x/booth" }, "fault place.synced"},
	{"place", "坚果云", func(t *testing.T, c *Computer) { c.Data = "/home/a/坚果云/booth" }, "fault place.synced"},
	{"place", "a name that only begins so", func(t *testing.T, c *Computer) { c.Data = "/home/a/dropboxes/booth" }, "ok place.good"},
	{"place", "Syncthing by its mark", func(t *testing.T, c *Computer) {
		tree(t, filepath.Dir(c.Data), map[string]string{".stfolder/x": ""})
	}, "fault place.synced"},
	{"place", "a stick", func(t *testing.T, c *Computer) {
		tree(t, c.Root, map[string]string{
			"sys/devices/pci/usb1/1-2/block/sda/sda1/partition": "1",
			"sys/dev/block/8:1": "-> sys/devices/pci/usb1/1-2/block/sda/sda1",
		})
		mounted(t, c, "8:1", "ext4", "rw")
	}, "warning place.stick"},
	{"place", "a removable disk", func(t *testing.T, c *Computer) {
		tree(t, c.Root, map[string]string{
			"sys/devices/x/sdb/removable": "1", "sys/devices/x/sdb/sdb1/partition": "1", "sys/dev/block/8:17": "-> sys/devices/x/sdb/sdb1",
		})
		mounted(t, c, "8:17", "ext4", "rw")
	}, "warning place.stick"},
	{"place", "a card", func(t *testing.T, c *Computer) { card(t, c, "SD") }, "warning place.stick"},
	{"place", "a tablet's own memory", func(t *testing.T, c *Computer) { card(t, c, "MMC") }, "ok place.good"},
	{"place", "a stick of Windows", func(t *testing.T, c *Computer) {
		c.Volume = func(string) (Volume, error) { return Volume{Removable: true}, nil }
	}, "warning place.stick"},
	{"place", "unknown", func(t *testing.T, c *Computer) { remove(t, c, "proc/self") }, "warning place.unknown"},

	{"disk", "half empty", nil, "ok disk.good"},
	{"disk", "low", func(t *testing.T, c *Computer) { free(c, 400<<20) }, "warning disk.low"},
	{"disk", "full", func(t *testing.T, c *Computer) { free(c, 1<<20) }, "fault disk.full"},
	{"disk", "does not say", func(t *testing.T, c *Computer) {
		c.Probe.Space = func(string) (uint64, uint64, error) { return 0, 0, errors.New("no") }
	}, "warning disk.unknown"},
	{"disk", "read-only", func(t *testing.T, c *Computer) { mounted(t, c, "254:0", "ext4", "ro,relatime") }, "fault disk.readonly"},
	{"disk", "read-write after errors", func(t *testing.T, c *Computer) { mounted(t, c, "254:0", "ext4", "rw,errors=remount-ro") }, "ok disk.good"},

	{"writing", "quick", nil, "ok writing.good"},
	{"writing", "slow", func(t *testing.T, c *Computer) { c.Sync = keeps(200 * time.Millisecond) }, "warning writing.slow"},
	{"writing", "quick with a hiccup", func(t *testing.T, c *Computer) {
		c.Sync = func(context.Context, string) (Pace, error) { return Pace{time.Millisecond, 3 * time.Second}, nil }
	}, "warning writing.slow"},
	{"writing", "failing", func(t *testing.T, c *Computer) { c.Sync = keeps(3 * time.Second) }, "fault writing.dead"},
	{"writing", "refused", func(t *testing.T, c *Computer) {
		c.Sync = func(context.Context, string) (Pace, error) { return Pace{}, os.ErrPermission }
	}, "fault writing.failed"},

	{"fsync", "a real disk", nil, "ok fsync.good"},
	{"fsync", "memory", func(t *testing.T, c *Computer) { mounted(t, c, "0:25", "tmpfs", "rw") }, "fault fsync.memory"},
	{"fsync", "a server", func(t *testing.T, c *Computer) { mounted(t, c, "0:25", "nfs4", "rw") }, "fault fsync.network"},
	{"fsync", "a shared folder", func(t *testing.T, c *Computer) { mounted(t, c, "0:25", "fuse.sshfs", "rw") }, "fault fsync.network"},
	{"fsync", "a live system", func(t *testing.T, c *Computer) { mounted(t, c, "0:25", "overlay", "rw") }, "warning fsync.overlay"},
	{"fsync", "a stick's file system", func(t *testing.T, c *Computer) { mounted(t, c, "254:0", "vfat", "rw") }, "warning fsync.stick"},
	{"fsync", "Windows names it in capitals", func(t *testing.T, c *Computer) {
		c.Volume = func(string) (Volume, error) { return Volume{Type: "exFAT"}, nil }
	}, "warning fsync.stick"},
	{"fsync", "no barriers", func(t *testing.T, c *Computer) { mounted(t, c, "254:0", "ext4", "rw,nobarrier") }, "fault fsync.barrier"},
	{"fsync", "eatmydata", func(t *testing.T, c *Computer) { c.Env = env("LD_PRELOAD=/usr/lib/libeatmydata.so") }, "fault fsync.eatmydata"},
	{"fsync", "too fast", func(t *testing.T, c *Computer) { c.Sync = keeps(10 * time.Microsecond) }, "warning fsync.fast"},
	{"fsync", "fast enough for flash", func(t *testing.T, c *Computer) { c.Sync = keeps(60 * time.Microsecond) }, "ok fsync.good"},
	{"fsync", "too fast for a plate", func(t *testing.T, c *Computer) { plate(t, c, "sda"); c.Sync = keeps(60 * time.Microsecond) }, "warning fsync.fast"},
	{"fsync", "a plate", func(t *testing.T, c *Computer) { plate(t, c, "sda"); c.Sync = keeps(8 * time.Millisecond) }, "ok fsync.good"},
	{"fsync", "a virtual disk says it turns", func(t *testing.T, c *Computer) { plate(t, c, "vda"); c.Sync = keeps(60 * time.Microsecond) }, "ok fsync.good"},
	{"fsync", "a virtual disk that lies", func(t *testing.T, c *Computer) { plate(t, c, "vda"); c.Sync = keeps(9 * time.Microsecond) }, "warning fsync.fast"},
	{"fsync", "unknown", func(t *testing.T, c *Computer) { remove(t, c, "proc/self") }, "warning fsync.unknown"},

	{"encryption", "LUKS", nil, "ok encryption.good"},
	{"encryption", "none", func(t *testing.T, c *Computer) { mounted(t, c, "259:2", "ext4", "rw") }, "warning encryption.none"},
	{"encryption", "LVM on LUKS", func(t *testing.T, c *Computer) {
		tree(t, c.Root, map[string]string{
			"sys/devices/virtual/block/dm-1/dm/uuid":     "LVM-abc",
			"sys/devices/virtual/block/dm-1/slaves/dm-0": "-> sys/devices/virtual/block/dm-0",
			"sys/dev/block/254:1":                        "-> sys/devices/virtual/block/dm-1",
		})
		mounted(t, c, "254:1", "ext4", "rw")
	}, "ok encryption.good"},
	{"encryption", "half of a stripe", func(t *testing.T, c *Computer) {
		tree(t, c.Root, map[string]string{
			"sys/devices/virtual/block/dm-1/dm/uuid":          "LVM-abc",
			"sys/devices/virtual/block/dm-1/slaves/dm-0":      "-> sys/devices/virtual/block/dm-0",
			"sys/devices/virtual/block/dm-1/slaves/nvme0n1p2": "-> sys/devices/pci/nvme0n1/nvme0n1p2",
			"sys/dev/block/254:1":                             "-> sys/devices/virtual/block/dm-1",
		})
		mounted(t, c, "254:1", "ext4", "rw")
	}, "warning encryption.none"},
	{"encryption", "Btrfs on LUKS", func(t *testing.T, c *Computer) {
		tree(t, c.Root, map[string]string{"dev/dm-0": "", "dev/mapper/root": "-> dev/dm-0", "sys/devices/virtual/block/dm-0/dev": "254:0\n"})
		mounted(t, c, "0:33", "btrfs", "rw")
	}, "ok encryption.good"},
	{"encryption", "fscrypt", func(t *testing.T, c *Computer) {
		c.Volume = func(string) (Volume, error) { return Volume{Type: "ext4", Device: "259:2", Encrypted: true}, nil }
	}, "ok encryption.good"},
	{"encryption", "eCryptfs", func(t *testing.T, c *Computer) { mounted(t, c, "0:30", "ecryptfs", "rw") }, "ok encryption.good"},
	{"encryption", "a container", func(t *testing.T, c *Computer) { mounted(t, c, "0:30", "overlay", "rw") }, "warning encryption.unknown"},
	{"encryption", "unknown", func(t *testing.T, c *Computer) { remove(t, c, "proc/self") }, "warning encryption.unknown"},
	{"encryption", "Windows", func(t *testing.T, c *Computer) { c.OS = "windows" }, "warning encryption.windows"},

	{"cards", "none", nil, ""},
	{"cards", "well mounted", func(t *testing.T, c *Computer) {
		mountedAlso(t, c, "31 22 8:1 / /media/card rw,nosuid,nodev,noexec,relatime,nosymfollow - vfat /dev/sda1 rw\n")
	}, "ok cards.good"},
	{"cards", "as a desktop mounts them", func(t *testing.T, c *Computer) {
		mountedAlso(t, c, "31 22 8:1 / /run/media/lin/My\\040card rw,nosuid,nodev,relatime - ext4 /dev/sda1 rw\n")
	}, "warning cards.open"},
	{"cards", "one of two", func(t *testing.T, c *Computer) {
		mountedAlso(t, c, "31 22 8:1 / /media/a rw,nosuid,nodev,noexec,nosymfollow - vfat /dev/sda1 rw\n32 22 8:17 / /mnt/b rw - ext4 /dev/sdb1 rw\n")
	}, "warning cards.open"},
	{"swap", "compressed memory", nil, "ok swap.good"},
	{"swap", "none", func(t *testing.T, c *Computer) { swaps(t, c, "") }, "ok swap.none"},
	{"swap", "an open partition", func(t *testing.T, c *Computer) { swaps(t, c, "/dev/nvme0n1p2") }, "warning swap.open"},
	{"swap", "an encrypted one", func(t *testing.T, c *Computer) { swaps(t, c, "/dev/dm-0") }, "ok swap.good"},
	{"swap", "one of each", func(t *testing.T, c *Computer) { swaps(t, c, "/dev/dm-0", "/dev/nvme0n1p2") }, "warning swap.open"},
	{"swap", "a device that is not known", func(t *testing.T, c *Computer) { swaps(t, c, "/dev/sdz9") }, "warning swap.open"},
	{"swap", "a file on an encrypted disk", func(t *testing.T, c *Computer) { swaps(t, c, "/swapfile") }, "ok swap.good"},
	{"swap", "a file on an open disk", func(t *testing.T, c *Computer) {
		mounted(t, c, "259:2", "ext4", "rw")
		swaps(t, c, "/swapfile")
	}, "warning swap.open"},
	{"swap", "Windows", func(t *testing.T, c *Computer) { c.OS = "windows" }, ""},

	{"memory", "enough", nil, "ok memory.good"},
	{"memory", "little", func(t *testing.T, c *Computer) { c.Memory = func() (uint64, uint64) { return 2 << 30, 400 << 20 } }, "warning memory.low"},
	{"memory", "hardly any", func(t *testing.T, c *Computer) { c.Memory = func() (uint64, uint64) { return 1 << 30, 100 << 20 } }, "fault memory.none"},
	{"memory", "unknown", func(t *testing.T, c *Computer) { c.Memory = func() (uint64, uint64) { return 0, 0 } }, ""},

	{"clock", "right", nil, "ok clock.good"},
	{"clock", "without a network", func(t *testing.T, c *Computer) { c.Synced = func() (bool, bool) { return false, true } }, "ok clock.alone"},
	{"clock", "a system that does not tell", func(t *testing.T, c *Computer) { c.Synced = func() (bool, bool) { return false, false } }, "ok clock.plausible"},
	{"clock", "1970", func(t *testing.T, c *Computer) { at(c, time.Unix(3600, 0)) }, "fault clock.past"},
	{"clock", "2099", func(t *testing.T, c *Computer) { at(c, time.Date(2099, 1, 1, 0, 0, 0, 0, shanghai)) }, "fault clock.future"},
	{"clock", "set back", func(t *testing.T, c *Computer) {
		booth(t, c)
		later := c.Probe.Now().AddDate(0, 0, 3)
		if err := os.Chtimes(filepath.Join(c.Data, "journal"), later, later); err != nil {
			t.Fatal(err)
		}
	}, "fault clock.back"},
	{"clock", "no zone", func(t *testing.T, c *Computer) { at(c, c.Probe.Now().UTC()) }, "warning clock.utc"},
}

// mountedAlso adds lines to mountinfo.
func mountedAlso(t *testing.T, c *Computer, lines string) {
	t.Helper()
	tree(t, c.Root, map[string]string{"proc/self/mountinfo": c.read("proc/self/mountinfo") + "\n" + lines})
}
