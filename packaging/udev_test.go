//go:build linux

package packaging_test

import (
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// One token of a rule: a key, an operator, a value (udev(7)).
var ruleToken = regexp.MustCompile(`([A-Z]+)(?:\{([A-Z_]+)\})?(==|!=|=)"([^"]*)"`)

// udev runs rules over a device's properties as far as ours need it: comparisons with alternatives, properties set and
// deleted, GOTO and LABEL.
func udev(t *testing.T, rules string, props map[string]string) map[string]string {
	t.Helper()
	props = maps.Clone(props)
	to := ""
next:
	for line := range strings.Lines(rules) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		tokens := ruleToken.FindAllStringSubmatch(line, -1)
		if rest := strings.Trim(ruleToken.ReplaceAllString(line, ""), ", "); rest != "" || len(tokens) == 0 {
			t.Fatalf("not a rule: %s", line)
		}
		if to != "" {
			if tokens[0][1] == "LABEL" && tokens[0][4] == to {
				to = ""
			}
			continue
		}
		for _, k := range tokens {
			name := k[1]
			if k[1] == "ENV" {
				name = k[2]
			}
			matches := false
			for _, value := range strings.Split(k[4], "|") {
				fits, err := filepath.Match(value, props[name])
				if err != nil {
					t.Fatal(err)
				}
				matches = matches || fits
			}
			switch {
			case k[3] == "==" && !matches, k[3] == "!=" && matches:
				continue next
			case k[3] == "=" && k[1] == "GOTO":
				to = k[4]
			case k[3] == "=" && k[1] == "ENV":
				props[name] = k[4]
			}
		}
	}
	if to != "" {
		t.Fatalf("there is no label %s", to)
	}
	return props
}

// Nothing that is plugged in can type, whatever else it is.
func TestNothingPluggedInCanType(t *testing.T) {
	root := t.TempDir()
	mustRun(t, nil, "./matchbooth-lockdown", "on", "--root", root, "--no-usb-keyboards", "--keep", "0EEF:0001", "--keep", "1234:abcd")
	rules := text(t, filepath.Join(root, "etc/udev/rules.d/61-matchbooth-keyboards.rules"))
	const heard, deaf = true, false
	for name, c := range map[string]struct {
		props string
		want  bool
	}{
		"a mouse":                           {"ID_BUS=usb ID_INPUT_MOUSE=1", heard},
		"a touchscreen":                     {"ID_BUS=usb ID_INPUT_TOUCHSCREEN=1", heard},
		"a touchpad":                        {"ID_BUS=usb ID_INPUT_TOUCHPAD=1", heard},
		"a pen":                             {"ID_BUS=usb ID_INPUT_TABLET=1", heard},
		"a Bluetooth mouse":                 {"ID_BUS=bluetooth ID_INPUT_MOUSE=1", heard},
		"a keyboard":                        {"ID_BUS=usb ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", deaf},
		"a Bluetooth keyboard":              {"ID_BUS=bluetooth ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", deaf},
		"a mouse and keyboard in one":       {"ID_BUS=usb ID_INPUT_MOUSE=1 ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", deaf},
		"a toy: a mouse with thirty keys":   {"ID_BUS=usb ID_INPUT_MOUSE=1 ID_INPUT_KEY=1", deaf},
		"a toy: thirty keys":                {"ID_BUS=usb ID_INPUT_KEY=1", deaf},
		"a toy: a touchscreen that types":   {"ID_BUS=usb ID_INPUT_TOUCHSCREEN=1 ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", deaf},
		"a toy: a joystick that types":      {"ID_BUS=usb ID_INPUT_JOYSTICK=1 ID_INPUT_KEY=1", deaf},
		"a barcode reader":                  {"ID_BUS=usb ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", deaf},
		"of no kind":                        {"ID_BUS=usb", deaf},
		"the keyboard of the laptop":        {"ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", heard},
		"the keyboard of the laptop, named": {"ID_BUS=i8042 ID_INPUT_KEYBOARD=1 ID_INPUT_KEY=1", heard},
		"the touchscreen of the laptop":     {"ID_BUS=i2c ID_INPUT_TOUCHSCREEN=1", heard},
		"a touchscreen with keys, kept":     {"ID_BUS=usb ID_INPUT_TOUCHSCREEN=1 ID_INPUT_KEY=1 ID_VENDOR_ID=0eef ID_MODEL_ID=0001", heard},
		"another one of that maker":         {"ID_BUS=usb ID_INPUT_TOUCHSCREEN=1 ID_INPUT_KEY=1 ID_VENDOR_ID=0eef ID_MODEL_ID=0002", deaf},
		"another one of a number that fits": {"ID_BUS=usb ID_INPUT_KEY=1 ID_VENDOR_ID=1234 ID_MODEL_ID=0001", deaf},
	} {
		props := map[string]string{"ACTION": "add", "SUBSYSTEM": "input", "KERNEL": "event7", "ID_INPUT": "1"}
		for p := range strings.FieldsSeq(c.props) {
			key, value, _ := strings.Cut(p, "=")
			props[key] = value
		}
		for _, action := range []string{"add", "change"} {
			props["ACTION"] = action
			after := udev(t, rules, props)
			isHeard := after["LIBINPUT_IGNORE_DEVICE"] != "1" && after["ID_INPUT"] == "1"
			if isHeard != c.want || !c.want && after["ID_INPUT"] != "" {
				t.Errorf("%s, %s: heard %v: %v", name, action, isHeard, after)
			}
		}
	}
	// What is no input is left alone.
	disk := map[string]string{"ACTION": "add", "SUBSYSTEM": "block", "KERNEL": "sda", "ID_BUS": "usb"}
	if after := udev(t, rules, disk); !maps.Equal(after, disk) {
		t.Errorf("a stick: %v", after)
	}
	for _, keep := range []string{"", "046d", "046d:c52", "046d:c52b\"x", "g46d:c52b"} {
		if out, err := run(t, nil, "./matchbooth-lockdown", "on", "--root", t.TempDir(), "--no-usb-keyboards", "--keep", keep); err == nil {
			t.Errorf("--keep %q was taken: %s", keep, out)
		}
	}
	// Without --keep nothing is kept.
	root = t.TempDir()
	mustRun(t, nil, "./matchbooth-lockdown", "on", "--root", root, "--no-usb-keyboards")
	if rules := text(t, filepath.Join(root, "etc/udev/rules.d/61-matchbooth-keyboards.rules")); strings.Contains(rules, "@KEEP@") || strings.Contains(rules, "ID_VENDOR_ID") {
		t.Errorf("kept:\n%s", rules)
	}
}
