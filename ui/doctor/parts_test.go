package doctor

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTouchScreens(t *testing.T) {
	const mouse = "N: Name=\"USB Mouse\"\nB: PROP=0\nB: KEY=ff0000 0 0 0 0\nB: REL=903\n\n"
	const pad = "N: Name=\"Touchpad\"\nB: PROP=5\nB: KEY=e520 10000 0 0 0 0\nB: ABS=2e0800000000003\n\n"
	const pen = "N: Name=\"Pen\"\nB: PROP=2\nB: KEY=1c03 0 0 0 0 0\nB: ABS=1000d000003\n\n"
	const old = "N: Name=\"Resistive\"\nB: PROP=2\nB: KEY=400 0 0 0 0 0\nB: ABS=3\n\n"
	for name, test := range map[string]struct {
		devices string
		want    []string
	}{
		"none":         {"", nil},
		"a mouse":      {mouse, nil},
		"a touchpad":   {pad, nil},
		"a pen":        {pen, nil},
		"one finger":   {mouse + old, []string{"Resistive"}},
		"many fingers": {pad + touchDevice, []string{"ELAN Touchscreen"}},
		"garbage":      {"B: PROP=zz\nB: ABS=\nN: \n", nil},
	} {
		if got := touchScreens(test.devices); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func FuzzTouchScreens(f *testing.F) {
	f.Add(touchDevice)
	f.Add("B: PROP=2 0 0\nB: ABS=ffffffffffffffff ffffffffffffffff")
	f.Fuzz(func(t *testing.T, s string) { touchScreens(s) })
}

func TestDigitizers(t *testing.T) {
	for flags, want := range map[int]bool{0: false, 0x80: false, 0x81: true, 0x82: true, 0x84: false, 0x01: false, 0xC1: true} {
		if got := touchDigitizer(flags); got != want {
			t.Errorf("%#x: %t", flags, got)
		}
	}
}

func TestMountsAreFoundByTheLongestPlace(t *testing.T) {
	c := sound(t)
	remove(t, c, "proc/self/mountinfo")
	tree(t, c.Root, map[string]string{"proc/self/mountinfo": `22 1 8:1 / / rw - ext4 /dev/sda1 rw
23 22 8:2 / /home rw - xfs /dev/sda2 rw
24 23 0:40 / /home/a\040b rw - tmpfs tmpfs rw,size=1k
25 22 8:3 / /hom rw - ext3 /dev/sda3 rw
26 22 8:4 / /late rw - ext2 /dev/sda4 rw
27 22 8:5 / /late rw - btrfs /dev/sda5 rw
broken line
28 22 8:6 / /x rw -
`})
	for dir, want := range map[string]string{
		"/": "ext4", "/etc": "ext4", "/home": "xfs", "/home/b/c": "xfs", "/home/a b/booth": "tmpfs", "/homely": "ext4", "/hom/x": "ext3", "/late/y": "btrfs", "/x": "ext4",
	} {
		if v, err := c.mount(dir); err != nil || v.Type != want {
			t.Errorf("%s: %+v, %v", dir, v, err)
		}
	}
}

func FuzzMounts(f *testing.F) {
	f.Add("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "/home")
	f.Add(`24 23 0:40 / /home/a\040b rw - btrfs /dev/mapper/x rw`, "/home/a b")
	f.Fuzz(func(t *testing.T, info, dir string) {
		c := &Computer{Root: t.TempDir()}
		tree(t, c.Root, map[string]string{"proc/self/mountinfo": info})
		if v, err := c.mount(dir); err == nil && v.Type == "" {
			t.Errorf("%q has no type", info)
		}
	})
}

func TestUnescape(t *testing.T) {
	for s, want := range map[string]string{`/a\040b`: "/a b", `/a\134`: `/a\`, `/a\`: `/a\`, `/a\09`: `/a\09`, "/plain": "/plain", `/\777`: `/\777`} {
		if got := unescape(s); got != want {
			t.Errorf("%s: %s", s, got)
		}
	}
}

func TestScale(t *testing.T) {
	for _, test := range []struct {
		screen Screen
		env    []string
		want   float64
	}{
		{Screen{"", 1920, 1080, 344, 193}, nil, 1.2},
		{Screen{"", 1920, 1080, 0, 0}, nil, 1},
		{Screen{"", 1920, 1080, 160, 90}, nil, 2.5},
		{Screen{"", 1280, 800, 520, 290}, nil, 1},
		{Screen{"", 1920, 1080, 10, 10}, nil, 1},
		{Screen{"", 1920, 1080, 344, 193}, []string{"FYNE_SCALE=1.5"}, 1.8},
		{Screen{"", 1920, 1080, 344, 193}, []string{"FYNE_SCALE=auto"}, 1.2},
	} {
		c := &Computer{Env: env(test.env...)}
		if got := c.scale(test.screen); got != test.want {
			t.Errorf("%v %v: %v", test.screen, test.env, got)
		}
	}
}

func TestSizesAreReadable(t *testing.T) {
	for bytes, want := range map[uint64]string{0: "0 MB", 64 << 20: "64 MB", 3 << 29: "1.5 GB", 200 << 30: "200 GB"} {
		if got := size(bytes); got != want {
			t.Errorf("%d: %s", bytes, got)
		}
	}
	for d, want := range map[time.Duration]string{9 * time.Microsecond: "0.01 ms", 15 * time.Millisecond: "15 ms"} {
		if got := millis(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}

func TestWithin(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		part := rapid.StringMatching(`[a-z.]{1,4}x`)
		at := filepath.Join("/", part.Draw(r, "a"), part.Draw(r, "b"))
		below := filepath.Join(at, part.Draw(r, "c"))
		if !within(below, at) || !within(at, at) || within(at, below) || within(at+"y", at) {
			r.Errorf("%s and %s", at, below)
		}
	})
}

func TestTheSpeedIsMeasuredAndNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	p, err := pace(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if p.Median <= 0 && runtime.GOOS != "windows" || p.Worst < p.Median {
		t.Errorf("%+v", p)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := pace(t.Context(), filepath.Join(dir, "not there")); err == nil {
		t.Error("written where no folder is")
	}
}

// A clock with large steps makes no honest disk a liar.
func TestACoarseClockGivesTheMean(t *testing.T) {
	took := []time.Duration{0, 0, 15 * time.Millisecond, 0, 0}
	if p := paceOf(took, 15*time.Millisecond); p.Median != 3*time.Millisecond || p.Worst != 15*time.Millisecond {
		t.Errorf("%+v", p)
	}
	took = []time.Duration{2, 9, 3, 4, 1}
	if p := paceOf(took, 19); p.Median != 3 || p.Worst != 9 {
		t.Errorf("%+v", p)
	}
}
