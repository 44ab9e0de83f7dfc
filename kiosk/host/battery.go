package host

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// sysBattery reads /sys/class/power_supply below root, which the kernel documents in
// Documentation/ABI/testing/sysfs-class-power. Batteries of mice, pens and headsets have the
// scope "Device" and are ignored.
func sysBattery(root string) Battery {
	folder := filepath.Join(root, "sys", "class", "power_supply")
	list, err := os.ReadDir(folder)
	if err != nil {
		return Battery{}
	}
	var b Battery
	var now, full float64 // summed over the batteries that report them
	var percents, cells int
	draining, unknown, mains := false, false, false
	for _, entry := range list {
		at := func(name string) string {
			raw, _ := os.ReadFile(filepath.Join(folder, entry.Name(), name))
			return strings.TrimSpace(string(raw))
		}
		if at("scope") == "Device" {
			continue
		}
		switch at("type") {
		case "Mains", "USB", "Wireless":
			mains = mains || at("online") == "1" || at("online") == "2"
			continue
		case "Battery":
		default:
			continue
		}
		if at("present") == "0" {
			continue
		}
		percent, measured := -1, false
		for _, unit := range []string{"energy", "charge"} {
			n, err1 := strconv.ParseFloat(at(unit+"_now"), 64)
			f, err2 := strconv.ParseFloat(at(unit+"_full"), 64)
			if err1 == nil && err2 == nil && f > 0 {
				now, full, measured = now+n, full+f, true
				percent = int(n / f * 100)
				break
			}
		}
		// capacity is the kernel's own figure, and on some tablets the only one.
		if c, err := strconv.Atoi(at("capacity")); err == nil {
			percent = c
		}
		if percent < 0 && !measured {
			continue
		}
		b.There = true
		percents, cells = percents+max(0, min(percent, 100)), cells+1
		switch at("status") {
		case "Discharging":
			draining = true
		case "Charging", "Full", "Not charging":
		default:
			unknown = true
		}
	}
	if !b.There {
		return Battery{}
	}
	b.Percent = percents / cells
	if cells > 1 && full > 0 {
		b.Percent = max(0, min(int(now/full*100+0.5), 100))
	}
	b.Charging = !draining && (!unknown || mains)
	return b
}

// windowsBattery interprets the first three bytes of Windows' SYSTEM_POWER_STATUS.
func windowsBattery(line, flag, percent byte) Battery {
	if flag == 255 || flag&128 != 0 || percent > 100 {
		return Battery{}
	}
	return Battery{There: true, Charging: line != 0 || flag&8 != 0, Percent: int(percent)}
}
