package event

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheKioskTableIsRead(t *testing.T) {
	p := mustLoad(t, goodPack(t))
	if want := (Kiosk{ShufflePIN: true, Sound: true, NightFrom: "22:00", NightTo: "07:30"}); p.Kiosk != want {
		t.Errorf("%+v, want %+v", p.Kiosk, want)
	}
	without := goodPack(t)
	edit(t, without, "event.toml", "[kiosk]\nshuffle_pin = true\nsound = true\nnight_from = \"22:00\"\nnight_to = \"07:30\"\n", "")
	if p := mustLoad(t, without); p.Kiosk != (Kiosk{}) {
		t.Errorf("without the table: %+v", p.Kiosk)
	}
}

func TestNightAt(t *testing.T) {
	for _, c := range []struct {
		from, to string
		night    []string
		day      []string
	}{
		{"22:00", "07:30", []string{"22:00", "23:59", "00:00", "07:29"}, []string{"07:30", "12:00", "21:59"}},
		{"12:00", "13:30", []string{"12:00", "13:29"}, []string{"11:59", "13:30", "00:00", "23:59"}},
		{"00:00", "06:00", []string{"00:00", "05:59"}, []string{"06:00", "23:59"}},
		{"18:00", "00:00", []string{"18:00", "23:59"}, []string{"00:00", "17:59"}},
		{"", "", nil, []string{"00:00", "12:00", "23:59"}},
		{"late", "07:00", nil, []string{"00:00", "12:00"}}, // a pack that was never checked
	} {
		k := Kiosk{NightFrom: c.from, NightTo: c.to}
		for _, want := range []bool{true, false} {
			for _, at := range map[bool][]string{true: c.night, false: c.day}[want] {
				clock, err := time.Parse("15:04", at)
				if err != nil {
					t.Fatal(err)
				}
				if k.NightAt(clock) != want {
					t.Errorf("%s to %s: at %s night is %v", c.from, c.to, at, !want)
				}
			}
		}
	}
}

// The clock on the wall counts, not the world's.
func TestNightIsByTheWallClock(t *testing.T) {
	k := Kiosk{NightFrom: "22:00", NightTo: "07:00"}
	at := time.Date(2027, 5, 21, 15, 0, 0, 0, time.UTC) // 23:00 in Shanghai
	if k.NightAt(at) || !k.NightAt(at.In(time.FixedZone("CST", 8*3600))) {
		t.Error("not the hour of the zone that the clock carries")
	}
}

// Every minute of a day is night either from a to b or from b to a, never both.
func TestNightAndDayAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.IntRange(0, 24*60-1)
		midnight := time.Date(2027, 5, 21, 0, 0, 0, 0, time.UTC)
		clock := func(m int) time.Time { return midnight.Add(time.Duration(m) * time.Minute) }
		a, b := minute.Draw(t, "a"), minute.Draw(t, "b")
		if a == b {
			t.Skip()
		}
		from, to := clock(a).Format("15:04"), clock(b).Format("15:04")
		at := clock(minute.Draw(t, "at"))
		if (Kiosk{NightFrom: from, NightTo: to}).NightAt(at) == (Kiosk{NightFrom: to, NightTo: from}).NightAt(at) {
			t.Errorf("%s, between %s and %s", at.Format("15:04"), from, to)
		}
	})
}
