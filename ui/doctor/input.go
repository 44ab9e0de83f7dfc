package doctor

import (
	"context"
	"strings"
)

// More of what the kernel reports about an input device.
const (
	relX      = 0x00
	keyLast   = 0x0ff // typing keys have lower codes than the buttons of mice and joysticks
	keyFirst  = 0x001
	mouseLeft = 0x110 // BTN_LEFT

	busUSB       = "0003"
	busBluetooth = "0005"
)

// deafRule is what matchbooth-lockdown --no-usb-keyboards writes.
const deafRule = "etc/udev/rules.d/61-matchbooth-keyboards.rules"

// input checks whether a device that both points and types is plugged in or paired. A udev rule that lets mice through by
// their type would let it type; such a toy costs little and opens what a keyboard opens.
func input(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" {
		return nil
	}
	type plug struct {
		name          string
		points, types bool
	}
	plugs := map[string]*plug{}
	var order []string
	var screens []string
	for _, d := range inputDevices(c.read("proc/bus/input/devices")) {
		if d.bus != busUSB && d.bus != busBluetooth {
			continue
		}
		if d.touchScreen() {
			if d.keys() {
				screens = append(screens, d.name)
			}
			continue
		}
		at, _, _ := strings.Cut(d.phys, "/") // one device has several nodes in one place
		p := plugs[at]
		if p == nil {
			p = &plug{name: d.name}
			plugs[at] = p
			order = append(order, at)
		}
		p.points, p.types = p.points || d.pointer(), p.types || d.keys()
	}
	var both []string
	for _, at := range order {
		if p := plugs[at]; p.points && p.types {
			both = append(both, p.name)
		}
	}
	var all []Finding
	rule := c.read(deafRule)
	if len(screens) > 0 && !strings.Contains(rule, "ID_VENDOR_ID") { // else the rule keeps one
		all = append(all, warn("input.touch", "Name", strings.Join(screens, ", ")))
	}
	switch deaf := c.there(deafRule); {
	case deaf:
		all = append(all, good("input.deaf"))
	case len(both) > 0:
		all = append(all, warn("input.both", "Name", strings.Join(both, ", ")))
	case len(all) == 0:
		all = append(all, good("input.good"))
	}
	return all
}

// pointer reports whether a device moves a pointer.
func (d inputDevice) pointer() bool {
	return hasBit(d.bits["REL"], relX) || hasBit(d.bits["KEY"], mouseLeft)
}

// keys reports whether a device has at least one key that is not a button.
func (d inputDevice) keys() bool {
	for key := keyFirst; key <= keyLast; key++ {
		if hasBit(d.bits["KEY"], key) {
			return true
		}
	}
	return false
}
