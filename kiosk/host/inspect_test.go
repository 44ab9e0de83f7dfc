package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/kiosk/session"
)

var noon = time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)

// well is a computer on which nothing is wrong.
func well() Probe {
	return Probe{
		Now:   func() time.Time { return noon },
		Built: noon.AddDate(0, -1, 0),
		Space: func(string) (uint64, uint64, error) { return 100 << 30, 200 << 30, nil },
		Power: func() Battery { return Battery{} },
		Dark:  func() bool { return false },
	}
}

func TestAWellComputerHasNothingToSay(t *testing.T) {
	s := well().Inspect(t.TempDir())
	if len(s.Warn) > 0 || s.Fault != "" || s.Code != "" {
		t.Errorf("%+v", s)
	}
}

func TestDiskAndBatteryWarnAndStop(t *testing.T) {
	const mb = 1 << 20
	for _, test := range []struct {
		name    string
		free    uint64
		battery Battery
		warn    string
		fault   string
		code    session.Code
	}{
		{"500 MB are enough", 500 * mb, Battery{}, "", "", ""},
		{"a byte less is told", 500*mb - 1, Battery{}, "disk", "", ""},
		{"64 MB go on", 64 * mb, Battery{}, "disk", "", ""},
		{"below 64 MB it stops", 64*mb - 1, Battery{}, "disk", session.FaultDisk, "MB-31"},
		{"a full disk stops", 0, Battery{}, "disk", session.FaultDisk, "MB-31"},
		{"21 percent are enough", 1 << 40, Battery{There: true, Percent: 21}, "", "", ""},
		{"20 percent are told", 1 << 40, Battery{There: true, Percent: 20}, "battery", "", ""},
		{"6 percent go on", 1 << 40, Battery{There: true, Percent: 6}, "battery", "", ""},
		{"5 percent stop", 1 << 40, Battery{There: true, Percent: 5}, "battery", session.FaultBattery, "MB-32"},
		{"not while it charges", 1 << 40, Battery{There: true, Charging: true, Percent: 1}, "", "", ""},
		{"no battery", 1 << 40, Battery{Percent: 0}, "", "", ""},
		{"both: the disk is named", 1, Battery{There: true, Percent: 1}, "battery disk", session.FaultDisk, "MB-31"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := well()
			p.Space = func(string) (uint64, uint64, error) { return test.free, 1 << 41, nil }
			p.Power = func() Battery { return test.battery }
			s := p.Inspect(t.TempDir())
			if got := strings.Join(s.Warn, " "); got != test.warn || s.Fault != test.fault || s.Code != test.code {
				t.Errorf("warned %q, fault %q, code %q", got, s.Fault, s.Code)
			}
		})
	}
}

func TestADiskThatDoesNotSayIsNotJudged(t *testing.T) {
	p := well()
	p.Space = func(string) (uint64, uint64, error) { return 0, 0, errors.New("no answer") }
	if s := p.Inspect(t.TempDir()); s.Fault != "" || len(s.Warn) > 0 {
		t.Errorf("%+v", s)
	}
}

func TestTheDiskIsThatOfTheNearestFolderThatIsThere(t *testing.T) {
	dir := t.TempDir()
	asked := ""
	p := well()
	p.Space = func(d string) (uint64, uint64, error) { asked = d; return 1 << 40, 1 << 41, nil }
	p.Inspect(filepath.Join(dir, "not", "made", "yet"))
	if asked != dir {
		t.Errorf("asked for %s", asked)
	}
	if _, err := os.Stat(filepath.Join(dir, "not")); err == nil {
		t.Error("looking made a folder")
	}
}

func TestTheScreenThatMayGoDarkIsTold(t *testing.T) {
	p := well()
	p.Dark = func() bool { return true }
	if s := p.Inspect(t.TempDir()); !slices.Equal(s.Warn, []string{WarnBlanking}) {
		t.Errorf("warned %v", s.Warn)
	}
}

func TestClock(t *testing.T) {
	for _, test := range []struct {
		name  string
		now   time.Time
		newer time.Duration // of the journal, than now
		want  Clock
	}{
		{"right", noon, 0, clockGood},
		{"1970", time.Unix(0, 0), 0, ClockPast},
		{"before the program was made", noon.AddDate(-1, 0, 0), 0, ClockPast},
		{"2038 and a booth still in use", time.Date(2038, 1, 20, 0, 0, 0, 0, time.UTC), 0, clockGood},
		{"2098", time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC), 0, ClockFuture},
		{"a wrong zone is no fault", noon, 14 * time.Hour, clockGood},
		{"two days back", noon, 48 * time.Hour, ClockBack},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if test.newer > 0 {
				name := filepath.Join(dir, "journal")
				if err := os.WriteFile(name, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(name, test.now.Add(test.newer), test.now.Add(test.newer)); err != nil {
					t.Fatal(err)
				}
			}
			p := well()
			p.Now = func() time.Time { return test.now }
			if got := p.Clock(dir); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
			if warned := slices.Contains(p.Inspect(dir).Warn, WarnClock); warned != (test.want != clockGood) {
				t.Errorf("warned: %t", warned)
			}
		})
	}
}

// supplies writes a tree of /sys/class/power_supply: "BAT0/capacity=50".
func supplies(t *testing.T, lines string) string {
	t.Helper()
	root := t.TempDir()
	for _, line := range strings.Fields(lines) {
		name, value, _ := strings.Cut(line, "=")
		path := filepath.Join(root, "sys/class/power_supply", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(value, "_", " ")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestBatteriesOfLinux(t *testing.T) {
	for _, test := range []struct {
		name, files string
		want        Battery
	}{
		{"none", "", Battery{}},
		{"mains only", "AC/type=Mains AC/online=1", Battery{}},
		{"draining", "BAT0/type=Battery BAT0/status=Discharging BAT0/capacity=42", Battery{There: true, Percent: 42}},
		{"charging", "BAT0/type=Battery BAT0/status=Charging BAT0/capacity=3", Battery{There: true, Charging: true, Percent: 3}},
		{"held at 80 percent", "BAT0/type=Battery BAT0/status=Not_charging BAT0/capacity=80", Battery{There: true, Charging: true, Percent: 80}},
		{"a charger too weak still drains", "AC/type=Mains AC/online=1 BAT0/type=Battery BAT0/status=Discharging BAT0/capacity=9", Battery{There: true, Percent: 9}},
		{"unknown on mains", "AC/type=Mains AC/online=1 BAT0/type=Battery BAT0/status=Unknown BAT0/capacity=9", Battery{There: true, Charging: true, Percent: 9}},
		{"unknown without mains", "AC/type=Mains AC/online=0 BAT0/type=Battery BAT0/status=Unknown BAT0/capacity=9", Battery{There: true, Percent: 9}},
		{"the pen's battery is not the computer's", "pen/type=Battery pen/scope=Device pen/capacity=4 pen/status=Discharging", Battery{}},
		{"a slot without a battery", "BAT1/type=Battery BAT1/present=0 BAT1/capacity=0", Battery{}},
		{"two, by what they hold", "BAT0/type=Battery BAT0/status=Unknown BAT0/energy_now=1000 BAT0/energy_full=10000 BAT1/type=Battery BAT1/status=Discharging BAT1/energy_now=20000 BAT1/energy_full=30000", Battery{There: true, Percent: 53}},
		{"charge instead of energy", "BAT0/type=Battery BAT0/status=Discharging BAT0/charge_now=500 BAT0/charge_full=1000", Battery{There: true, Percent: 50}},
		{"nonsense is held within bounds", "BAT0/type=Battery BAT0/status=Discharging BAT0/capacity=130", Battery{There: true, Percent: 100}},
		{"nothing readable", "BAT0/type=Battery BAT0/status=Discharging BAT0/capacity=many", Battery{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := sysBattery(supplies(t, test.files)); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestBatteriesOfLinuxStayWithinBounds(t *testing.T) {
	number := rapid.Int64Range(-10, 1<<40)
	rapid.Check(t, func(r *rapid.T) {
		files := ""
		for i := range rapid.IntRange(0, 3).Draw(r, "batteries") {
			files += fmt.Sprintf(" B%[1]d/type=Battery B%[1]d/status=Discharging B%[1]d/energy_now=%[2]d B%[1]d/energy_full=%[3]d",
				i, number.Draw(r, "now"), number.Draw(r, "full"))
		}
		if b := sysBattery(supplies(t, files)); b.Percent < 0 || b.Percent > 100 {
			r.Errorf("%d percent", b.Percent)
		}
	})
}

func TestBatteriesOfWindows(t *testing.T) {
	for _, test := range []struct {
		line, flag, percent byte
		want                Battery
	}{
		{1, 128, 255, Battery{}},
		{255, 255, 255, Battery{}},
		{0, 2, 20, Battery{There: true, Percent: 20}},
		{1, 8, 4, Battery{There: true, Charging: true, Percent: 4}},
		{1, 0, 60, Battery{There: true, Charging: true, Percent: 60}},
	} {
		if got := windowsBattery(test.line, test.flag, test.percent); got != test.want {
			t.Errorf("%d %d %d: got %+v", test.line, test.flag, test.percent, got)
		}
	}
}

func TestLookingAtThisComputer(t *testing.T) {
	s := Inspect(t.TempDir())
	if s.DiskTotal == 0 || s.DiskFree > s.DiskTotal {
		t.Errorf("disk: %d of %d bytes free", s.DiskFree, s.DiskTotal)
	}
	if s.Battery.Percent < 0 || s.Battery.Percent > 100 {
		t.Errorf("battery: %+v", s.Battery)
	}
}
