package touch

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

var dateTexts = DateWords{
	Year:  func(n int) string { return fmt.Sprintf("%d 年", n) },
	Month: func(n int) string { return time.Month(n).String() },
	Day:   func(n int) string { return fmt.Sprint(n) },
	None:  "—",
}

func on(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func someMonth(value string) *Month {
	m := NewMonth("m", value, on("2025-11-22"), on("2038-11-22"), on("2027-06-01"), MonthStyle{Step: stepLook}, dateTexts)
	m.Resize(fyne.NewSize(640, 64))
	return m
}

func TestMonthBeginsWithNoneAndCanBeTakenBack(t *testing.T) {
	newWatch(t)
	m := someMonth("")
	var told []string
	m.OnChange = func(v string) { told = append(told, v) }
	if m.Value() != "" || m.year.value.Text != "—" || m.month.value.Text != "—" || m.clear.Visible() {
		t.Errorf("at first %q, %q %q", m.Value(), m.year.value.Text, m.month.value.Text)
	}
	tapAt(m.year.pane, onMore, 0)
	if m.Value() != "2027-06" || m.year.value.Text != "2027 年" || m.month.value.Text != "June" || !m.clear.Visible() {
		t.Errorf("the first touch chose %q, shown as %q %q", m.Value(), m.year.value.Text, m.month.value.Text)
	}
	m.clear.Act()
	if m.Value() != "" || m.year.value.Text != "—" || m.clear.Visible() {
		t.Errorf("taken back it is %q, shown as %q", m.Value(), m.year.value.Text)
	}
	tapAt(m.month.pane, onValue, 0)
	if fmt.Sprint(told) != "[2027-06  2027-06]" {
		t.Errorf("told %q", told)
	}
}

func TestMonthStepsWithinItsBounds(t *testing.T) {
	newWatch(t)
	for _, c := range []struct {
		from       string
		year, more bool
		want       string
	}{
		{"2027-12", false, true, "2028-01"}, {"2027-01", false, false, "2026-12"},
		{"2027-06", true, true, "2028-06"}, {"2038-11", false, true, "2038-11"},
		{"2038-03", true, true, "2038-11"}, {"2025-11", false, false, "2025-11"},
		{"2026-03", true, false, "2025-11"}, {"2038-11", true, true, "2038-11"},
		{"1999-01", false, true, "2025-12"}, {"2027-13", false, true, "2027-06"}, {"soon", true, false, "2027-06"},
	} {
		m := someMonth(c.from)
		s, at := m.month, onLess
		if c.year {
			s = m.year
		}
		if c.more {
			at = onMore
		}
		tapAt(s.pane, at, 0)
		if m.Value() != c.want {
			t.Errorf("from %s, year %t, more %t: %s, not %s", c.from, c.year, c.more, m.Value(), c.want)
		}
	}
	end := someMonth("2038-11")
	if !end.month.more.Disabled() || !end.year.more.Disabled() || end.month.less.Disabled() {
		t.Error("at the last month not the two ways on are inert")
	}
}

func TestMonthFitsAFormAndAFinger(t *testing.T) {
	newWatch(t)
	for _, c := range []fyne.Size{{Width: 640, Height: 64}, {Width: 640, Height: 86}, {Width: 420, Height: 56}} {
		m := NewMonth("m", "2027-09", on("2025-11-22"), on("2038-11-22"), on("2027-06-01"), MonthStyle{Step: stepLook}, dateTexts)
		m.Resize(c)
		for _, b := range m.Buttons() {
			if b.Size().Width < Least || b.Size().Height < Least {
				t.Errorf("in %v %s is %v", c, b.ID, b.Size())
			}
		}
		for _, s := range []*Stepper{m.year, m.month} {
			room := s.more.Position().X - s.less.Position().X - s.less.Size().Width
			if w := s.value.MinSize().Width; s.value.TextSize > smallest && w > room {
				t.Errorf("in %v %q is %.0f dp wide where there are %.0f", c, s.value.Text, w, room)
			}
		}
	}
}

func someDate(value string) *Date {
	clear := Style{Icon: blank}
	d := NewDate("d", value, on("1926-11-22"), on("2026-11-22"), on("2009-01-01"), DateStyle{Wheel: wheelLook, Clear: clear}, dateTexts)
	d.Resize(fyne.NewSize(640, 300))
	return d
}

func TestDateKeepsTheDayInItsMonth(t *testing.T) {
	newWatch(t)
	for _, c := range []struct {
		from        string
		year, month int // rows turned
		want        string
		days        int
	}{
		{"2009-01-31", 0, 1, "2009-02-28", 28}, {"2008-01-31", 0, 1, "2008-02-29", 29}, {"2008-02-29", 1, 0, "2009-02-28", 28},
		{"2008-02-29", 4, 0, "2012-02-29", 29}, {"2001-02-28", -1, 0, "2000-02-28", 29}, {"2009-03-31", 0, 1, "2009-04-30", 30},
		{"2009-01-15", 0, -1, "2009-12-15", 31}, {"2009-12-31", 0, 1, "2009-01-31", 31},
		{"2026-10-30", 0, 1, "2026-11-22", 30}, {"1927-03-01", -1, 0, "1926-11-22", 30},
	} {
		d := someDate(c.from)
		d.year.Turn(c.year)
		d.month.Turn(c.month)
		if d.Value() != c.want || d.day.Count() != c.days {
			t.Errorf("from %s by %d years and %d months: %s with %d days, not %s with %d", c.from, c.year, c.month, d.Value(), d.day.Count(), c.want, c.days)
		}
	}
	leap := someDate("2008-02-29")
	leap.day.Turn(1)
	if leap.Value() != "2008-02-01" {
		t.Errorf("after 29 February came %s", leap.Value())
	}
}

func TestDateBeginsWithNoneAndCanBeTakenBack(t *testing.T) {
	newWatch(t)
	d := someDate("")
	if d.Value() != "" || !d.year.quiet || d.clear.Visible() {
		t.Errorf("at first %q", d.Value())
	}
	tapAt(d.month.pane, middle(0), 5)
	if d.Value() != "2009-01-01" || d.year.quiet || !d.clear.Visible() {
		t.Errorf("a touch of the row in the middle chose %q", d.Value())
	}
	d.clear.Act()
	if d.Value() != "" || !d.day.quiet || d.clear.Visible() {
		t.Errorf("taken back it is %q", d.Value())
	}
	for _, bad := range []string{"2009-02-29", "yesterday", "2009-1-1"} {
		if v := someDate(bad).Value(); v != "" {
			t.Errorf("%q counts as %q", bad, v)
		}
	}
}

func TestDateTakesTheArrowKeys(t *testing.T) {
	newWatch(t)
	d := someDate("2009-01-01")
	for _, k := range []fyne.KeyName{fyne.KeyUp, fyne.KeyRight, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyRight} {
		if !d.Key(k) {
			t.Errorf("%s was not taken", k)
		}
	}
	if d.Value() != "2008-02-02" || !d.day.active || d.year.active || d.Key(fyne.KeyTab) {
		t.Errorf("the keys went to %s", d.Value())
	}
}

// Whatever is turned, a Date is a day of the calendar within its bounds, and its wheels stand there.
func TestDateIsAlwaysADayOfTheCalendar(t *testing.T) {
	newWatch(t)
	rapid.Check(t, func(rt *rapid.T) {
		from := on("1926-11-22").AddDate(0, 0, rapid.IntRange(0, 30000).Draw(rt, "from"))
		to := from.AddDate(0, 0, rapid.IntRange(0, 9000).Draw(rt, "days"))
		d := NewDate("d", "", from, to, to, DateStyle{Wheel: wheelLook}, dateTexts)
		d.Resize(fyne.NewSize(640, 300))
		for range rapid.IntRange(1, 10).Draw(rt, "turns") {
			d.wheels()[rapid.IntRange(0, 2).Draw(rt, "wheel")].Turn(rapid.IntRange(-40, 40).Draw(rt, "by"))
			v := d.Value()
			if v == "" {
				continue
			}
			day, err := time.Parse(time.DateOnly, v)
			if err != nil || day.Before(from) || day.After(to) {
				rt.Fatalf("%q between %v and %v", v, from, to)
			}
			if d.from.Year()+d.year.Chosen() != day.Year() || d.month.Chosen()+1 != int(day.Month()) || d.day.Chosen()+1 != day.Day() {
				rt.Fatalf("%s, but the wheels stand at %d, %d, %d", v, d.year.Chosen(), d.month.Chosen(), d.day.Chosen())
			}
		}
	})
}
