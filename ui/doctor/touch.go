package doctor

import (
	"context"
	"strconv"
	"strings"
)

// touch checks whether there is a touch screen. A mouse works too, so a missing one is no fault.
func touch(ctx context.Context, c *Computer) []Finding {
	if found, known := c.Digital(); known {
		if found {
			return []Finding{good("touch.windows")}
		}
		return []Finding{warn("touch.none")}
	}
	if c.OS != "linux" {
		return nil
	}
	names := touchScreens(c.read("proc/bus/input/devices"))
	seen := -1
	if c.Env("DISPLAY") != "" {
		if s, err := c.Screens(ctx); err == nil {
			seen = s.Touches
		}
	}
	switch {
	case len(names) == 0 && seen <= 0:
		return []Finding{warn("touch.none")}
	case len(names) > 0 && seen == 0:
		return []Finding{warn("touch.unseen", "Name", names[0])}
	case len(names) == 0:
		return []Finding{good("touch.display")}
	}
	return []Finding{good("touch.good", "Name", strings.Join(names, ", "))}
}

// What the kernel reports about an input device (linux/input-event-codes.h).
const (
	propDirect = 0x01 // INPUT_PROP_DIRECT: touched where it displays
	absX       = 0x00
	absMTX     = 0x35  // ABS_MT_POSITION_X
	keyTouch   = 0x14a // BTN_TOUCH
	keyPen     = 0x140 // BTN_TOOL_PEN
)

// inputDevice is a device listed in /proc/bus/input/devices.
type inputDevice struct {
	name, phys, bus string
	bits            map[string]string // bitmaps by kind: PROP, KEY, REL, ABS
}

// inputDevices reads /proc/bus/input/devices.
func inputDevices(devices string) (all []inputDevice) {
	for block := range strings.SplitSeq(devices, "\n\n") {
		d := inputDevice{bits: map[string]string{}}
		for line := range strings.Lines(block) {
			line = strings.TrimSpace(line)
			if n, ok := strings.CutPrefix(line, "N: Name="); ok {
				d.name = strings.Trim(n, `"`)
			}
			if p, ok := strings.CutPrefix(line, "P: Phys="); ok {
				d.phys = p
			}
			if i, ok := strings.CutPrefix(line, "I: Bus="); ok {
				d.bus, _, _ = strings.Cut(i, " ")
			}
			if b, ok := strings.CutPrefix(line, "B: "); ok {
				if kind, words, ok := strings.Cut(b, "="); ok {
					d.bits[kind] = words
				}
			}
		}
		all = append(all, d)
	}
	return all
}

// touchScreens returns the names of the touch screens. Pens are direct input too, but are not
// fingers.
func touchScreens(devices string) []string {
	var names []string
	for _, d := range inputDevices(devices) {
		if d.touchScreen() {
			names = append(names, d.name)
		}
	}
	return names
}

func (d inputDevice) touchScreen() bool {
	finger := hasBit(d.bits["ABS"], absMTX) || hasBit(d.bits["ABS"], absX) && hasBit(d.bits["KEY"], keyTouch) && !hasBit(d.bits["KEY"], keyPen)
	return hasBit(d.bits["PROP"], propDirect) && finger
}

// hasBit reads the kernel's notation for a bitmap: words in hexadecimal, the highest first, each of
// the CPU's word size. Leading zeros are omitted, so the word size does not show in the text; a
// word of more than eight digits implies 64 bits.
func hasBit(words string, bit int) bool {
	list := strings.Fields(words)
	size := strconv.IntSize
	for _, w := range list {
		if len(w) > 8 {
			size = 64
		}
	}
	at := len(list) - 1 - bit/size
	if at < 0 {
		return false
	}
	n, err := strconv.ParseUint(list[at], 16, 64)
	return err == nil && n>>(bit%size)&1 == 1
}

// touchDigitizer interprets Windows' SM_DIGITIZER: a built-in or external touch screen that is
// ready (NID_INTEGRATED_TOUCH, NID_EXTERNAL_TOUCH, NID_READY).
func touchDigitizer(flags int) bool { return flags&(0x01|0x02) != 0 && flags&0x80 != 0 }
